"""That somebody hears of money before the end of the month."""

from policies.kinds import BUDGET, ECS_CLUSTER, EKS_CLUSTER
from policies.properties import Properties
from policies.rule import ADVICE, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation

_RECEIVERS = ("subscriberEmailAddresses", "subscriberSnsTopicArns")


def _has_budget(cluster: Subject) -> Verdict | None:
    return demand(any(True for _ in cluster.plan.of_kind(BUDGET)))


def _tells_somebody(budget: Subject) -> Verdict | None:
    return any_of(
        lambda one=one: _is_heard(one.known()) for one in budget.each("notifications")
    ) or violation("notifications")


def _is_heard(notification: Properties) -> Verdict:
    return demand(any(notification.has(one) for one in _RECEIVERS), notification.path)


RULES = (
    Rule(
        name="budget-present",
        control="X-18",
        severity="low",
        levels=ADVICE,
        applies_to=(ECS_CLUSTER, EKS_CLUSTER),
        graph=True,
        check=_has_budget,
        problem="no AWS Budget watches what the stack costs",
        why="a loop or a leaked key is found on the bill of the next month",
        fix="aws.budgets.Budget with notifications; settings: stack.monthly_budget_usd",
    ),
    Rule(
        name="budget-tells-somebody",
        control="X-18",
        severity="low",
        levels=ADVICE,
        applies_to=(BUDGET,),
        check=_tells_somebody,
        problem="the budget is exceeded in silence",
        why="a limit that nobody hears of stops nothing",
        fix='notifications=[{"subscriber_email_addresses": [...], ...}]; settings: monitoring',
    ),
)
