"""Jobs: a gate that opens once, a clock that may start one task, and nothing that keeps running."""

import pulumi

from components.fargate_job import FargateJob, FargateJobArgs
from components.labels import Labels
from groundplan.plan import Plan
from tests.components.recorded import EGRESS, ROLE_POLICY, of, only, recorded, used
from tests.components.test_fargate_service import (
    SERVICE,
    TASK,
    around,
    container,
    platform,
    statements,
)

GATE = "aws:ssm/parameter:Parameter"
SCHEDULE = "aws:scheduler/schedule:Schedule"
ROLE = "aws:iam/role:Role"


def build(labels: Labels, name: str) -> None:
    args = FargateJobArgs(
        settings=labels.settings.jobs[name],
        platform=platform(labels),
        around=around(labels, {}),
        gates=(pulumi.Output.from_input("migrated"),),
    )
    FargateJob(name, args)


def job(name: str, **changes: object) -> Plan:
    return recorded(lambda labels: build(labels, name), {"services": {name: changes}})


def test_a_job_is_a_task_without_a_service_and_without_a_health_check() -> None:
    plan = job("migrate", command=["alembic", "upgrade", "head"])

    assert container(plan)["command"] == ["alembic", "upgrade", "head"]
    assert "healthCheck" not in container(plan)
    assert list(plan.of_kind(SERVICE)) == []


def test_the_gate_remembers_image_and_command_in_the_open() -> None:
    plan = job("migrate", image="backend@sha256:0a", command=["migrate", "--no-input"])
    gate = only(plan, GATE)

    assert gate.read("name") == "/shop/test/succeeded/migrate"
    assert gate.read("insecureValue") == "backend@sha256:0a migrate --no-input"
    assert gate.read("type") == "String"


def test_the_gate_is_tried_once_the_task_can_start_and_reach_its_stores() -> None:
    plan = job("migrate")
    needed = [only(plan, TASK), of(plan, ROLE_POLICY)["migrate-execution"], *plan.of_kind(EGRESS)]

    assert {one.urn for one in needed} <= set(only(plan, GATE).dependencies)


def test_a_job_at_set_times_has_no_gate() -> None:
    assert list(job("clear-sessions").of_kind(GATE)) == []


def test_the_clock_starts_the_job_in_its_time_zone() -> None:
    runs = {"kind": "schedule", "cron": "0 6 * * MON-FRI", "timezone": "Asia/Tokyo"}
    schedule = only(job("clear-sessions", runs=runs), SCHEDULE)

    assert schedule.read("scheduleExpression") == "cron(0 6 ? * MON-FRI *)"
    assert schedule.read("scheduleExpressionTimezone") == "Asia/Tokyo"
    assert schedule.read("flexibleTimeWindow") == {"mode": "OFF"}
    assert schedule.read("target.ecsParameters.networkConfiguration.assignPublicIp") is False


def test_the_clock_starts_the_definition_of_the_job_and_waits_for_its_role() -> None:
    plan = job("clear-sessions")

    assert used(plan, only(plan, SCHEDULE), "target") >= {
        "clear-sessions",
        "clear-sessions-schedule",
    }


def test_the_clock_may_start_this_job_on_this_cluster_and_nothing_else() -> None:
    found = {
        one["Action"]: one for one in statements(job("clear-sessions"), "clear-sessions-schedule")
    }
    family = "arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-test-clear-sessions:*"
    cluster = "arn:aws:ecs:eu-west-1:111122223333:cluster/shop-test"

    assert found["ecs:RunTask"]["Resource"] == family
    assert found["ecs:RunTask"]["Condition"] == {"ArnEquals": {"ecs:cluster": cluster}}
    assert found["iam:PassRole"]["Resource"] == [
        "arn:aws:iam::111122223333:role/shop-test-clear-sessions-execution",
        "arn:aws:iam::111122223333:role/shop-test-clear-sessions-task",
    ]
    assert found["iam:PassRole"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    }
    assert found.keys() == {"ecs:RunTask", "ecs:TagResource", "iam:PassRole"}


def test_the_roles_that_the_clock_hands_on_have_the_names_it_knows() -> None:
    roles = of(job("clear-sessions"), ROLE)

    assert roles["clear-sessions-task"].read("name") == "shop-test-clear-sessions-task"
    assert roles["clear-sessions-execution"].read("name") == "shop-test-clear-sessions-execution"


def test_the_clocks_role_is_for_the_scheduler_of_this_account() -> None:
    role = of(job("clear-sessions"), ROLE)["clear-sessions-schedule"]
    (statement,) = role.document("assumeRolePolicy")["Statement"]

    assert statement["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}
