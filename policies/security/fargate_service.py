"""What is demanded of ECS clusters, services and tasks, so that only the load balancer gets in."""

from policies.condition import both, not_on, one_of, property_is
from policies.kinds import ECS_CLUSTER, ECS_SERVICE, ECS_TASK_SET, TASK_DEFINITION
from policies.properties import is_true, number
from policies.rule import ADVICE, ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand, violation

_FIRST_PATCHED_MINOR = 4


def _exec_is_audited(cluster: Subject) -> Verdict | None:
    configuration = cluster.sub("configuration.executeCommandConfiguration")
    logging = str(configuration.get("logging", "DEFAULT")).upper()
    return demand(logging != "NONE", "configuration.executeCommandConfiguration.logging")


def _exec_is_encrypted(cluster: Subject) -> Verdict | None:
    configuration = cluster.sub("configuration.executeCommandConfiguration")
    if not configuration.has("logging") and not configuration.has("kmsKeyId"):
        return None
    logs = configuration.sub("logConfiguration")
    return all_of(
        [
            lambda: demand(configuration.has("kmsKeyId"), configuration.at("kmsKeyId")),
            lambda: demand(
                is_true(logs.get("cloudWatchEncryptionEnabled"))
                or is_true(logs.get("s3BucketEncryptionEnabled")),
                logs.path,
            ),
        ]
    )


def _exec_is_off(service: Subject) -> Verdict | None:
    if not is_true(service.get("enableExecuteCommand")):
        return demand(fulfilled=True)
    clusters = service.uses("cluster", ECS_CLUSTER)
    return all_of(
        lambda one=one: demand(
            one.has("configuration.executeCommandConfiguration.kmsKeyId"), "enableExecuteCommand"
        )
        for one in clusters
    ) or violation("enableExecuteCommand")


def _volumes_encrypted(task: Subject) -> Verdict | None:
    return all_of(
        lambda one=one: demand(
            one.get("efsVolumeConfiguration.transitEncryption") == "ENABLED", one.path
        )
        for one in task.each("volumes")
        if one.known().has("efsVolumeConfiguration")
    )


def _isolated(task: Subject) -> Verdict | None:
    return both(
        one_of("networkMode", ("awsvpc", "bridge", "none"), default="bridge"),
        property_is("pidMode", lambda one: one != "host"),
        property_is("ipcMode", lambda one: one != "host"),
    )(task)


def _recent_platform(service: Subject) -> Verdict | None:
    version = service.get("platformVersion", "LATEST")
    parts = str(version).split(".")
    minor = number(parts[1]) if len(parts) > 1 else None
    return demand(
        version == "LATEST" or (parts[0] == "1" and (minor or 0) >= _FIRST_PATCHED_MINOR),
        "platformVersion",
    )


def _own_execution_role(task: Subject) -> Verdict | None:
    if not (task.has("taskRoleArn") and task.has("executionRoleArn")):
        return None
    roles = [
        {one.resource.urn for one in task.uses(name)}
        for name in ("taskRoleArn", "executionRoleArn")
    ]
    if all(roles):
        return demand(roles[0] != roles[1], "executionRoleArn")
    return demand(task.get("taskRoleArn") != task.get("executionRoleArn"), "executionRoleArn")


RULES = (
    Rule(
        name="ecs-service-address-private",
        control="ECS-01",
        ids="FSBP:ECS.2 FSBP:ECS.16 CKV_AWS_333",
        severity="critical",
        levels=ALWAYS,
        applies_to=(ECS_SERVICE, ECS_TASK_SET),
        check=not_on("networkConfiguration.assignPublicIp"),
        problem="tasks get public addresses",
        why="they would be reachable beside the load balancer, its firewall and its logs",
        fix='network_configuration={"assign_public_ip": False, "subnets": private_subnet_ids}',
    ),
    Rule(
        name="ecs-task-isolated",
        control="ECS-05",
        ids="FSBP:ECS.3 FSBP:ECS.17 CKV_AWS_335",
        severity="high",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        check=_isolated,
        problem="the task shares the host's processes, memory or network",
        why="it could read what other containers on the host do",
        fix='network_mode="awsvpc" and no pid_mode or ipc_mode',
    ),
    Rule(
        name="ecs-platform-current",
        control="ECS-08",
        ids="FSBP:ECS.10 CKV_AWS_332",
        severity="low",
        levels=ADVICE,
        applies_to=(ECS_SERVICE, ECS_TASK_SET),
        check=_recent_platform,
        problem="an old Fargate platform is pinned",
        why="runtime patches arrive with new platform versions only",
        fix='platform_version="LATEST" or leave it out',
    ),
    Rule(
        name="ecs-roles-apart",
        control="ECS-11",
        ids="CKV_AWS_249",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        graph=True,
        check=_own_execution_role,
        problem="task role and execution role are the same",
        why="the program would hold the rights to pull images and read every start-up secret",
        fix="two aws.iam.Role: task_role_arn for the program, execution_role_arn for ECS",
    ),
    Rule(
        name="ecs-exec-logged",
        control="ECS-16",
        ids="CKV_AWS_223",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_CLUSTER,),
        check=_exec_is_audited,
        problem="shells into containers are not logged",
        why="nobody can tell what was typed",
        fix='configuration={"execute_command_configuration": {"logging": "OVERRIDE", ...}}',
    ),
    Rule(
        name="ecs-exec-encrypted",
        control="ECS-16",
        ids="CKV_AWS_224",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_CLUSTER,),
        check=_exec_is_encrypted,
        problem="shells into containers are not encrypted",
        why="session logs hold whatever was printed, secrets included",
        fix='"kms_key_id": key.arn and "cloud_watch_encryption_enabled": True in '
        "execute_command_configuration",
    ),
    Rule(
        name="ecs-exec-off",
        control="ECS-16",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=_exec_is_off,
        problem="shells into containers are allowed and not encrypted",
        why="a shell in production reads every secret the task has",
        fix="enable_execute_command=False, or a kms_key_id in the cluster's "
        "execute_command_configuration",
    ),
    Rule(
        name="ecs-volume-transit-encrypted",
        control="ECS-17",
        ids="FSBP:ECS.18 CKV_AWS_97",
        severity="medium",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        check=_volumes_encrypted,
        problem="a file system is mounted without TLS",
        why="files cross the network in clear",
        fix='efs_volume_configuration={"transit_encryption": "ENABLED", ...}',
    ),
)
