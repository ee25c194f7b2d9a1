"""A resource whose provider is written in the program."""

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

PASSWORD = "canary-in-a-closure"


class Schema(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        return CreateResult("schema-1", {**props, "login": PASSWORD})


class DatabaseSchema(Resource):
    version: pulumi.Output[str]

    def __init__(self, name: str, database: str) -> None:
        super().__init__(Schema(), name, {"database": database, "version": None})


schema = DatabaseSchema("schema", "shop")
pulumi.export("version", schema.version.apply(lambda version: version.upper()))
