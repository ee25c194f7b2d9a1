"""What is demanded of everything that holds data: no refactoring may delete it."""

from policies.kinds import (
    BUCKET,
    DATABASE,
    DATABASE_CLUSTER,
    DOCUMENT_CLUSTER,
    DYNAMODB_TABLE,
    FILE_SYSTEM,
    REPLICATION_GROUP,
)
from policies.rule import PROD_ONLY, Rule
from policies.verdict import demand

_STORES = (
    *(DATABASE, DATABASE_CLUSTER, DOCUMENT_CLUSTER, DYNAMODB_TABLE, FILE_SYSTEM, BUCKET),
    REPLICATION_GROUP,
)

RULES = (
    Rule(
        name="store-protected-by-pulumi",
        control="X-14",
        severity="high",
        levels=PROD_ONLY,
        applies_to=_STORES,
        check=lambda store: demand(store.resource.protect, "protect"),
        problem="an update may delete it",
        why="a renamed resource is deleted and made anew, with its data",
        fix="opts=ResourceOptions(protect=True); settings: stack.protect_data",
    ),
)
