"""Generated stacks: the example that fulfils every rule, over and over, broken in many places."""

import json
import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policies.example import Break, Resources, apply, breaks, compliant

PROGRAM = Path(__file__).parent / "programs/many"
SHARED = "aws"
"""One provider serves all copies: each explicit one is a process of its own."""

_NAME = re.compile(r"\$\{([\w-]+)\.")


def write_program(folder: Path, copies: int, seed: int) -> Path:
    """Write a program of that many copies; the seed decides what is broken in which."""
    shutil.copytree(PROGRAM, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "resources.json").write_text(json.dumps(resources(copies, seed)))
    return folder


def resources(copies: int, seed: int) -> Resources:
    """The copies; a resource of the example is called `<name>-<copy>` in them."""
    waiting = [one for one in breaks() if not _beyond_a_program(one)]
    random.Random(seed).shuffle(waiting)  # noqa: S311 - a choice of examples, not a secret
    found: Resources = {SHARED: compliant()[SHARED]}
    for copy in range(copies):
        changes, waiting = _together(waiting)
        stack = apply(compliant(), changes)
        del stack[SHARED]
        found |= {f"{name}-{copy}": _renamed(one, copy) for name, one in stack.items()}
    return found


def _beyond_a_program(one: Break) -> bool:
    """A secret that a plan hides has no form in which a program could write it."""
    return SHARED in one.changes or "$secret" in json.dumps(one.changes)


def _together(waiting: list[Break]) -> tuple[dict[str, Any], list[Break]]:
    """The changes of breaks that touch different resources, and the breaks that are left."""
    changes: dict[str, Any] = {}
    left = []
    for one in waiting:
        if changes.keys() & one.changes.keys():
            left.append(one)
        else:
            changes |= one.changes
    return changes, left


def _renamed(resource: Mapping[str, Any], copy: int) -> dict[str, Any]:
    return json.loads(_NAME.sub(rf"${{\1-{copy}.", json.dumps(resource)))
