"""What is demanded of ECS services so that deployments and lost tasks go unnoticed."""

from policies.condition import both, property_is, where
from policies.kinds import ECS_CLUSTER, ECS_SERVICE
from policies.properties import is_true, number
from policies.rule import ADVICE, PROD_FIRST, Rule
from policies.scaling import runs_alone, targets_of
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand

_FULL = 100
_DOUBLE = 200


def _is_replicated(service: Subject) -> bool:
    return service.get("schedulingStrategy", "REPLICA") == "REPLICA"


def _survives_one_task(service: Subject) -> Verdict | None:
    minimums = [one.number("minCapacity") for one in targets_of(service)]
    most = max([service.number("desiredCount", 1), *minimums])
    return demand(most >= service.threshold("minimum_tasks"), "desiredCount")


def _rolls_without_gap(service: Subject) -> Verdict | None:
    return both(
        property_is("deploymentMinimumHealthyPercent", lambda one: number(one) == _FULL, _FULL),
        property_is("deploymentMaximumPercent", lambda one: (number(one) or 0) >= _DOUBLE, _DOUBLE),
    )(service)


def _rolls_back(service: Subject) -> Verdict | None:
    controller = service.get("deploymentController.type", "ECS")
    if controller in ("CODE_DEPLOY", "EXTERNAL"):
        return demand(fulfilled=True)
    breaker = service.sub("deploymentCircuitBreaker")
    alarms = service.sub("alarms")
    return any_of(
        [
            lambda: demand(
                is_true(breaker.get("enable")) and is_true(breaker.get("rollback")),
                "deploymentCircuitBreaker",
            ),
            lambda: demand(
                is_true(alarms.get("enable")) and is_true(alarms.get("rollback")), "alarms"
            ),
        ]
    )


def _insights_on(cluster: Subject) -> Verdict | None:
    settings = [
        one for one in cluster.each("settings") if one.known().get("name") == "containerInsights"
    ]
    return any_of(
        lambda one=one: demand(one.get("value") in ("enabled", "enhanced"), one.at("value"))
        for one in settings
    ) or demand(fulfilled=False, path="settings")


RULES = (
    Rule(
        name="ecs-insights-on",
        control="ECS-09",
        ids="FSBP:ECS.12 CKV_AWS_65",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_CLUSTER,),
        check=_insights_on,
        problem="containers are not measured",
        why="memory and restarts of single tasks stay unseen",
        fix='settings=[{"name": "containerInsights", "value": "enabled"}]',
    ),
    Rule(
        name="ecs-service-survives-a-task",
        control="ECS-12",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=where(lambda one: _is_replicated(one) and not runs_alone(one), _survives_one_task),
        thresholds={"minimum_tasks": 2},
        problem="the service runs on one task",
        why="every restart is an outage",
        fix="desired_count=2; settings: services.<name>.scaling.min_tasks",
    ),
    Rule(
        name="ecs-deployment-without-gap",
        control="ECS-12",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        check=where(lambda one: _is_replicated(one) and not runs_alone(one), _rolls_without_gap),
        problem="old tasks stop before new ones answer",
        why="users see errors during every deployment",
        fix="deployment_minimum_healthy_percent=100, deployment_maximum_percent=200",
    ),
    Rule(
        name="ecs-deployment-rolls-back",
        control="ECS-13",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        check=where(_is_replicated, _rolls_back),
        problem="a failed deployment stays",
        why="ECS would start broken tasks for hours",
        fix='deployment_circuit_breaker={"enable": True, "rollback": True}',
    ),
    Rule(
        name="ecs-health-check-waits",
        control="ECS-14",
        severity="low",
        levels=ADVICE,
        applies_to=(ECS_SERVICE,),
        check=where(
            lambda one: one.has("loadBalancers"),
            property_is("healthCheckGracePeriodSeconds", lambda one: (number(one) or 0) > 0),
        ),
        problem="a starting task is judged at once",
        why="slow starts become restart loops",
        fix="health_check_grace_period_seconds=60",
    ),
)
