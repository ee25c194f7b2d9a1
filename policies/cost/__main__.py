import sys
from datetime import UTC, datetime
from pathlib import Path

# The engine starts a pack in the folder of the program, which may have a `policies` of its own.
sys.path.insert(0, str(Path(__file__).parents[2]))

from pulumi_policy import PolicyPack

from policies.cost import PACK
from policies.cost.budget import budget_policy
from policies.host import host_of

TODAY = datetime.now(UTC).date()
HOST = host_of(PACK, as_of=TODAY)

PolicyPack(
    name=f"groundplan-{PACK.name}",
    policies=[*HOST.policies(), budget_policy(HOST, as_of=TODAY)],
)
