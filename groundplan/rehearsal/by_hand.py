"""What another hand may change on a live resource, so that the next update sets it again."""

from collections.abc import Mapping
from typing import Any

from groundplan.rehearsal.aws_facts import facts_of
from groundplan.rehearsal.cloud import Built
from groundplan.rehearsal.sdk_types import resource_type

_LABEL = {"changed": "by hand"}
# Where it is, and what it answers to: nobody changes that on what lives.
_IDENTITY = frozenset({"arn", "region"})


def changed_by_hand(one: Built) -> tuple[str, Any] | None:
    """Give a property and its other value; None where nothing can be changed in place."""
    if isinstance(metadata := one.inputs.get("metadata"), Mapping):
        return "metadata", {**metadata, "labels": _LABEL}
    kind = resource_type(one.type) if one.type.startswith("aws:") else None
    if kind is None:
        return None
    if "tags" in kind.inputs.kinds:
        return "tags", _LABEL
    return next(((name, "by hand") for name in _texts(one)), None)


def _texts(one: Built) -> list[str]:
    facts = facts_of(one.type)
    texts = {name for name, value in one.inputs.items() if isinstance(value, str)}
    return sorted(texts - _IDENTITY - {facts.name} - {*facts.unchangeable(texts)})
