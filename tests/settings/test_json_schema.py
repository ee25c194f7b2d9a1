"""The schema that editors use says what the reader of stack files says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from groundplan.settings.json_schema import json_schema
from tests.conftest import ROOT
from tests.settings.stack_files import STACKS, changed, written

COMMITTED = ROOT / "docs/stack.schema.json"


def stack_file(stack: str) -> dict:
    return YAML(typ="safe").load((ROOT / f"Pulumi.{stack}.yaml").read_text())


def complaints(document: dict) -> list[str]:
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(document)]


def test_the_committed_schema_is_the_one_of_the_settings() -> None:
    assert json.loads(COMMITTED.read_text()) == json_schema(), "run `make golden`"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("stack", ["staging", "prod"])
def test_both_stack_files_name_the_schema_and_fulfil_it(stack: str) -> None:
    first_line = (ROOT / f"Pulumi.{stack}.yaml").read_text().splitlines()[0]

    assert first_line.endswith("$schema=docs/stack.schema.json")
    assert complaints(stack_file(stack)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("groundplan:network", "nta"), "one"),
        (("groundplan:database", "main", "multi_az"), "yes"),
        (("groundplan:services", "web", "cpu_units"), 500),
        (("groundplan:netwrok",), {}),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(path: tuple[str, ...], value: object) -> None:
    document = stack_file("prod")
    here = document["config"]
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value

    assert complaints(document)


def test_keys_carry_their_words() -> None:
    ours = json_schema()["$defs"]["DatabaseSettings"]["properties"]

    assert ours["max_storage_gib"]["description"].startswith("Storage grows by itself")


def checked(*files: Path) -> subprocess.CompletedProcess[str]:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--schemafile", COMMITTED, *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_stack_files_pass_the_checker_that_editors_and_pipelines_use() -> None:
    found = checked(*(ROOT / f"Pulumi.{stack}.yaml" for stack in STACKS))

    assert found.returncode == 0, found.stdout


def test_the_checker_refuses_a_wrong_value_and_names_it(tmp_path: Path) -> None:
    found = checked(written(changed("prod", {"network__nat": "two"}), tmp_path))

    assert found.returncode == 1
    assert "'two' is not one of ['none', 'one', 'per_zone']" in found.stdout
