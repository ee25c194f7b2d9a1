"""From pydantic's errors to problems: which key, what is allowed, what was probably meant."""

import types
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Tag, ValidationError
from pydantic_core import ErrorDetails

from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.section import Section, WrongValue
from groundplan.settings.settings import Settings

_PLAIN_WORDS = {
    "missing": "is missing; state it, nothing is assumed for it",
    "int_type": "must be a whole number without quotes",
    "string_type": 'must be text; put it in quotes ("…")',
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping of keys",
    "model_type": "must be a mapping of keys",
}


def problems_of(error: ValidationError, document: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that pydantic found, each at its place in the document."""
    details = error.errors(include_url=False)
    for detail in details:
        if not _only_counts_wrong_entries(detail, details):
            yield _problem(detail, document)


def _only_counts_wrong_entries(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Pydantic leaves wrong entries out before it counts; each has an error of its own."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and other is not detail for other in details
    )


def _problem(detail: ErrorDetails, document: Mapping[str, Any]) -> Problem:
    location = detail["loc"]
    path = _path_in(document, location, is_absent=detail["type"] == "missing")
    if detail["type"] == "extra_forbidden":
        return Problem(path, unknown_key(str(location[-1]), _keys_at(location[:-1])))
    path = (*path, *_key_to_change(detail))
    value = None if detail["type"] in ("missing", "value_error") else detail.get("input")
    if "environment" in path or "secrets" in path:
        value = None  # whatever stands here may be somebody's secret
    return Problem(path, _words(detail), value if _is_scalar(value) else None)


def _key_to_change(detail: ErrorDetails) -> tuple[str, ...]:
    """The key below the section that pydantic names, where the error knows it."""
    context = detail.get("ctx", {})
    if isinstance(error := context.get("error"), WrongValue):
        return (error.key,)
    return (context["discriminator"].strip("'"),) if "discriminator" in context else ()


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _words(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in _PLAIN_WORDS:
        return _PLAIN_WORDS[kind]
    context = detail.get("ctx", {})
    if kind == "too_short":
        return f"must have at least {context['min_length']} entries"
    if kind == "union_tag_invalid":
        return f"must be one of {context['expected_tags']}"
    if kind == "union_tag_not_found":
        return "is missing; it says what the other keys mean"
    message = detail["msg"].removeprefix("Value error, ")
    return message.replace("Input should", "must").replace("String should", "must")


def unknown_key(key: str, allowed: tuple[str, ...]) -> str:
    """Words for a key that does not exist, with the nearest that does."""
    near = get_close_matches(key, allowed, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    return f"no such key; {meant}allowed: {', '.join(allowed) or 'none'}"


def _path_in(
    document: Mapping[str, Any], location: tuple[str | int, ...], *, is_absent: bool
) -> KeyPath:
    """The location without the union tags that pydantic puts between and behind the keys."""
    path: list[str | int] = []
    here: Any = document
    for part in location:
        if _holds(here, part):
            here = here[part]
            path.append(part)
    return (*path, location[-1]) if is_absent else tuple(path)


def _holds(here: Any, part: str | int) -> bool:
    if isinstance(here, Mapping):
        return part in here
    return isinstance(here, list) and isinstance(part, int) and part < len(here)


def _keys_at(location: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that the schema has at a location of pydantic's."""
    here: Any = Settings
    for part in location:
        here = _step(here, part)
    return tuple(here.model_fields) if _is_section(here) else ()


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _step(kind: Any, part: str | int) -> Any:
    if _is_section(kind):
        return _bare(kind.model_fields[str(part)].annotation)
    members = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        return next((_bare(member) for member in members if _has_tag(member, part)), kind)
    return _bare(members[-1] if get_origin(kind) is dict else members[0])


def _bare(annotation: Any) -> Any:
    """What stands within Annotated and beside None."""
    members = get_args(annotation)
    if get_origin(annotation) is Annotated or types.NoneType in members:
        return _bare(members[0])
    return annotation


def _has_tag(member: Any, tag: str | int) -> bool:
    if Tag(str(tag)) in get_args(member):
        return True
    return _is_section(member) and any(
        tag in get_args(field.annotation) for field in member.model_fields.values()
    )
