"""A fix that names a setting names one that exists."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from groundplan.settings.settings import Settings
from policies.catalogue import PACKS

SCHEMA = Settings.model_json_schema(by_alias=False)
NAMED = sorted(
    {
        path.split()[0]
        for pack in PACKS
        for rule in pack.rules
        for text in re.findall(r"settings: ([^;]*)", rule.fix)
        for path in text.split(", ")
    }
)


def shapes(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema itself and what it may stand for."""
    yield schema
    for key in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(key, ()):
            yield from shapes(one)
    if "$ref" in schema:
        yield from shapes(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])


def below(schemas: list[dict[str, Any]], step: str) -> list[dict[str, Any]]:
    found = [one for schema in schemas for one in shapes(schema)]
    if step == "<name>":
        named = [one.get("additionalProperties") for one in found]
        named += [shape for one in found for shape in one.get("patternProperties", {}).values()]
        return [one for one in named if isinstance(one, dict)]
    return [one["properties"][step] for one in found if step in one.get("properties", {})]


@pytest.mark.parametrize("path", NAMED)
def test_a_setting_that_a_fix_names_exists(path: str) -> None:
    schemas = [SCHEMA]
    for step in path.split("."):
        schemas = [one for one in below(schemas, step) if isinstance(one, dict)]

    assert schemas, f"{path} is no setting"
