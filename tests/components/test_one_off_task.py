"""Tasks that run once: started where they belong, waited for, and quoted when they fail.

The calls are made to moto's server and to the rehearsal's stand-in: over HTTP, as to AWS.
"""

from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest
from moto.server import ThreadedMotoServer

from components.one_off_task import OneOffTask, TaskFailed, run_to_success
from components.parameter_history import has_held
from groundplan.rehearsal.hook_calls import HookCalls, Tasks

REGION = "eu-west-1"
PARAMETER = "/shop/test/succeeded/migrate"
DEFINITION = "arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-migrate:7"


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A moto server of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tasks]:
    with HookCalls() as calls:
        for name, value in calls.environment.items():
            monkeypatch.setenv(name, value)
        yield calls.tasks


def task(definition_arn: str = DEFINITION) -> OneOffTask:
    return OneOffTask(
        region=REGION,
        cluster_arn="arn:aws:ecs:eu-west-1:123456789012:cluster/shop",
        definition_arn=definition_arn,
        subnet_ids=["subnet-1"],
        security_group_id="sg-1",
        container="migrate",
        log_group="/shop/test/service/migrate",
        timeout_minutes=1,
        poll_seconds=0,
    )


@pytest.fixture
def at_moto(endpoint: str) -> OneOffTask:
    """A task of a cluster, a definition, a subnet and a group that exist."""
    ec2 = boto3.client("ec2", REGION, endpoint_url=endpoint)
    ecs = boto3.client("ecs", REGION, endpoint_url=endpoint)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="migrate", Description="migrate")
    container = {"name": "migrate", "image": "backend", "memory": 512}
    definition = ecs.register_task_definition(
        family="shop-migrate", networkMode="awsvpc", containerDefinitions=[container]
    )
    return replace(
        task(definition["taskDefinition"]["taskDefinitionArn"]),
        cluster_arn=ecs.create_cluster(clusterName="shop")["cluster"]["clusterArn"],
        subnet_ids=[subnet],
        security_group_id=group["GroupId"],
    )


def test_a_task_that_ends_with_zero_is_a_success(at_moto: OneOffTask) -> None:
    run_to_success(at_moto)


def test_a_task_that_an_interrupted_deployment_left_running_is_joined(at_moto: OneOffTask) -> None:
    network = {"subnets": at_moto.subnet_ids, "securityGroups": [at_moto.security_group_id]}
    ecs = boto3.client("ecs", REGION)
    ecs.run_task(
        cluster=at_moto.cluster_arn,
        taskDefinition=at_moto.definition_arn,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": network},
        startedBy=at_moto.started_by,
    )

    run_to_success(at_moto)

    found = ecs.list_tasks(cluster=at_moto.cluster_arn, startedBy=at_moto.started_by)
    assert len(found["taskArns"]) == 1, "two migrations at once would race"


def test_the_new_definition_is_run_and_no_other(tasks: Tasks) -> None:
    run_to_success(task())

    assert tasks.started == [DEFINITION]


def test_a_failure_tells_the_exit_code_and_the_last_lines_of_the_log(tasks: Tasks) -> None:
    tasks.exit_code, tasks.log = 3, ("Running upgrade 4f -> 5a", "column exists already")

    with pytest.raises(TaskFailed) as failed:
        run_to_success(task())

    assert str(failed.value) == (
        "migrate ended with exit code 3 (Essential container in task exited); services keep "
        "their revision. Log /shop/test/service/migrate:\n"
        "  Running upgrade 4f -> 5a\n"
        "  column exists already"
    )


def test_a_task_that_never_started_is_a_failure(tasks: Tasks) -> None:
    tasks.exit_code = None

    with pytest.raises(TaskFailed, match="never started"):
        run_to_success(task())


def test_a_task_without_room_is_a_failure(tasks: Tasks) -> None:
    tasks.refusal = "RESOURCE:CPU"

    with pytest.raises(TaskFailed, match="could not be started: RESOURCE:CPU"):
        run_to_success(task())


def test_a_task_that_does_not_end_in_time_is_stopped(tasks: Tasks) -> None:
    tasks.never_end = True

    with pytest.raises(TaskFailed, match="did not end within 1 minutes and was stopped"):
        run_to_success(task())

    assert tasks.stopped == 1


def test_what_a_parameter_has_held_is_remembered(endpoint: str) -> None:
    ssm = boto3.client("ssm", REGION, endpoint_url=endpoint)
    for value in ("image-1", "image-2"):
        ssm.put_parameter(Name=PARAMETER, Value=value, Type="String", Overwrite=True)

    assert has_held(REGION, PARAMETER, "image-1"), "a rollback"
    assert not has_held(REGION, PARAMETER, "image-3")


@pytest.mark.usefixtures("endpoint")
def test_a_parameter_that_is_gone_has_held_nothing() -> None:
    assert not has_held(REGION, "/shop/test/succeeded/other", "image-1")
