from pulumi_policy import PolicyPack

from policies.cost import PACK
from policies.host import policies_of

PolicyPack(name=f"groundplan-{PACK.name}", policies=policies_of(PACK))
