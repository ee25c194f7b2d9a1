"""One stack file on both kinds of compute: the same services, whatever runs them."""

import json
import subprocess
import sys
from typing import Any

import pytest

from groundplan.plan import Plan
from tests.components.recorded import of
from tests.conftest import ROOT

TASK = "aws:ecs/taskDefinition:TaskDefinition"
TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
SECRETS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
LOG_METRIC = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
GROUP = "aws:lb/targetGroup:TargetGroup"

Facts = dict[str, Any]


def tasks(plan: Plan) -> dict[str, Facts]:
    """The one container of each task on Fargate."""
    return {name: one.document("containerDefinitions")[0] for name, one in of(plan, TASK).items()}


def pods(plan: Plan) -> dict[str, Facts]:
    """The one container of each pod on EKS, by the name of its service."""
    specs = [one.read("spec.template.spec") for one in plan.of_kind(DEPLOYMENT, JOB)]
    specs += [one.read("spec.jobTemplate.spec.template.spec") for one in plan.of_kind(CRON_JOB)]
    return {spec["containers"][0]["name"]: spec["containers"][0] for spec in specs}


def by_name(entries: list[Facts], key: str) -> Facts:
    return {entry["name"]: entry.get(key) for entry in entries if key in entry}


def test_the_same_services_run_on_both(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    assert pods(prod_eks_plan).keys() == tasks(prod_plan).keys()


def test_images_and_commands_are_the_same(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    on_fargate = {name: (one["image"], one["command"]) for name, one in tasks(prod_plan).items()}
    on_eks = {name: (one["image"], one["args"]) for name, one in pods(prod_eks_plan).items()}

    assert on_eks == on_fargate


def test_ports_are_the_same(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    on_fargate = {
        name: [port["containerPort"] for port in one.get("portMappings", [])]
        for name, one in tasks(prod_plan).items()
    }
    on_eks = {
        name: [port["containerPort"] for port in one.get("ports", [])]
        for name, one in pods(prod_eks_plan).items()
    }

    assert on_eks == on_fargate
    assert on_eks["web"] == [8000]


def test_plain_variables_have_the_same_names_and_values(
    prod_plan: Plan, prod_eks_plan: Plan
) -> None:
    on_fargate = {
        name: by_name(one["environment"], "value") for name, one in tasks(prod_plan).items()
    }
    on_eks = {name: by_name(one["env"], "value") for name, one in pods(prod_eks_plan).items()}

    assert on_eks == on_fargate


def test_secret_variables_come_from_the_same_secrets(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    on_fargate = {
        name: by_name(one["secrets"], "valueFrom") for name, one in tasks(prod_plan).items()
    }
    fetched = {
        one.read("spec.secretObjects[0].secretName"): dict(
            references(one.read("spec.parameters.objects"))
        )
        for one in prod_eks_plan.of_kind(SECRETS)
    }
    on_eks = {
        name: {
            variable: fetched[entry["secretKeyRef"]["name"]][entry["secretKeyRef"]["key"]]
            for variable, entry in by_name(one["env"], "valueFrom").items()
        }
        for name, one in pods(prod_eks_plan).items()
    }

    assert on_eks == on_fargate


def references(objects: str) -> list[tuple[str, str]]:
    """What a SecretProviderClass fetches, by alias, as a container definition writes it."""
    found = []
    for one in json.loads(objects):
        parts = one.get("jmesPath")
        if parts is None:
            found.append((one["objectAlias"], one["objectName"]))
        else:
            found += [(it["objectAlias"], f"{one['objectName']}:{it['path']}::") for it in parts]
    return found


def test_sizes_are_the_same(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    on_fargate = {
        name: (f"{int(one.read('cpu')) * 1000 // 1024}m", f"{one.read('memory')}Mi")
        for name, one in of(prod_plan, TASK).items()
    }
    limits = {name: one["resources"]["limits"] for name, one in pods(prod_eks_plan).items()}

    assert {name: (one["cpu"], one["memory"]) for name, one in limits.items()} == on_fargate


def test_bounds_and_targets_of_scaling_are_the_same(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    targets, policies = of(prod_plan, TARGET), of(prod_plan, POLICY)
    path = "targetTrackingScalingPolicyConfiguration.targetValue"
    on_fargate = {
        name: (
            one.read("minCapacity"),
            one.read("maxCapacity"),
            [policies[f"{name}-{key}"].read(path) for key in ("cpu", "memory")],
        )
        for name, one in targets.items()
    }
    on_eks = {
        name: (
            one.read("spec.minReplicas"),
            one.read("spec.maxReplicas"),
            [it["resource"]["target"]["averageUtilization"] for it in one.read("spec.metrics")],
        )
        for name, one in of(prod_eks_plan, AUTOSCALER).items()
    }

    assert on_eks == on_fargate
    assert on_eks.keys() == {"web", "worker"}


def test_health_is_asked_in_the_same_way(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    checks = {name: one.get("healthCheck") for name, one in tasks(prod_plan).items()}
    for name, pod in pods(prod_eks_plan).items():
        check, alive = checks[name], pod.get("livenessProbe")
        if check is None:
            assert alive is None, "a job is done when it ends"
            continue
        assert ["CMD", *alive["exec"]["command"]] == check["command"]
        assert alive["periodSeconds"] == check["interval"]
        assert alive["failureThreshold"] == check["retries"]

    asked = of(prod_plan, GROUP)["web"].read("healthCheck")
    ready = pods(prod_eks_plan)["web"]["readinessProbe"]
    assert ready["httpGet"]["path"] == asked["path"]
    assert (ready["periodSeconds"], ready["timeoutSeconds"]) == (
        asked["interval"],
        asked["timeout"],
    )


EDGE = ("aws:lb/", "aws:wafv2/", "aws:route53/", "aws:acm/")


def test_the_edge_is_the_same_resources(prod_plan: Plan, prod_eks_plan: Plan) -> None:
    on_fargate = {one.urn: one.inputs for one in prod_plan.resources if one.type.startswith(EDGE)}
    on_eks = {one.urn: one.inputs for one in prod_eks_plan.resources if one.type.startswith(EDGE)}
    group = next(urn for urn in on_eks if urn.endswith(f"{GROUP}::web"))
    tags = on_eks[group]["tags"]

    assert tags == {"eks:eks-cluster-name": "groundplan-prod"}
    assert {**on_eks, group: on_fargate[group]} == on_fargate


@pytest.mark.parametrize("module", ["components.compute", "components.operations"])
def test_a_stack_on_fargate_loads_nothing_of_kubernetes(module: str) -> None:
    code = f"import sys, {module}; sys.exit('pulumi_kubernetes' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert done.returncode == 0


def test_alarms_on_figures_of_the_log_watch_the_same_metrics(
    prod_plan: Plan, prod_eks_plan: Plan
) -> None:
    def watched(plan: Plan) -> dict[str, Facts]:
        keys = ("namespace", "metricName", "statistic", "threshold", "alarmActions")
        alarms = of(plan, ALARM)
        return {
            name: {key: alarms[name].read(key) for key in keys} for name in of(plan, LOG_METRIC)
        }

    on_eks = watched(prod_eks_plan)
    assert on_eks == watched(prod_plan)
    assert on_eks.keys() == {"web-errors", "worker-queue-age"}
