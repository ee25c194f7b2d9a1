"""The environment of an engine that must not see or touch anything of the user's."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

FOREIGN = ("AWS_", "PULUMI_")


def isolated(root: Path, python: Path, path: Sequence[Path]) -> dict[str, str]:
    """The user's environment without any account or engine settings in it.

    State and plugins lie below `root`, secrets are encrypted with a passphrase that nobody
    knows, and the program runs with `python`; `path` comes before the user's own.
    """
    kept = {key: text for key, text in os.environ.items() if not key.startswith(FOREIGN)}
    return {
        **kept,
        "PATH": os.pathsep.join([*map(str, path), kept.get("PATH", os.defpath)]),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        # A killed engine would leave half a file of attributes, which buckets do not have:
        # https://pkg.go.dev/gocloud.dev/blob/fileblob
        "PULUMI_BACKEND_URL": f"{(root / 'state').as_uri()}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE": secrets.token_hex(),
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true",
        # The older language host takes the interpreter from here, not from the project file.
        "PULUMI_PYTHON_CMD": str(python),
        "PULUMI_HOME": str(root / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
