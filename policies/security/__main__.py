from datetime import UTC, datetime

from pulumi_policy import PolicyPack

from policies.host import host_of
from policies.security import PACK

PolicyPack(
    name=f"groundplan-{PACK.name}",
    policies=host_of(PACK, as_of=datetime.now(UTC).date()).policies(),
)
