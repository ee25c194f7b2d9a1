from datetime import UTC, datetime

from pulumi_policy import PolicyPack

from policies.cost import PACK
from policies.host import policies_of

PolicyPack(
    name=f"groundplan-{PACK.name}",
    policies=policies_of(PACK, as_of=datetime.now(UTC).date()),
)
