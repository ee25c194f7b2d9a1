"""What public programs do with answers that only a cloud, a network or a key could give."""

from pathlib import Path

import pytest
from pulumi.runtime.proto import resource_pb2

from groundplan.plan import SECRET, UNKNOWN, Plan, PlannedResource, ProgramInvalid, record
from groundplan.plan.lookups import Lookups
from groundplan.plan.recording_monitor import RecordingMonitor
from groundplan.plan.wire import Door


def written(folder: Path, program: str, config: str = "") -> Path:
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(f"config:\n  aws:region: eu-west-1\n{config}")
    (folder / "__main__.py").write_text(
        f"import json\nimport pulumi\nimport pulumi_aws as aws\n{program}"
    )
    return folder


def only(plan: Plan, kind: str) -> PlannedResource:
    (found,) = plan.of_kind(kind)
    return found


def test_a_secret_that_holds_json_is_looked_into(tmp_path: Path) -> None:
    program = """
kept = json.loads(aws.secretsmanager.get_secret_version(secret_id="db").secret_string)
aws.sqs.Queue("jobs", name=kept["queue"], tags={"host": f"{kept['db']['host']}:5432"})
for name in kept["topics"]:
    aws.sns.Topic(name)
"""
    plan = record(written(tmp_path, program), "dev")
    queue = only(plan, "aws:sqs/queue:Queue")

    assert (queue.read("name"), queue.read("tags.host")) == (UNKNOWN, UNKNOWN)
    assert [one.name for one in plan.resources] == ["jobs"], "nothing may be made up"


def test_a_registry_token_is_taken_apart_and_stays_unknown(tmp_path: Path) -> None:
    program = """
import base64
token = aws.ecr.get_authorization_token()
user, password = base64.b64decode(token.authorization_token).decode().split(":")
aws.sqs.Queue("q", tags={"user": user, "password": password, "token": token.authorization_token})
"""
    queue = only(record(written(tmp_path, program), "dev"), "aws:sqs/queue:Queue")

    assert queue.read("tags.user") == "AWS"
    assert (queue.read("tags.password"), queue.read("tags.token")) == (UNKNOWN, UNKNOWN)


ENCRYPTED = """\
  shop:database:
    user: shop
    password: {secure: AAABAD}
    replicas: [{name: one, token: {secure: AAABAE}}]
  shop:count: {secure: AAABAF}
  shop:whole: {secure: AAABAG}
  shop:fifo: {secure: AAABAH}
"""


def test_encrypted_configuration_is_read_without_its_key(tmp_path: Path) -> None:
    program = """
config = pulumi.Config()
database = config.require_object("database")
queue = aws.sqs.Queue(
    "q", name=database["user"], delay_seconds=config.require_secret_int("count"),
    fifo_queue=config.get_secret_bool("fifo"),
    policy=config.require_secret_object("whole").apply(lambda whole: whole["policy"]),
    tags={"password": "x" + database["password"], "token": database["replicas"][0]["token"]},
)
"""
    plan = record(written(tmp_path, program, ENCRYPTED), "dev")
    queue = only(plan, "aws:sqs/queue:Queue")

    assert queue.read("name") == "shop"
    hidden = ("delaySeconds", "fifoQueue", "policy", "tags.password", "tags.token")
    assert [queue.read(path) for path in hidden] == [SECRET] * 5
    assert plan.config["shop:database"]["user"] == "shop"
    assert plan.config["shop:database"]["password"] is SECRET
    assert plan.config["shop:whole"] is SECRET


def test_a_structure_that_is_not_set_has_every_key_and_no_entries(tmp_path: Path) -> None:
    program = """
network = pulumi.Config().require_object("network")
aws.ec2.Vpc("vpc", cidr_block=network["vpc"]["cidr"], tags={**network["tags"]})
for name, cidr in network["subnets"].items():
    aws.ec2.Subnet(name, vpc_id="vpc-1", cidr_block=cidr)
for number in range(len(network["zones"])):
    aws.sqs.Queue(f"q-{number}")
"""
    plan = record(written(tmp_path, program), "dev", assume_config=True)

    assert only(plan, "aws:ec2/vpc:Vpc").inputs == {"cidrBlock": UNKNOWN, "tags": {}}
    assert len(plan.resources) == 1


def test_parts_of_a_chart_are_unknown_not_missing(tmp_path: Path) -> None:
    program = """
from pulumi_kubernetes.helm.v3 import Chart, ChartOpts
chart = Chart("web", ChartOpts(chart="web", fetch_opts={"repo": "https://charts.example.com"}))
service = chart.get_resource("v1/Service", "web")
aws.sqs.Queue("q", name=service.status.load_balancer.ingress[0].hostname)
"""
    plan = record(written(tmp_path, program), "dev")

    assert only(plan, "aws:sqs/queue:Queue").read("name") is UNKNOWN


def test_a_manifest_that_cannot_be_fetched_is_told_and_its_parts_are_unknown(
    tmp_path: Path,
) -> None:
    program = """
from pulumi_kubernetes.yaml import ConfigFile, ConfigGroup
address = "http://127.0.0.1:9/manifest.yaml"
manifest = ConfigFile("manifest", file=address)
aws.sqs.Queue("q", name=manifest.get_resource("v1/Service", "web").metadata.name)
ConfigGroup("group", files=[address], yaml=["{kind: Secret, apiVersion: v1, metadata: {name: n}}"])
"""
    plan = record(written(tmp_path, program), "dev")

    assert only(plan, "aws:sqs/queue:Queue").read("name") is UNKNOWN
    assert any("127.0.0.1:9/manifest.yaml was not fetched" in told for told in plan.caveats)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (
            'import os\nos.environ["SHOP_ZONE"]\n',
            r"environment variable SHOP_ZONE at __main__.py:5",
        ),
        (
            'import urllib.request as web\nweb.urlopen("http://127.0.0.1:9")\n',
            r"failed at __main__.py:5: URLError.*asks the network itself.*--from-preview",
        ),
        (
            'int(aws.ssm.get_parameter(name="/count").value)\n',
            r"ValueError.*ran without a cloud, so that:.*getParameter is assumed",
        ),
    ],
)
def test_a_failure_says_what_the_program_lacked(tmp_path: Path, program: str, told: str) -> None:
    with pytest.raises(ProgramInvalid) as raised:
        record(written(tmp_path, program), "dev")

    assert raised.match(f"(?s){told}")


def test_a_folder_without_a_program_is_told(tmp_path: Path) -> None:
    (written(tmp_path, "") / "__main__.py").unlink()

    with pytest.raises(ProgramInvalid, match=r"no __main__\.py here; `main` in Pulumi\.yaml"):
        record(tmp_path, "dev")


def test_urns_name_the_project_that_is_recorded_whatever_the_sdk_holds() -> None:
    """Older SDKs keep project and stack by thread, and give the thread of a call other names."""
    door = Door()
    monitor = RecordingMonitor(door, Lookups(door, {}), project="shop", stack="dev")
    request = resource_pb2.RegisterResourceRequest(type="aws:sqs/queue:Queue", name="q")

    assert monitor.RegisterResource(request).urn == "urn:pulumi:dev::shop::aws:sqs/queue:Queue::q"
