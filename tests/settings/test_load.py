"""What the program sees of its stack: the same settings, and the same words when they are wrong."""

import json
from typing import Any

import pulumi
import pytest

from groundplan.plan.recorder import run
from groundplan.settings import Settings, read
from groundplan.settings.load import load
from tests.settings.stack_files import ROOT, STACKS, changed, config_of


def loaded(config: dict[str, Any], stack: str = "prod") -> Settings:
    """Give what a program of this configuration loads; structures arrive as JSON text."""
    found: list[Settings] = []
    texts = {key: one if isinstance(one, str) else json.dumps(one) for key, one in config.items()}
    run(
        lambda: found.append(load()),
        project="shop",
        stack=stack,
        config=texts,
        root_directory=str(ROOT),
    )
    return found[0]


@pytest.mark.parametrize("stack", STACKS)
def test_the_program_sees_what_the_file_says(stack: str) -> None:
    assert loaded(config_of(stack), stack) == read(ROOT / f"Pulumi.{stack}.yaml")


def test_keys_of_other_namespaces_are_left_alone() -> None:
    config = config_of("prod") | {"aws:profile": "dev", "shop:banner": "hello"}

    assert loaded(config).region == "eu-west-1"


def test_every_problem_is_raised_at_once_with_the_line_of_the_file() -> None:
    config = changed("prod", {"database__main__read_replicas": 9, "network__nat": "two"})
    line = 1 + (ROOT / "Pulumi.prod.yaml").read_text("utf-8").splitlines().index(
        "    nat: per_zone"
    )

    with pytest.raises(pulumi.RunError) as refused:
        loaded(config)

    assert "Pulumi.prod.yaml has 2 problems" in str(refused.value)
    assert f"Pulumi.prod.yaml:{line}: groundplan:network.nat" in str(refused.value)


@pytest.mark.parametrize("text", ["{", "{nat: one}", "words"])
def test_a_section_that_is_no_json_is_refused_by_name(text: str) -> None:
    with pytest.raises(pulumi.RunError, match=r"groundplan:network.*must be a mapping of keys"):
        loaded(config_of("prod") | {"groundplan:network": text})
