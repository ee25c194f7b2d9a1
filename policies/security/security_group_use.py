"""How security groups are written and used."""

from policies.kinds import SECURITY_GROUP
from policies.reachability import (
    attached,
)
from policies.rule import ALWAYS, PROD_ADVICE, Rule
from policies.subject import Subject
from policies.verdict import PASS, Verdict, demand


def _one_style(group: Subject) -> Verdict | None:
    inline = group.has("ingress") or group.has("egress")
    if not inline:
        return PASS
    users = group.plan.users(group.resource.urn)
    rules = [one for one, name in users if name == "securityGroupId"]
    return demand(not rules, "ingress", rules[0].name if rules else "")


RULES = (
    Rule(
        name="security-group-in-one-style",
        control="SG-07",
        severity="medium",
        levels=ALWAYS,
        applies_to=(SECURITY_GROUP,),
        graph=True,
        check=_one_style,
        problem="rules are written both inside the group and as resources",
        why="the provider deletes the other half at every second update",
        fix="move every inline rule to aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule",
    ),
    Rule(
        name="security-group-attached",
        control="SG-08",
        ids="CKV2_AWS_5",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(SECURITY_GROUP,),
        graph=True,
        check=lambda group: demand(bool(attached(group))),
        problem="nothing is attached to the group",
        why="dead groups hide what is really open",
        fix="remove the group, or attach it",
    ),
)
