"""A plan from a file: one of ours, a preview or a stack of the engine, told apart by content."""

import json
import sys
from pathlib import Path
from typing import Any

from groundplan.plan import Plan, PlanInvalid, read_export, read_preview

STANDARD_INPUT = Path("-")


def read_plan(file: Path) -> Plan:
    """The plan in a file, or in standard input for `-`. Raises PlanInvalid, naming the file."""
    try:
        return _plan(_text(file))
    except OSError as error:
        raise PlanInvalid(f"{file}: cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise PlanInvalid(f"{file}:{error.lineno}: this is not JSON: {error.msg}") from None
    except PlanInvalid as error:
        raise PlanInvalid(f"{file}: {error}") from None


def _text(file: Path) -> str:
    return sys.stdin.read() if file == STANDARD_INPUT else file.read_text(encoding="utf-8")


def _plan(text: str) -> Plan:
    match _document(text):
        case None | {"steps": _}:
            return read_preview(text)
        case {"deployment": _}:
            return read_export(text)
        case {"groundplan_plan": _} | {"resources": _} as document:
            return Plan.from_json(document)
    raise PlanInvalid(
        "this is neither a plan.json, nor what `pulumi preview --json --show-sames` or "
        "`pulumi stack export` prints"
    )


def _document(text: str) -> Any:
    """The one document in text; None for a stream of events, one per line."""
    try:
        return json.loads(text)
    except ValueError:
        if _is_event(text.splitlines()):
            return None
        raise


def _is_event(lines: list[str]) -> bool:
    """Whether a line holds an engine event; a program may print before the first one."""
    return any(line.startswith("{") and '"sequence"' in line for line in lines)
