"""The schema that editors use says what the reader of stack files says."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def keys() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of every section, with what it refers to."""
    schema = json_schema()
    sections = {**schema["$defs"], "config": schema["properties"]["config"]}
    for section, part in sections.items():
        for key, found in part.get("properties", {}).items():
            _, _, referred = found.get("$ref", "").rpartition("/")
            yield f"{section}.{key}", {**schema["$defs"].get(referred, {}), **found}


def strings(part: Any) -> Iterator[dict[str, Any]]:
    """Every string of a key that has a form."""
    if isinstance(part, dict) and part.get("type") == "string" and "pattern" in part:
        yield part
    entries = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in entries:
        yield from strings(one)


def test_every_key_says_what_it_is() -> None:
    silent = [name for name, key in keys() if "description" not in key and "const" not in key]

    assert silent == []


def test_every_form_has_an_example_that_fits() -> None:
    for name, key in keys():
        for text in strings({one: part for one, part in key.items() if one != "properties"}):
            examples = text.get("examples", key.get("examples", ()))
            assert examples, name
            assert all(re.search(text["pattern"], one) for one in examples), name


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
