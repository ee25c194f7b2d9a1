"""Which resources need alarms on which metrics, and that somebody hears them."""

from policies.alarm import alarms_on, is_heard
from policies.kinds import (
    DASHBOARD,
    DATABASE,
    ECS_SERVICE,
    LOAD_BALANCER,
    QUEUE,
    REPLICATION_GROUP,
)
from policies.parameter import groups_of, parameter
from policies.properties import is_true
from policies.rule import PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import PASS, Verdict, all_of, any_of, demand, violation

_EXTERNAL_CHECKS = (
    "aws:route53/healthCheck:HealthCheck",
    "aws:synthetics/canary:Canary",
)


_MEMORY = "DatabaseMemoryUsagePercentage"
_WANTED = {
    LOAD_BALANCER: ("HTTPCode_Target_5XX_Count", "TargetResponseTime", "UnHealthyHostCount"),
    DATABASE: ("CPUUtilization", "DatabaseConnections", "FreeStorageSpace"),
    REPLICATION_GROUP: ("EngineCPUUtilization", _MEMORY, "Evictions"),
    ECS_SERVICE: ("CPUUtilization", "MemoryUtilization"),
    QUEUE: ("ApproximateAgeOfOldestMessage",),
}
"""Metrics by type. Source: the four alerts of the Kubernetes guide, SpotOn's scaling triggers, and
the CloudWatch reference of each service."""


_AT_MOST = {
    "CPUUtilization": 80,
    "MemoryUtilization": 80,
    "EngineCPUUtilization": 80,
    _MEMORY: 80,
    "TargetResponseTime": 1,
}


def _covered(resource: Subject) -> Verdict | None:
    if resource.kind == LOAD_BALANCER and is_true(resource.get("internal")):
        return None
    found = alarms_on(resource)
    wanted = _WANTED[resource.kind]
    if resource.kind == REPLICATION_GROUP and _is_full_by_design(resource):
        wanted = tuple(metric for metric in wanted if metric != _MEMORY)
    return all_of(
        lambda metric=metric: (
            any_of(lambda one=one: _is_useful(one, metric) for one in found if one.watches(metric))
            or violation(detail=f"no alarm watches {metric}")
        )
        for metric in wanted
    )


def _is_full_by_design(cache: Subject) -> bool:
    """Whether it drops any key when its memory ends: then evictions tell, and fullness does not.

    Source: ElastiCache User Guide, engine specific parameters, maxmemory-policy.
    """
    policies = (parameter(group, "maxmemory-policy") for group in groups_of(cache))
    return any(one and str(one.get("value")).startswith("allkeys-") for one in policies)


def _is_useful(watch, metric: str) -> Verdict | None:  # noqa: ANN001
    alarm: Subject = watch.alarm
    bound = _AT_MOST.get(metric)
    return all_of(
        [
            lambda: demand(is_heard(alarm), detail=f"{alarm.resource.name} reaches nobody"),
            lambda: (
                PASS
                if bound is None or not alarm.has("threshold")
                else demand(
                    alarm.number("threshold") <= bound,
                    detail=f"{alarm.resource.name} fires too late",
                )
            ),
        ]
    )


def _has_dashboard(service: Subject) -> Verdict | None:
    return demand(any(True for _ in service.plan.of_kind(DASHBOARD)))


def _watched_from_outside(balancer: Subject) -> Verdict | None:
    if is_true(balancer.get("internal")):
        return None
    return demand(any(True for _ in balancer.plan.of_kind(*_EXTERNAL_CHECKS)))


RULES = (
    Rule(
        name="dashboard-present",
        control="CW-06",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=_has_dashboard,
        problem="no dashboard shows the service",
        why="whoever is called at night must first build one",
        fix="aws.cloudwatch.Dashboard(dashboard_body=...)",
    ),
    Rule(
        name="service-watched-from-outside",
        control="CW-07",
        severity="medium",
        levels=PROD_ADVICE,
        applies_to=(LOAD_BALANCER,),
        graph=True,
        check=_watched_from_outside,
        problem="nothing checks it from the internet",
        why="from inside, a wrong DNS record or certificate looks healthy",
        fix="aws.route53.HealthCheck on the public health path",
    ),
    Rule(
        name="alarms-cover-resource",
        control="X-09",
        severity="high",
        levels=PROD_FIRST,
        applies_to=tuple(_WANTED),
        graph=True,
        check=_covered,
        problem="a failure would go unnoticed",
        why="users would be the first to tell",
        fix="aws.cloudwatch.MetricAlarm on the metric, with dimensions of the resource and "
        "alarm_actions",
    ),
)
