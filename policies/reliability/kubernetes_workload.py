"""What is demanded of pods so that rollouts, lost nodes and load peaks go unnoticed."""

from collections import defaultdict
from collections.abc import Mapping

from groundplan.plan import PlannedResource
from policies.pod import (
    AUTOSCALER,
    DEPLOYMENT,
    DISRUPTION_BUDGET,
    SERVERS,
    WORKLOADS,
    containers,
    labels,
    name_of,
    spec_of,
)
from policies.rule import ADVICE, PROD_FIRST, Rule
from policies.subject import Facts, Subject
from policies.verdict import Verdict, all_of, any_of, demand, violation

_SELECTOR = "spec.selector.matchLabels"


def _has(path: str, *, starting: bool = False):  # noqa: ANN202 - see Rule.check
    def check(workload: Subject) -> Verdict | None:
        return all_of(
            lambda one=one: demand(one.has(path), one.at(path))
            for one in containers(workload, starting=starting)
        )

    return check


def _by_target(facts: Facts) -> Mapping[str, list[PlannedResource]]:
    """The autoscalers by the name that each scales; those of an unknown name under none."""
    found: dict[str, list[PlannedResource]] = defaultdict(list)
    for one in facts.plan.of_kind(AUTOSCALER):
        name = one.read("spec.scaleTargetRef.name")
        found[name if isinstance(name, str) else ""].append(one)
    return found


def _candidates(deployment: Subject) -> list[Subject]:
    known = deployment.fact(_by_target)
    found = [*known.get(name_of(deployment), ()), *known.get("", ())]
    return [deployment.other(one) for one in found]


def _scaled(deployment: Subject) -> Verdict | None:
    if deployment.get("spec.strategy.type", "RollingUpdate") == "Recreate":
        return None  # one that must never run twice
    found = _candidates(deployment)
    return any_of(
        lambda one=one: _bounds(one) if _targets(one, deployment) else None for one in found
    ) or violation(detail="no HorizontalPodAutoscaler names it")


def _targets(autoscaler: Subject, deployment: Subject) -> bool:
    used = [one.resource.urn for one in autoscaler.uses("spec")]
    if deployment.resource.urn in used:
        return True
    return autoscaler.get("spec.scaleTargetRef.name", "") == name_of(deployment)


def _bounds(autoscaler: Subject) -> Verdict | None:
    low, high = autoscaler.number("spec.minReplicas", 1), autoscaler.number("spec.maxReplicas")
    return all_of(
        [
            lambda: demand(low >= autoscaler.threshold("minimum_replicas"), "spec.minReplicas"),
            lambda: demand(
                low < high <= autoscaler.threshold("maximum_replicas"), "spec.maxReplicas"
            ),
            lambda: _cpu_target(autoscaler),
        ]
    )


def _cpu_target(autoscaler: Subject) -> Verdict | None:
    wanted = autoscaler.threshold("maximum_cpu_percent")
    targets = [
        one.number("resource.target.averageUtilization")
        for one in autoscaler.each("spec.metrics")
        if one.known().get("resource.name", "") == "cpu"
    ]
    return demand(bool(targets) and max(targets) <= wanted, "spec.metrics")


def _finds_requests(deployment: Subject) -> Verdict | None:
    if not any(_targets(one, deployment) for one in _candidates(deployment)):
        return None
    return _has("resources.requests.cpu")(deployment)


def _selector(found: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(found.items()))


def _selected_by_budgets(facts: Facts) -> set[tuple[tuple[str, str], ...]]:
    budgets = facts.plan.of_kind(DISRUPTION_BUDGET)
    return {_selector(labels(Subject(one, facts), _SELECTOR)) for one in budgets}


def _stays_up(deployment: Subject) -> Verdict | None:
    wanted = _selector(labels(deployment, _SELECTOR))
    budgets = wanted in deployment.fact(_selected_by_budgets)
    spread = spec_of(deployment).has("topologySpreadConstraints")
    return all_of(
        [
            lambda: demand(budgets, detail="" if budgets else "no disruption budget"),
            lambda: demand(spread, "spec.template.spec.topologySpreadConstraints"),
        ]
    )


def _container(name: str, ids: str, path: str, kinds: tuple[str, ...], what: str) -> Rule:
    return Rule(
        name=name,
        control="EKS-08",
        ids=ids,
        severity="medium",
        levels=PROD_FIRST,
        applies_to=kinds,
        check=_has(path),
        problem=f"a container has no {what}",
        why="Kubernetes can neither place nor replace what it knows nothing about",
        fix=f"{path} in every container",
    )


RULES = (
    _container("pod-alive-checked", "CKV_K8S_8", "livenessProbe", SERVERS, "liveness probe"),
    _container("pod-ready-checked", "CKV_K8S_9", "readinessProbe", SERVERS, "readiness probe"),
    _container(
        "pod-cpu-requested", "CKV_K8S_10", "resources.requests.cpu", WORKLOADS, "CPU request"
    ),
    _container("pod-cpu-limited", "CKV_K8S_11", "resources.limits.cpu", WORKLOADS, "CPU limit"),
    _container(
        "pod-memory-requested",
        "CKV_K8S_12",
        "resources.requests.memory",
        WORKLOADS,
        "memory request",
    ),
    _container(
        "pod-memory-limited", "CKV_K8S_13", "resources.limits.memory", WORKLOADS, "memory limit"
    ),
    Rule(
        name="deployment-autoscaled",
        control="EKS-09",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DEPLOYMENT,),
        graph=True,
        check=_scaled,
        thresholds={"minimum_replicas": 2, "maximum_replicas": 20, "maximum_cpu_percent": 70},
        problem="nothing scales it within bounds",
        why="peaks overload it, or a fault scales it without end",
        fix="HorizontalPodAutoscaler v2: minReplicas 2 to 3, maxReplicas up to 20, cpu 70",
    ),
    Rule(
        name="deployment-autoscaler-finds-requests",
        control="EKS-09",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DEPLOYMENT,),
        graph=True,
        check=_finds_requests,
        problem="a container that is scaled by CPU requests none",
        why="the percentage is of the request: without one, nothing ever scales",
        fix="resources.requests.cpu in every container",
    ),
    Rule(
        name="deployment-survives-a-drain",
        control="EKS-10",
        severity="low",
        levels=ADVICE,
        applies_to=(DEPLOYMENT,),
        graph=True,
        check=_stays_up,
        problem="a node that is drained may take all replicas",
        why="upgrades drain nodes every few weeks",
        fix="PodDisruptionBudget and topologySpreadConstraints over zones",
    ),
)
