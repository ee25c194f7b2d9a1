from pulumi_policy import PolicyPack

from policies.host import policies_of
from policies.reliability import PACK

PolicyPack(name=f"groundplan-{PACK.name}", policies=policies_of(PACK))
