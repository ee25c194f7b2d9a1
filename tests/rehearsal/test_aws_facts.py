"""The table of facts speaks of types and properties that the installed SDK has."""

from typing import Any, get_args, get_origin

import pytest

from groundplan.rehearsal.aws_facts import TYPES, ending_of, facts_of
from groundplan.rehearsal.sdk_types import (
    ResourceType,
    is_output_shape,
    output_shape,
    resource_type,
)


def known(token: str) -> ResourceType:
    kind = resource_type(token)
    assert kind is not None, f"{token} is no type of the SDK"
    return kind


@pytest.mark.parametrize("token", TYPES)
def test_what_replaces_a_resource_is_an_input_of_it(token: str) -> None:
    named = {*TYPES[token].replace, *TYPES[token].replace_lower}
    wrong = named - known(token).inputs.kinds.keys()

    assert not wrong


@pytest.mark.parametrize("token", TYPES)
def test_every_value_has_an_output_to_stand_in(token: str) -> None:
    kinds = known(token).outputs.kinds

    wrong = [path for path in TYPES[token].values if not reaches(path.split("."), kinds)]

    assert not wrong


def reaches(path: list[str], kinds: Any) -> bool:
    if path[0] not in kinds or len(path) == 1:
        return path[0] in kinds
    kind = kinds[path[0]]
    kind = get_args(kind)[0] if get_origin(kind) else kind
    return is_output_shape(kind) and reaches(path[1:], output_shape(kind).kinds)


@pytest.mark.parametrize("token", TYPES)
def test_a_type_with_an_arn_in_the_table_has_one_in_the_sdk(token: str) -> None:
    assert not TYPES[token].arn or "arn" in known(token).outputs.kinds


def test_both_tokens_of_a_load_balancer_have_the_same_facts() -> None:
    older = facts_of("aws:alb/loadBalancer:LoadBalancer")

    assert older == facts_of("aws:lb/loadBalancer:LoadBalancer")
    assert "internal" in older.replace


def test_what_makes_another_revision_replaces_a_task_definition() -> None:
    facts = facts_of("aws:ecs/taskDefinition:TaskDefinition")

    assert facts.unchangeable(["cpu", "skipDestroy", "tags", "family"]) == ("cpu", "family")


def test_the_longest_ending_decides_the_form() -> None:
    assert ending_of("kmsKeyArn") == "arn:aws:kms:{region}:{account}:key/{uuid}"
    assert ending_of("clusterSecurityGroupId") == "sg-{hex17}"
    assert ending_of("subnetIds") == ending_of("subnetId"), "one of a list by the singular"
    assert ending_of("paid") is None, "an ending begins a word"


@pytest.mark.parametrize("token", [token for token, facts in TYPES.items() if facts.name != "name"])
def test_the_input_that_names_a_resource_exists(token: str) -> None:
    assert TYPES[token].name in known(token).inputs.kinds
