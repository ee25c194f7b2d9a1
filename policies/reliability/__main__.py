import sys
from datetime import UTC, datetime
from pathlib import Path

# The engine starts a pack in the folder of the program, which may have a `policies` of its own.
sys.path.insert(0, str(Path(__file__).parents[2]))

from pulumi_policy import PolicyPack

from policies.host import host_of
from policies.reliability import PACK

PolicyPack(
    name=f"groundplan-{PACK.name}",
    policies=host_of(PACK, as_of=datetime.now(UTC).date()).policies(),
)
