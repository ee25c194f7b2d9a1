"""Writes what the engine reads beside each pack: `--policy-pack-config` for prod and staging.

Run as `python -m policies.engine_files` after a rule's level or threshold has changed.
"""

import json
from pathlib import Path

from policies.catalogue import PACKS


def main() -> None:
    """Write prod.json and staging.json into every pack's folder."""
    for pack in PACKS:
        for environment in ("prod", "staging"):
            path = Path(__file__).parent / pack.name / f"{environment}.json"
            document = pack.configuration(environment)
            path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
