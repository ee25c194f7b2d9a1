"""Services on EKS: what the cluster lets in, what pods may do, how they come and go."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import kubernetes_validate
import pytest
from pulumi_kubernetes import Provider

from components.kubeconfig import kubeconfig
from components.labels import Labels
from groundplan.exemptions import read_exemptions
from groundplan.plan import MISSING, Plan, PlannedResource, record
from groundplan.review import judge
from tests.components.recorded import INGRESS, LOG_GROUP, ROLE_POLICY, of, only, recorded, used
from tests.conftest import ROOT
from tests.settings.eks_stacks import EKS, eks_project
from tests.settings.stack_files import SERVERLESS
from tests.test_golden import DAY

CLUSTER = "aws:eks/cluster:Cluster"
ADDON = "aws:eks/addon:Addon"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
GROUP = "aws:lb/targetGroup:TargetGroup"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
NAMESPACE = "kubernetes:core/v1:Namespace"
NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"

CUSTOM = {
    "karpenter.sh/v1": "NodePool",
    "eks.amazonaws.com/v1": "TargetGroupBinding",
    "elbv2.k8s.aws/v1beta1": "TargetGroupBinding",
    "secrets-store.csi.x-k8s.io/v1": "SecretProviderClass",
}
"""What the API's own schema does not know; a chart is no object of the API."""

SECRETS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"
LOG_METRIC = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
INSIGHTS = "cluster-amazon-cloudwatch-observability"
DATABASE_ONLY = {"DATABASE_URL": "${database.main.url}"}
IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/backend@sha256:" + "a" * 64


@pytest.fixture(params=["prod_eks_plan", "managed_nodes_plan"])
def either_plan(request: pytest.FixtureRequest) -> Plan:
    return request.getfixturevalue(request.param)


def prod_with(**changes: Any) -> Plan:
    with TemporaryDirectory() as folder:
        return record(eks_project(Path(folder), "auto", **changes), "prod")


def objects(plan: Plan) -> list[PlannedResource]:
    found = [one for one in plan.resources if one.type.startswith("kubernetes:")]
    return [one for one in found if not one.type.startswith("kubernetes:helm.sh/")]


