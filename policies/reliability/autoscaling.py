"""What is demanded of scaling: bounds, targets, and one scheduler only."""

from policies.condition import both, number_is, where
from policies.kinds import ECS_SERVICE, SCALABLE_TARGET, SCALING_POLICY, TASK_DEFINITION
from policies.rule import ADVICE, PROD_FIRST, Rule
from policies.scaling import is_service, policies_of, runs_alone, targets_of
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand, violation

_METRICS = {
    "ECSServiceAverageCPUUtilization": "maximum_cpu_percent",
    "ECSServiceAverageMemoryUtilization": "maximum_memory_percent",
}
_TRACKING = "targetTrackingScalingPolicyConfiguration"
_COOLDOWN_SECONDS = 300
_ONE_AT_A_TIME = 100


def _is_ecs(target: Subject) -> bool:
    return str(target.get("scalableDimension", "")).startswith("ecs:")


def _has_room(service: Subject) -> Verdict | None:
    return any_of(
        lambda one=one: _bounds(service, one) for one in targets_of(service)
    ) or violation(detail="no scalable target names it")


def _bounds(service: Subject, target: Subject) -> Verdict | None:
    low, high = target.number("minCapacity"), target.number("maxCapacity")
    return all_of(
        [
            lambda: demand(low >= service.threshold("minimum_tasks"), "minCapacity"),
            lambda: demand(high > low, "maxCapacity"),
        ]
    )


def _tracks(target: Subject) -> Verdict | None:
    found = policies_of(target)
    return all_of(
        lambda metric=metric: (
            any_of(lambda one=one: _follows(target, one, metric) for one in found)
            or violation(detail="no policy tracks CPU and memory")
        )
        for metric in _METRICS
    )


def _follows(target: Subject, policy: Subject, metric: str) -> Verdict:
    block = policy.sub(_TRACKING)
    named = block.get("predefinedMetricSpecification.predefinedMetricType", "")
    wanted = target.threshold(_METRICS[metric])
    return demand(
        named == metric and 0 < block.number("targetValue") <= wanted, f"{_TRACKING}.targetValue"
    )


def _one_only(service: Subject) -> Verdict | None:
    return all_of(
        [
            lambda: demand(service.number("desiredCount", 1) == 1, "desiredCount"),
            lambda: demand(not targets_of(service), detail="it is scaled"),
            lambda: demand(
                service.number("deploymentMaximumPercent", 200) <= _ONE_AT_A_TIME,
                "deploymentMaximumPercent",
            ),
        ]
    )


def _valid_size(task: Subject) -> Verdict | None:
    if "FARGATE" not in task.strings("requiresCompatibilities"):
        return None
    cpu, memory = task.number("cpu"), task.number("memory")
    step, sizes = _SIZES.get(int(cpu), (1, range(0)))
    legal = memory in sizes and memory % step == 0
    floor = cpu >= task.threshold("minimum_cpu_units")
    return demand(legal and floor and memory >= task.threshold("minimum_memory_mib"), "memory")


_SIZES = {
    256: (512, range(512, 2049)),
    512: (1024, range(1024, 4097)),
    1024: (1024, range(2048, 8193)),
    2048: (1024, range(4096, 16385)),
    4096: (1024, range(8192, 30721)),
    8192: (4096, range(16384, 61441)),
    16384: (8192, range(32768, 122881)),
}
"""Memory in MiB by CPU units: step and range.

Source: ECS developer guide, "Task size" for Fargate.
"""

RULES = (
    Rule(
        name="ecs-service-scales",
        control="ASC-01",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=where(lambda one: is_service(one) and not runs_alone(one), _has_room),
        thresholds={"minimum_tasks": 2},
        problem="it does not scale within bounds",
        why="load peaks are answered with errors, or one lost task is an outage",
        fix="aws.appautoscaling.Target(min_capacity=2, max_capacity=10); settings: "
        "services.<name>.scaling",
    ),
    Rule(
        name="ecs-service-follows-load",
        control="ASC-02",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SCALABLE_TARGET,),
        graph=True,
        check=where(_is_ecs, _tracks),
        thresholds={"maximum_cpu_percent": 70, "maximum_memory_percent": 80},
        problem="it does not follow CPU and memory",
        why="new tasks must start before the running ones are full",
        fix='aws.appautoscaling.Policy(policy_type="TargetTrackingScaling") for CPU 70 and memory '
        "80; settings: services.<name>.scaling",
    ),
    Rule(
        name="scaling-without-flapping",
        control="ASC-03",
        severity="low",
        levels=ADVICE,
        applies_to=(SCALING_POLICY,),
        check=where(
            lambda one: one.has(_TRACKING),
            both(
                number_is(
                    f"{_TRACKING}.scaleOutCooldown", lambda one: one <= _COOLDOWN_SECONDS, 300
                ),
                number_is(
                    f"{_TRACKING}.scaleInCooldown", lambda one: one >= _COOLDOWN_SECONDS, 300
                ),
            ),
        ),
        problem="it grows too late or shrinks too soon",
        why="tasks would start and stop every few minutes",
        fix="scale_out_cooldown up to 300, scale_in_cooldown from 300 seconds",
    ),
    Rule(
        name="scheduler-runs-once",
        control="ASC-04",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=where(lambda one: is_service(one) and runs_alone(one), _one_only),
        problem="two schedulers may run at once",
        why="every job is then queued twice",
        fix="desired_count=1, deployment_maximum_percent=100, "
        "deployment_minimum_healthy_percent=0; settings: services.<name>.role singleton",
    ),
    Rule(
        name="fargate-size-valid",
        control="ECS-15",
        severity="low",
        levels=ADVICE,
        applies_to=(TASK_DEFINITION,),
        check=_valid_size,
        thresholds={"minimum_cpu_units": 256, "minimum_memory_mib": 512},
        problem="CPU and memory do not go together",
        why="Fargate knows fixed pairs only and refuses others at deployment",
        fix='cpu="512", memory="1024"; settings: services.<name>.cpu_units, '
        "services.<name>.memory_mib",
    ),
)
