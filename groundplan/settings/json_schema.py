"""The JSON Schema of a stack file: editors complete and check with it as you type."""

from typing import Any

from groundplan.settings.problem import NAMESPACE
from groundplan.settings.settings import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Give the schema of `Pulumi.<stack>.yaml`. Guards between keys are not in it."""
    schema = Settings.model_json_schema()
    properties = {_key(name): part for name, part in schema["properties"].items()}
    near_misses = {"propertyNames": {"not": {"pattern": rf"^{NAMESPACE}:(?!({_nouns(schema)})$)"}}}
    return {
        "$schema": DIALECT,
        "title": "Groundplan stack file",
        "description": schema["description"],
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "type": "object",
                "properties": properties,
                "required": [_key(name) for name in schema["required"]],
                **near_misses,
            }
        },
        "$defs": schema["$defs"],
    }


def _key(name: str) -> str:
    return "aws:region" if name == "region" else f"{NAMESPACE}:{name}"


def _nouns(schema: dict[str, Any]) -> str:
    return "|".join(name for name in schema["properties"] if name != "region")