def known(value: Any) -> Any:
    """The value as the API gets it: what AWS computes is some text."""
    if isinstance(value, dict):
        return {key: known(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [known(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else "computed"


def test_every_object_is_one_that_the_api_takes(either_plan: Plan) -> None:
    checked = 0
    for one in objects(either_plan):
        manifest = known(dict(one.inputs))
        if CUSTOM.get(manifest["apiVersion"]) == manifest["kind"]:
            continue
        kubernetes_validate.validate(manifest, str(EKS["version"]), strict=True)
        checked += 1

    assert checked >= 20


def test_no_policy_is_broken_by_either_kind_of_nodes(either_plan: Plan) -> None:
    exemptions = read_exemptions(ROOT / "policies/exemptions.yaml", DAY)
    findings = judge(either_plan, levels="prod", exemptions=exemptions)

    assert [(one.policy, one.urn) for one in findings if one.blocks] == []
    assert [one.policy for one in findings if one.verdict == "undecided"] == []


def test_every_object_goes_by_the_cluster_s_own_provider(either_plan: Plan) -> None:
    providers = {one.provider for one in objects(either_plan)}

    assert len(providers) == 1
    assert "pulumi:providers:kubernetes" in str(providers)


def test_only_named_roles_enter_and_who_creates_the_cluster_does_not(prod_eks_plan: Plan) -> None:
    cluster = only(prod_eks_plan, CLUSTER)
    entry = only(prod_eks_plan, "aws:eks/accessEntry:AccessEntry")

    assert cluster.read("accessConfig.authenticationMode") == "API"
    assert cluster.read("accessConfig.bootstrapClusterCreatorAdminPermissions") is False
    assert entry.read("principalArn") == EKS["administrators"][0]


def test_the_cluster_encrypts_its_secrets_with_the_stack_s_key(prod_eks_plan: Plan) -> None:
    cluster = only(prod_eks_plan, CLUSTER)

    assert cluster.read("encryptionConfig.resources") == ["secrets"]
    assert "key" in used(prod_eks_plan, cluster, "encryptionConfig")


def test_without_networks_named_the_api_is_private(prod_eks_plan: Plan) -> None:
    cluster = only(prod_eks_plan, CLUSTER)

    assert cluster.read("vpcConfig.endpointPublicAccess") is False
    assert cluster.read("vpcConfig.publicAccessCidrs") is MISSING


def test_named_networks_may_call_the_api_and_no_others() -> None:
    plan = prod_with(compute__public_access_cidrs=["203.0.113.0/24"])
    cluster = only(plan, CLUSTER)

    assert cluster.read("vpcConfig.endpointPublicAccess") is True
    assert cluster.read("vpcConfig.publicAccessCidrs") == ["203.0.113.0/24"]


def test_eks_never_charges_for_extended_support(prod_eks_plan: Plan) -> None:
    assert only(prod_eks_plan, CLUSTER).read("upgradePolicy.supportType") == "STANDARD"


def test_logs_of_the_control_plane_are_kept_under_our_key(prod_eks_plan: Plan) -> None:
    group = of(prod_eks_plan, LOG_GROUP)["cluster"]

    assert group.read("name") == "/aws/eks/groundplan-prod/cluster"
    assert group.read("retentionInDays") == EKS["log_retention_days"]
    assert used(prod_eks_plan, group, "kmsKeyId") == {"key"}
    assert group.urn in only(prod_eks_plan, CLUSTER).dependencies, "EKS would make its own"


def test_clients_fetch_a_token_each_time_and_none_is_stored() -> None:
    def build(labels: Labels) -> None:
        Provider("cluster", kubeconfig=kubeconfig(labels, "https://eks.example", "YQ=="))

    config = only(recorded(build), "pulumi:providers:kubernetes").document("kubeconfig")
    (user,) = config["users"]

    assert user["user"].keys() == {"exec"}
    assert user["user"]["exec"]["command"] == "aws"
    assert "shop-test" in user["user"]["exec"]["args"]


def test_metrics_and_secrets_are_there_on_every_cluster(either_plan: Plan) -> None:
    names = {one.read("addonName") for one in either_plan.of_kind(ADDON)}

    assert names >= {
        "metrics-server",
        "aws-secrets-store-csi-driver-provider",
        "amazon-cloudwatch-observability",
    }


def test_auto_mode_brings_network_and_identity_itself(
    prod_eks_plan: Plan, managed_nodes_plan: Plan
) -> None:
    on_auto, on_managed = (
        {one.read("addonName") for one in plan.of_kind(ADDON)}
        for plan in (prod_eks_plan, managed_nodes_plan)
    )

    assert on_managed - on_auto == {"vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent"}
    assert on_auto - on_managed == set()


def test_managed_nodes_wait_for_network_and_identity(managed_nodes_plan: Plan) -> None:
    group = only(managed_nodes_plan, NODE_GROUP)
    addons = of(managed_nodes_plan, ADDON)
    before = ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")

    assert {addons[f"cluster-{name}"].urn for name in before} <= set(group.dependencies)


def test_nodes_have_encrypted_disks_and_keep_their_credentials(managed_nodes_plan: Plan) -> None:
    template = only(managed_nodes_plan, TEMPLATE)
    (disk,) = template.read("blockDeviceMappings")

    assert disk["ebs"]["encrypted"] == "true"
    assert template.read("metadataOptions.httpTokens") == "required"
    assert template.read("metadataOptions.httpPutResponseHopLimit") == 1


def test_what_a_node_group_starts_bears_the_stack_s_tags(managed_nodes_plan: Plan) -> None:
    specifications = only(managed_nodes_plan, TEMPLATE).read("tagSpecifications")
    owners = {one["resourceType"]: one["tags"]["owner"] for one in specifications}

    assert owners == dict.fromkeys(("instance", "volume", "network-interface"), "platform-team")


def test_another_password_starts_pods_anew(prod_eks_plan: Plan) -> None:
    pods = of(prod_eks_plan, DEPLOYMENT)["web"].read("spec.template.metadata.annotations")

    assert pods == {
        "groundplan/cache.broker.version": "1",
        "groundplan/cache.sessions.version": "1",
        "groundplan/database.main.version": "1",
        "groundplan/secrets_manager.app-signing-key.version": "1",
    }


def test_pods_do_not_start_with_the_secrets_of_those_before_them(prod_eks_plan: Plan) -> None:
    def copies(plan: Plan) -> dict[str, str]:
        return {
            one.read("metadata.name"): one.read("spec.secretObjects[0].secretName")
            for one in plan.of_kind(SECRETS)
        }

    before, after = copies(prod_eks_plan), copies(prod_with(cache__sessions__password_version=2))
    another = {name for name in before if before[name] != after[name]}
    assert another == {"web", "worker"}, "those that read it"
    assert before["web"] != copies(prod_with(services__web__secrets=DATABASE_ONLY))["web"]


def test_a_figure_is_found_in_the_lines_of_its_own_service(prod_eks_plan: Plan) -> None:
    found = of(prod_eks_plan, LOG_METRIC)["worker-queue-age"]
    every_pods = of(prod_eks_plan, LOG_GROUP)["cluster-application"]

    assert used(prod_eks_plan, found, "logGroupName") == {"cluster-application"}
    assert every_pods.read("name") == "/aws/containerinsights/groundplan-prod/application"
    assert every_pods.urn in of(prod_eks_plan, ADDON)[INSIGHTS].dependencies, "it would make it"
    assert found.read("pattern") == (
        '{ $.kubernetes.namespace_name = "services" && $.kubernetes.container_name = "worker"'
        " && ($.log_processed.queue_age_seconds = *) }"
    )
    assert found.read("metricTransformation.value") == "$.log_processed.queue_age_seconds"


def test_auto_mode_starts_both_processors_up_to_the_limit(prod_eks_plan: Plan) -> None:
    pool = only(prod_eks_plan, "kubernetes:karpenter.sh/v1:NodePool")
    wanted = {one["key"]: one["values"] for one in pool.read("spec.template.spec.requirements")}

    assert wanted["kubernetes.io/arch"] == ["arm64", "amd64"]
    assert pool.read("spec.limits.cpu") == str(EKS["nodes"]["max_vcpus"])


def test_the_autoscaler_owns_the_number_of_pods(prod_eks_plan: Plan) -> None:
    deployments = of(prod_eks_plan, DEPLOYMENT)

    assert deployments["web"].read("spec.replicas") is MISSING
    assert deployments["worker"].read("spec.replicas") is MISSING


def test_a_singleton_stops_before_its_successor_starts(prod_eks_plan: Plan) -> None:
    scheduler = of(prod_eks_plan, DEPLOYMENT)["scheduler"]

    assert scheduler.read("spec.replicas") == 1
    assert scheduler.read("spec.strategy.type") == "Recreate"


def pod(resource: PlannedResource) -> Any:
    path = "spec.jobTemplate.spec.template.spec" if resource.type == CRON_JOB else (
        "spec.template.spec"
    )  # fmt: skip
    return resource.read(path)


def every_pod(plan: Plan) -> dict[str, Any]:
    return {one.name: pod(one) for one in plan.of_kind(DEPLOYMENT, JOB, CRON_JOB)}


def test_pods_are_under_the_strictest_standard_of_kubernetes(prod_eks_plan: Plan) -> None:
    labels = only(prod_eks_plan, NAMESPACE).read("metadata.labels")

    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    for spec in every_pod(prod_eks_plan).values():
        (container,) = spec["containers"]
        rights = container["securityContext"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert rights["allowPrivilegeEscalation"] is False
        assert rights["readOnlyRootFilesystem"] is True
        assert rights["capabilities"] == {"drop": ["ALL"]}


def test_a_pod_gets_what_it_asks_for_and_no_more(prod_eks_plan: Plan) -> None:
    for spec in every_pod(prod_eks_plan).values():
        resources = spec["containers"][0]["resources"]
        assert resources["requests"] == resources["limits"]


def test_readiness_is_asked_under_the_name_that_users_call(prod_eks_plan: Plan) -> None:
    web = every_pod(prod_eks_plan)["web"]["containers"][0]
    headers = {one["name"]: one["value"] for one in web["readinessProbe"]["httpGet"]["httpHeaders"]}

    assert headers == {"Host": "api.example.com", "X-Forwarded-Proto": "https"}


def test_a_pod_serves_on_while_the_load_balancer_lets_go_of_it(prod_eks_plan: Plan) -> None:
    web = every_pod(prod_eks_plan)["web"]
    drain = of(prod_eks_plan, GROUP)["web"].read("deregistrationDelay")
    sleep = web["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]

    assert sleep > drain
    assert web["terminationGracePeriodSeconds"] == sleep + 60, "its stop timeout is left to it"


def test_pods_are_bound_to_our_own_target_group_before_they_start(prod_eks_plan: Plan) -> None:
    binding = only(prod_eks_plan, "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding")
    deployment = of(prod_eks_plan, DEPLOYMENT)["web"]

    assert "web" in used(prod_eks_plan, binding, "spec")
    assert binding.read("spec.targetType") == "ip"
    assert binding.urn in deployment.dependencies


def blocks(rule: Any, side: str) -> set[str]:
    return {one["ipBlock"]["cidr"] for one in rule[side]}


def test_nobody_talks_to_pods_unless_a_policy_says_so(prod_eks_plan: Plan) -> None:
    closed = of(prod_eks_plan, NETWORK_POLICY)["services-closed"]

    assert closed.read("spec") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_only_the_load_balancer_s_subnets_reach_a_web_pod_on_its_port(prod_eks_plan: Plan) -> None:
    policies = of(prod_eks_plan, NETWORK_POLICY)
    (rule,) = policies["web"].read("spec.ingress")
    public = {
        one.read("cidrBlock")
        for one in prod_eks_plan.of_kind("aws:ec2/subnet:Subnet")
        if one.read("tags.tier") == "public"
    }

    assert blocks(rule, "from") == public
    assert rule["ports"] == [{"protocol": "TCP", "port": 8000}]
    assert policies["worker"].read("spec.ingress") == []


def ports_out(policy: PlannedResource) -> set[int]:
    return {port["port"] for rule in policy.read("spec.egress") for port in rule["ports"]}


def test_a_pod_reaches_the_stores_that_it_refers_to_and_no_others(prod_eks_plan: Plan) -> None:
    policies = of(prod_eks_plan, NETWORK_POLICY)

    assert {5432, 6379} <= ports_out(policies["web"])
    assert 5432 in ports_out(policies["migrate"])
    assert 6379 not in ports_out(policies["migrate"])


def test_a_pod_reaches_the_copies_of_a_serverless_cache_too() -> None:
    url = {"CACHE_URL": "${cache.spare.users.app.url}"}
    plan = prod_with(cache__spare=SERVERLESS, services__scheduler__secrets=url)

    assert {6379, 6380} <= ports_out(of(plan, NETWORK_POLICY)["scheduler"])
    assert of(plan, INGRESS)["pods-to-cache-spare-reads"].read("toPort") == 6380


def test_without_internet_access_a_pod_calls_nothing_outside_of_the_vpc() -> None:
    plan = prod_with(
        services__scheduler__internet_access=False, services__scheduler__egress_ports=[]
    )
    policy = of(plan, NETWORK_POLICY)["scheduler"]
    reached = {cidr for rule in policy.read("spec.egress") for cidr in blocks(rule, "to")}

    assert "0.0.0.0/0" not in reached


def test_every_service_has_a_role_that_reads_its_own_secrets_only(prod_eks_plan: Plan) -> None:
    associations = of(prod_eks_plan, ASSOCIATION)
    policies = of(prod_eks_plan, ROLE_POLICY)

    for name in ("web", "worker", "scheduler", "migrate", "clear-sessions"):
        assert associations[name].read("serviceAccount") == name
        assert used(prod_eks_plan, associations[name], "roleArn") == {name}
    statements = policies["migrate"].document("policy")["Statement"]
    named = [arn for one in statements for arn in one["Resource"] if ":secret:" in arn]
    assert [arn.rpartition("/")[2] for arn in named] == ["app-signing-key-??????", "main-??????"]


def test_the_job_before_a_deployment_ends_before_any_pod_is_replaced(prod_eks_plan: Plan) -> None:
    job = only(prod_eks_plan, JOB)

    for deployment in prod_eks_plan.of_kind(DEPLOYMENT):
        assert job.urn in deployment.dependencies
    assert job.read("spec.backoffLimit") == 0
    assert pod(job)["restartPolicy"] == "Never"


def test_what_fails_leaves_the_last_lines_of_its_log_to_whoever_deploys(
    either_plan: Plan,
) -> None:
    for one in either_plan.of_kind(DEPLOYMENT, JOB):
        assert pod(one)["containers"][0]["terminationMessagePolicy"] == "FallbackToLogsOnError"


def test_a_job_runs_once_for_each_image(prod_eks_plan: Plan) -> None:
    before = only(prod_eks_plan, JOB)
    same = only(prod_with(services__migrate__environment={"DEBUG": "true"}), JOB)
    other = only(prod_with(services__migrate__image=IMAGE), JOB)

    assert same.urn == before.urn
    assert other.urn != before.urn
    assert other.read("metadata.name") != before.read("metadata.name")


def test_a_job_at_set_times_never_runs_twice_at_once(prod_eks_plan: Plan) -> None:
    job = only(prod_eks_plan, CRON_JOB)

    assert job.read("spec.schedule") == "30 3 * * *"
    assert job.read("spec.timeZone") == "Europe/Dublin"
    assert job.read("spec.concurrencyPolicy") == "Forbid"


def test_alarms_read_what_container_insights_measures(prod_eks_plan: Plan) -> None:
    alarms = of(prod_eks_plan, ALARM)
    fewer = alarms["worker-running-tasks"]

    assert fewer.read("metricName") == "replicas_ready"
    assert fewer.read("threshold") == 2
    assert fewer.read("treatMissingData") == "breaching"
    assert fewer.read("dimensions") == {
        "ClusterName": "groundplan-prod",
        "Namespace": "services",
        "PodName": "worker",
    }
    assert alarms["web-memory"].read("metricName") == "pod_memory_utilization_over_pod_limit"


def test_a_worker_on_spot_asks_for_spot_nodes(prod_eks_plan: Plan) -> None:
    plan = prod_with(services__worker__spot_percent=100)
    on_demand = every_pod(prod_eks_plan)["worker"]["nodeSelector"]
    spot = every_pod(plan)["worker"]["nodeSelector"]

    assert on_demand["karpenter.sh/capacity-type"] == "on-demand"
    assert spot["karpenter.sh/capacity-type"] == "spot"


def test_no_secret_value_is_in_an_object(either_plan: Plan) -> None:
    text = json.dumps([known(dict(one.inputs)) for one in objects(either_plan)])

    assert "kubernetes:core/v1:Secret" not in {one.type for one in objects(either_plan)}
    assert "postgresql://" not in text
