"""Programs of the kinds that are found in public: each is recorded whole, without a cloud."""

import json
import shutil
from pathlib import Path

import pytest

from groundplan.plan import SECRET, UNKNOWN, Plan, PlannedResource, ProgramInvalid, record
from tests.conftest import PROGRAMS

ANSWERS = {"queueName": "jobs", "delay": "5", "fifo": "true", "network:cidr": "10.0.0.0/16"}
ANSWERS |= {"password": "correct-horse", "tags": '{"team": "shop"}'}


def recorded(name: str) -> Plan:
    return record(PROGRAMS / name, "dev")


def names(plan: Plan) -> set[str]:
    return {one.name for one in plan.resources}


def one(plan: Plan, name: str, kind: str) -> PlannedResource:
    return next(found for found in plan.of_kind(kind) if found.name == name)


@pytest.fixture(scope="module")
def existing() -> Plan:
    return recorded("existing")


def test_what_exists_elsewhere_is_not_built_here(existing: Plan) -> None:
    assert names(existing) == {"web-0", "web-1", "web-2", "own"}


def test_what_only_an_account_knows_is_unknown(existing: Plan) -> None:
    web = one(existing, "web-0", "aws:ec2/instance:Instance")

    assert [web.read(key) for key in ("ami", "subnetId", "userData")] == [UNKNOWN] * 3
    assert web.read("vpcSecurityGroupIds") == ["sg-0123456789abcdef0", UNKNOWN]
    assert web.read("availabilityZone") == "eu-west-1a"


def test_what_was_assumed_is_told(existing: Plan) -> None:
    told = "\n".join(existing.caveats)

    assert "getAvailabilityZones is assumed to answer names eu-west-1a, eu-west-1b" in told
    assert "getSubnets is assumed to answer ids (3 of them, not known)" in told
    assert "getCluster is not answered" in told
    assert "the outputs of the stack acme/network/prod are not known" in told


def test_a_region_is_answered_for_the_provider_that_is_asked() -> None:
    plan = recorded("providers")
    copy = one(plan, "copy", "aws:s3/bucket:Bucket")
    parameter = one(plan, "region", "aws:ssm/parameter:Parameter")

    assert plan.caveats == ()
    assert parameter.read("value") is SECRET
    assert parameter.read("tags.region") == "us-east-1"
    assert copy.provider == "urn:pulumi:dev::providers::pulumi:providers:aws::abroad"
    assert one(plan, "here", "aws:s3/bucket:Bucket").provider is None


def test_a_providers_code_is_no_property() -> None:
    plan = recorded("dynamic")
    (schema,) = plan.resources

    assert schema.inputs == {"database": "shop", "__provider": SECRET}
    assert "canary" not in json.dumps(plan.to_json())


def test_a_component_of_a_package_is_told_to_have_unseen_contents() -> None:
    plan = recorded("package")
    (cluster,) = plan.of_kind("acme:index:Cluster")

    assert (cluster.custom, cluster.inputs) == (False, {"nodes": 3})
    assert any("what cluster (acme:index:Cluster) consists of" in told for told in plan.caveats)


def test_files_and_archives_are_named_by_their_kind() -> None:
    plan = recorded("assets")
    hello = one(plan, "hello", "aws:lambda/function:Function")

    assert hello.read("code") == {"$asset": ["assets"]}


def test_transforms_of_a_resource_its_parents_and_the_stack_apply() -> None:
    plan = recorded("transforms")
    orders = one(plan, "orders", "aws:s3/bucket:Bucket")
    logs = one(plan, "logs", "aws:s3/bucket:Bucket")

    assert (orders.protect, orders.inputs) == (True, {"tags": {"team": "shop"}})
    assert (logs.protect, logs.read("forceDestroy"), logs.read("tags.team")) == (
        False,
        True,
        "shop",
    )


def test_former_names_are_kept_as_urns_those_of_parents_included() -> None:
    plan = recorded("renamed")
    data = one(plan, "store-data", "aws:s3/bucket:Bucket")

    assert one(plan, "jobs", "aws:sqs/queue:Queue").aliases == (
        "urn:pulumi:dev::renamed::aws:sqs/queue:Queue::queue",
    )
    assert (
        "urn:pulumi:dev::renamed::acme:storage:Store$aws:s3/bucket:Bucket::shop-data"
        in data.aliases
    )


def test_awaited_and_applied_code_builds_what_is_known_and_nothing_else() -> None:
    assert names(recorded("asynchronous")) == {"queue-1", "queue-2", "topic", "follower"}


def test_a_policy_document_needs_no_account() -> None:
    plan = recorded("documents")
    policy = one(plan, "read", "aws:iam/rolePolicy:RolePolicy").document("policy")
    role = one(plan, "role", "aws:iam/role:Role")

    assert plan.caveats == ()
    assert policy["Statement"] == [
        {
            "Sid": "Read",
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:GetObject"],
            "Resource": ["arn:aws:s3:::acme-data/${aws:username}", "arn:aws:s3:::acme-data"],
            "Condition": {"Bool": {"aws:SecureTransport": "true"}},
        }
    ]
    assert role.document("assumeRolePolicy")["Statement"][0]["Principal"] == {
        "Service": "ecs-tasks.amazonaws.com"
    }
    assert one(plan, "policy", "aws:s3/bucketPolicy:BucketPolicy").read("policy") is UNKNOWN


