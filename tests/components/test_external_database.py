"""A database that somebody else runs: told to services as ours are, and nothing is built."""

import pulumi

from components.external_database import ExternalDatabase
from components.labels import Labels
from components.task_network import TaskNetwork
from tests.components.recorded import EGRESS, INGRESS, recorded, tier

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/test/tiger-login"
CHANGES = {
    "database": {
        "metrics": {
            "kind": "external",
            "host": "abc.tsdb.cloud.timescale.com",
            "port": 33012,
            "name": "tsdb",
            "username": "app",
            "cidr_blocks": ["203.0.113.0/28", "198.51.100.7/32"],
            "secret": "tiger-login",
            "max_connections": 100,
        }
    },
    "secrets_manager": {
        "secrets": {"tiger-login": {"kind": "external", "description": "Login at Tiger Cloud"}}
    },
}


def build(labels: Labels) -> ExternalDatabase:
    settings = labels.settings.external_databases["metrics"]
    return ExternalDatabase("metrics", settings, pulumi.Output.from_input(ARN))


def test_host_port_name_and_user_are_told_in_the_open_and_the_login_by_name() -> None:
    found: dict[str, pulumi.Output[str]] = {}

    def program(labels: Labels) -> None:
        found.update(build(labels).references)
        for name, value in found.items():
            pulumi.CustomResource("x:y:Z", name, {"value": value})

    plan = recorded(program, CHANGES)

    assert {one.name: one.read("value") for one in plan.resources if one.type == "x:y:Z"} == {
        "database.metrics.host": "abc.tsdb.cloud.timescale.com",
        "database.metrics.port": "33012",
        "database.metrics.name": "tsdb",
        "database.metrics.username": "app",
        "database.metrics.url": f"{ARN}:url::",
        "database.metrics.password": f"{ARN}:password::",
    }


def test_its_port_is_opened_to_its_addresses_and_to_nothing_else() -> None:
    def program(labels: Labels) -> None:
        parent = pulumi.ComponentResource("x:y:Parent", "web")
        network = TaskNetwork(parent, "web", labels, tier())
        network.allow_to({"database.metrics": build(labels).data_store})

    plan = recorded(program, CHANGES)

    assert list(plan.of_kind(INGRESS)) == []
    assert {(one.read("cidrIpv4"), one.read("toPort")) for one in plan.of_kind(EGRESS)} == {
        ("203.0.113.0/28", 33012),
        ("198.51.100.7/32", 33012),
    }
