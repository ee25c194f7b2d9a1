"""A backup vault, its copy and a tried restore, worked out by hand (us-east-1)."""

from decimal import Decimal

from groundplan.cost import assume, estimate
from groundplan.plan import Plan
from tests.cost.plans import AS_OF, lines_of, monthly, plan_of, resource

DATABASE = resource(
    "aws:rds/instance:Instance", "database", instanceClass="db.t4g.micro", engine="postgres",
    allocatedStorage=100,
)  # fmt: skip
VAULT = resource("aws:backup/vault:Vault", "vault")
COPY = resource("aws:backup/vault:Vault", "copy", region="us-east-1")
PLAN = resource(
    "aws:backup/plan:Plan",
    "plan",
    rules=[
        {
            "lifecycle": {"deleteAfter": 90},
            "copyActions": [{"lifecycle": {"deleteAfter": 30}}],
        }
    ],
    uses={"rules": (VAULT, COPY)},
)
SELECTION = resource(
    "aws:backup/selection:Selection",
    "selection",
    uses={"planId": (PLAN,), "resources": (DATABASE,)},
)


def backed_up() -> Plan:
    return plan_of(DATABASE, VAULT, COPY, PLAN, SELECTION)


def test_a_vault_holds_one_whole_snapshot_and_what_changed_each_day_since() -> None:
    plan = backed_up()
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)

    # 50 of 100 GB in use, 3 % of it changes a day, kept 90 days here and 30 days in the copy
    assert monthly(bill, "vault") == 50 * (1 + Decimal("0.03") * 90) * Decimal("0.095")
    assert monthly(bill, "copy") == 50 * (1 + Decimal("0.03") * 30) * Decimal("0.095")


def test_in_the_first_month_fewer_days_lie_in_the_vault() -> None:
    plan = backed_up()
    first = estimate(plan, usage=assume(plan, month=1), as_of=AS_OF)
    steady = estimate(plan, usage=assume(plan), as_of=AS_OF)

    assert 0 < monthly(first, "vault") < monthly(steady, "vault")


def test_a_restored_copy_costs_its_hours() -> None:
    restores = resource(
        "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        "restores",
        scheduleExpression="cron(0 8 1 * ? *)",
    )
    tried = resource(
        "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        "tried",
        uses={"restoreTestingPlanName": (restores,), "protectedResourceArns": (DATABASE,)},
    )
    bill = estimate(plan_of(DATABASE, restores, tried), usage=None, as_of=AS_OF)

    assert monthly(bill, "tried") == 24 * Decimal("0.016")
    assert lines_of(bill, "restores")["no charge"].kind == "free"
