"""What is demanded of services so that a task that hangs is replaced."""

from policies.container import containers
from policies.kinds import ECS_SERVICE, TARGET_GROUP, TASK_DEFINITION
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand


def _checked(service: Subject) -> Verdict | None:
    groups = service.uses("loadBalancers", TARGET_GROUP)
    tasks = service.uses("taskDefinition", TASK_DEFINITION)
    return any_of(
        [
            *(lambda one=one: demand(one.has("healthCheck")) for one in groups),
            *(lambda one=one: _checks_itself(one) for one in tasks),
        ]
    )


def _checks_itself(task: Subject) -> Verdict:
    return demand(any(one.has("healthCheck") for one in containers(task)), "containerDefinitions")


RULES = (
    Rule(
        name="ecs-service-health-checked",
        control="ECS-19",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=_checked,
        problem="nothing notices a task that hangs",
        why="the process runs, answers nobody, and is never replaced",
        fix='"healthCheck" in container_definitions, or a target group that checks; settings: '
        "services.<name>.container_health",
    ),
)