def test_manifests_are_read_and_charts_are_told_to_be_unseen() -> None:
    plan = recorded("charts")

    assert {"shop", "settings", "web", "ingress", "redis"} <= names(plan)
    assert any("what a Helm chart consists of" in told for told in plan.caveats)


def test_every_missing_key_is_told_at_once_with_its_kind_and_the_ways_on() -> None:
    with pytest.raises(ProgramInvalid) as raised:
        recorded("asking")

    told = str(raised.value)
    for line in ("asking:queueName (text)", "asking:delay (int)", "asking:fifo (bool)"):
        assert line in told
    for line in ("network:cidr (text)", "asking:password (secret text)", "asking:tags (object)"):
        assert line in told
    assert "--assume-config" in told


def test_placeholders_stand_in_when_they_are_asked_for() -> None:
    plan = record(PROGRAMS / "asking", "dev", assume_config=True)
    jobs = one(plan, "jobs", "aws:sqs/queue:Queue")

    assert (jobs.read("name"), jobs.read("delaySeconds")) == (UNKNOWN, 1)
    assert "asking:delay is not set: 1 was assumed" in plan.caveats
    assert plan.region == "us-east-1"


def test_configuration_that_is_given_goes_over_the_file() -> None:
    plan = record(PROGRAMS / "asking", "dev", config=ANSWERS)
    jobs = one(plan, "jobs", "aws:sqs/queue:Queue")

    assert (jobs.read("name"), jobs.read("delaySeconds"), jobs.read("fifoQueue")) == (
        "jobs",
        5,
        True,
    )
    assert plan.caveats == ()


def test_a_program_that_asks_a_person_gets_no_answer() -> None:
    with pytest.raises(ProgramInvalid, match=r"__main__\.py:5: EOFError"):
        recorded("interactive")


@pytest.mark.parametrize("last", ["sys.exit()", "sys.exit(0)"])
def test_a_program_that_leaves_early_has_built_what_it_had_registered(
    tmp_path: Path, last: str
) -> None:
    first = 'import sys\nimport pulumi_random as random\n\nrandom.RandomId("a", byte_length=4)\n'
    (tmp_path / "Pulumi.yaml").write_text("name: leaving\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(f"{first}{last}\n")

    assert [one.name for one in record(tmp_path, "dev").resources] == ["a"]


def test_a_program_that_never_ends_is_stopped(tmp_path: Path) -> None:
    copy = shutil.copytree(PROGRAMS / "interactive", tmp_path / "patient")
    (copy / "__main__.py").write_text("import signal\nsignal.pause()\n")

    with pytest.raises(ProgramInvalid, match="did not end within 3 seconds"):
        record(copy, "dev", timeout_seconds=3)


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"requirements.txt": ""}, "-m pip install -r requirements.txt"),
        ({"uv.lock": ""}, "uv sync"),
        ({"pyproject.toml": "[tool.poetry]\n"}, "poetry install"),
        ({}, "-m pip install acme-network"),
    ],
)
def test_a_missing_package_is_told_with_the_managers_command(
    tmp_path: Path, files: dict[str, str], command: str
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import acme_network\n")
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    with pytest.raises(ProgramInvalid, match="package of acme_network") as raised:
        record(tmp_path, "dev")

    assert command in str(raised.value)


def test_a_virtual_environment_that_is_not_there_is_told_how_to_make(tmp_path: Path) -> None:
    runtime = "runtime:\n  name: python\n  options:\n    virtualenv: venv\n"
    (tmp_path / "Pulumi.yaml").write_text(f"name: x\n{runtime}")
    (tmp_path / "__main__.py").write_text("import acme_network\n")

    with pytest.raises(ProgramInvalid, match=r"python3 -m venv venv && venv/bin/python -m pip"):
        record(tmp_path, "dev")


def test_what_ran_without_its_virtual_environment_says_so(tmp_path: Path) -> None:
    runtime = "runtime:\n  name: python\n  options:\n    virtualenv: venv\n"
    (tmp_path / "Pulumi.yaml").write_text(f"name: x\n{runtime}")
    (tmp_path / "__main__.py").touch()

    (caveat,) = record(tmp_path, "dev").caveats

    assert "environment venv that Pulumi.yaml names is not there" in caveat


def test_the_programs_own_interpreter_runs_it(tmp_path: Path) -> None:
    runtime = "runtime:\n  name: python\n  options:\n    virtualenv: own\n"
    (tmp_path / "Pulumi.yaml").write_text(f"name: x\n{runtime}")
    (tmp_path / "__main__.py").touch()
    python = tmp_path / "own/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 3\n")
    python.chmod(0o755)

    with pytest.raises(ProgramInvalid, match=r"exit code 3\); it ran with .*/own/bin/python"):
        record(tmp_path, "dev")


def test_another_runtime_is_refused_with_the_way_on(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: nodejs\n")

    with pytest.raises(ProgramInvalid, match=r"runtime is nodejs.*--from-preview"):
        record(tmp_path, "dev")
