"""Versions of live resources: AWS lets them rise, some of them only a step at a time.

What it says otherwise stands in `aws_refusals.toml`.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

_TABLE: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    files("groundplan.rehearsal").joinpath("aws_refusals.toml").read_text("utf-8")
)["versions"]


def is_lower(before: Any, after: Any) -> bool:
    """Whether it is an older version: `8.2` after `9.0`; what is no version is none."""
    was, wanted = _numbers(before), _numbers(after)
    return was is not None and wanted is not None and wanted < was


def refusal(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """The words in which AWS refuses to change a version so, by the inputs; None if it does not."""
    rule = _TABLE.get(kind)
    if rule is None:
        return None
    old, new = before.get(rule["input"]), after.get(rule["input"])
    was, wanted = _numbers(old), _numbers(new)
    if was is None or wanted is None or was == wanted:
        return None
    if wanted < was or (rule.get("by_one") and wanted > (*was[:-1], was[-1] + 1)):
        return rule["says"].format(engine=after.get("engine", ""), before=old, after=new)
    is_asked = "asked_by" not in rule or after.get(rule["asked_by"]) is True
    return None if is_asked or was[0] == wanted[0] else rule["says_unasked"]


def _numbers(version: Any) -> tuple[int, ...] | None:
    parts = version.split(".") if isinstance(version, str) else []
    return tuple(map(int, parts)) if parts and all(map(str.isdecimal, parts)) else None
