"""What is demanded of EKS clusters and their nodes."""

from policies.address_range import covers_internet
from policies.condition import property_is, where
from policies.kinds import (
    EKS_CLUSTER,
    EKS_NODE_GROUP,
)
from policies.properties import is_false
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import PASS, Verdict, demand

_LOG_TYPES = {"api", "audit", "authenticator", "controllerManager", "scheduler"}


def _endpoint_narrow(cluster: Subject) -> Verdict | None:
    network = cluster.sub("vpcConfig")
    if is_false(network.get("endpointPublicAccess")):
        return PASS
    ranges = network.strings("publicAccessCidrs")
    return demand(bool(ranges) and not covers_internet(ranges), "vpcConfig.publicAccessCidrs")


def _version_supported(cluster: Subject) -> Verdict | None:
    if not cluster.has("version"):
        return PASS
    major, _, minor = str(cluster.get("version")).partition(".")
    oldest = str(cluster.threshold("oldest_version")).partition(".")[2]
    supported = major == "1" and minor.isdigit() and int(minor) >= int(oldest)
    return demand(supported, "version")


def _secrets_encrypted(cluster: Subject) -> Verdict | None:
    block = cluster.sub("encryptionConfig")
    held = "secrets" in block.strings("resources")
    return demand(held and block.has("provider.keyArn"), "encryptionConfig")


def _all_logs(cluster: Subject) -> Verdict | None:
    return demand(
        set(cluster.strings("enabledClusterLogTypes")) >= _LOG_TYPES, "enabledClusterLogTypes"
    )


def _ssh_narrow(group: Subject) -> Verdict | None:
    access = group.sub("remoteAccess")
    opened = access.has("ec2SshKey") and not access.has("sourceSecurityGroupIds")
    return demand(not opened, "remoteAccess.sourceSecurityGroupIds")


RULES = (
    Rule(
        name="eks-endpoint-narrow",
        control="EKS-01",
        ids="FSBP:EKS.1 CKV_AWS_38",
        severity="critical",
        levels=PROD_FIRST,
        applies_to=(EKS_CLUSTER,),
        check=_endpoint_narrow,
        problem="the whole internet may call the cluster's API",
        why="one leaked token is enough to own every workload",
        fix='vpc_config={"endpoint_public_access": False} or "public_access_cidrs": [<yours>]',
    ),
    Rule(
        name="eks-endpoint-private",
        control="EKS-01",
        ids="FSBP:EKS.1 CKV_AWS_39",
        severity="critical",
        levels=PROD_FIRST,
        applies_to=(EKS_CLUSTER,),
        check=where(
            lambda one: not one.sub("vpcConfig").has("publicAccessCidrs"),
            property_is("vpcConfig.endpointPublicAccess", is_false),
        ),
        problem="the cluster's API has a public address and no allow-list",
        why="one leaked token is enough to own every workload",
        fix='vpc_config={"endpoint_public_access": False, "endpoint_private_access": True}',
    ),
    Rule(
        name="eks-version-supported",
        control="EKS-02",
        ids="FSBP:EKS.2 CKV_AWS_339",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(EKS_CLUSTER,),
        check=_version_supported,
        thresholds={"oldest_version": "1.32"},
        problem="the Kubernetes version is out of support",
        why="it gets no security fixes, and extended support costs six times as much",
        fix='version="1.35" or newer',
    ),
    Rule(
        name="eks-secrets-encrypted",
        control="EKS-03",
        ids="FSBP:EKS.3 CKV_AWS_58",
        severity="high",
        levels=ALWAYS,
        applies_to=(EKS_CLUSTER,),
        check=_secrets_encrypted,
        problem="Kubernetes secrets are not encrypted with a key of yours",
        why="a copy of etcd is a copy of every password",
        fix='encryption_config={"resources": ["secrets"], "provider": {"key_arn": key.arn}}',
    ),
    Rule(
        name="eks-logs-on",
        control="EKS-04",
        ids="FSBP:EKS.8 CKV_AWS_37",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(EKS_CLUSTER,),
        check=_all_logs,
        problem="a control-plane log is off",
        why="nobody can tell who changed what in the cluster",
        fix='enabled_cluster_log_types=["api", "audit", "authenticator", "controllerManager", '
        '"scheduler"]',
    ),
    Rule(
        name="eks-nodes-ssh-narrow",
        control="EKS-05",
        ids="CKV_AWS_100",
        severity="high",
        levels=ALWAYS,
        applies_to=(EKS_NODE_GROUP,),
        check=_ssh_narrow,
        problem="SSH to the nodes is open to the internet",
        why="a key without a source group opens port 22 to everybody",
        fix='no remote_access, or "source_security_group_ids" in it',
    ),
)
