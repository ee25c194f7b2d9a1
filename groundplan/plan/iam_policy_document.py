"""An IAM policy document from its statements, as the AWS provider writes it.

No account is asked for it, so the answer is exact. Source: terraform-provider-aws
internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

VERSION = "2012-10-17"
_LISTS = (
    ("actions", "Action"),
    ("notActions", "NotAction"),
    ("resources", "Resource"),
    ("notResources", "NotResource"),
)
_PRINCIPALS = (("principals", "Principal"), ("notPrincipals", "NotPrincipal"))

Statement = dict[str, Any]


def policy_document(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The result of `get_policy_document`. Raises ValueError for a source that is no JSON."""
    document: dict[str, Any] = {}
    for text in arguments.get("sourcePolicyDocuments") or ():
        _merge(document, json.loads(text))
    _merge(document, _own(arguments))
    for text in arguments.get("overridePolicyDocuments") or ():
        _merge(document, json.loads(text))
    text, shortest = json.dumps(document, indent=2), json.dumps(document, separators=(",", ":"))
    return {**arguments, "id": str(len(text)), "json": text, "minifiedJson": shortest}


def _own(arguments: Mapping[str, Any]) -> dict[str, Any]:
    named = {"Id": arguments["policyId"]} if arguments.get("policyId") else {}
    statements = [_statement(one) for one in arguments.get("statements") or ()]
    return {"Version": arguments.get("version") or VERSION, **named, "Statement": statements}


def _merge(document: dict[str, Any], newer: Mapping[str, Any]) -> None:
    """Add what newer says; a statement takes the place of one with its Sid."""
    document["Version"] = max(document.get("Version", ""), newer.get("Version", ""))
    if newer.get("Id"):
        document["Id"] = newer["Id"]
    statements: list[Statement] = document.setdefault("Statement", [])
    added = newer.get("Statement") or []
    for statement in added if isinstance(added, list) else [added]:
        places = [i for i, old in enumerate(statements) if _same_sid(old, statement)]
        if places:
            statements[places[0]] = statement
        else:
            statements.append(statement)


def _same_sid(one: Statement, other: Statement) -> bool:
    return bool(one.get("Sid")) and one.get("Sid") == other.get("Sid")


def _statement(given: Mapping[str, Any]) -> Statement:
    statement: Statement = {"Sid": given["sid"]} if given.get("sid") else {}
    statement["Effect"] = given.get("effect") or "Allow"
    for ours, theirs in _LISTS:
        if given.get(ours):
            statement[theirs] = _flat(given[ours])
    for ours, theirs in _PRINCIPALS:
        if given.get(ours):
            statement[theirs] = _principals(given[ours])
    if given.get("conditions"):
        statement["Condition"] = _conditions(given["conditions"])
    return statement


def _flat(values: Iterable[str]) -> str | list[str]:
    """One text alone, several in falling order; `&{` is how a program writes IAM's `${`."""
    texts = sorted({text.replace("&{", "${") for text in values}, reverse=True)
    return texts[0] if len(texts) == 1 else texts


def _principals(given: Iterable[Mapping[str, Any]]) -> str | dict[str, Any]:
    by_type: dict[str, list[str]] = {}
    for one in given:
        by_type.setdefault(one["type"], []).extend(one["identifiers"])
    if by_type == {"*": ["*"]}:
        return "*"
    return {kind: _flat(by_type[kind]) for kind in sorted(by_type)}


def _conditions(given: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """By test and variable; the order of values is kept, a single one stands alone."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in given:
        values = [value.replace("&{", "${") for value in one["values"]]
        found.setdefault(one["test"], {}).setdefault(one["variable"], []).extend(values)
    return {
        test: {key: values[0] if len(values) == 1 else values for key, values in by_key.items()}
        for test, by_key in sorted(found.items())
    }
