from datetime import UTC, datetime

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
