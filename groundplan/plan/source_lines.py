"""Where the program declares each resource: the innermost line of its own that was running.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
The SDK registers resources later, from tasks of its own; but it calls transformations while a
resource's constructor runs, with the program still on the stack (pulumi/resource.py,
`Resource.__init__`), so one that changes nothing sees the line.
"""

import os
import sys
from collections import defaultdict
from types import FrameType
from typing import Any

import pulumi

_NOT_THE_PROGRAMS = ("site-packages", "dist-packages")


class SourceLines:
    """Notes `file:line`, relative to the program's folder, for every resource of a run."""

    def __init__(self, folder: str | None) -> None:
        self._prefix = os.path.join(os.path.realpath(folder), "") if folder else None  # noqa: PTH118
        self._found: dict[tuple[str, str], set[str]] = defaultdict(set)

    def added_to(self, entry: dict[str, Any]) -> dict[str, Any]:
        """A registration with its line; without where none is known, or twins have several."""
        places = self._found.get((entry["type"], entry["name"]), set())
        return {**entry, "source": next(iter(places))} if len(places) == 1 else entry

    def note(self, args: pulumi.ResourceTransformationArgs) -> None:
        """A transformation that changes nothing, and sees which line is running."""
        if self._prefix is None:
            return
        frame: FrameType | None = sys._getframe()  # noqa: SLF001 - inspect.stack reads every file
        while frame is not None:
            if not _constructs(frame, args.resource) and (place := self._place(frame)):
                self._found[args.type_, args.name].add(place)
                return
            frame = frame.f_back

    def _place(self, frame: FrameType) -> str | None:
        file = frame.f_code.co_filename
        if self._prefix is None or not file.startswith(self._prefix) or file == __file__:
            return None
        inside = file.removeprefix(self._prefix).replace(os.sep, "/")
        foreign = any(part in _NOT_THE_PROGRAMS for part in inside.split("/"))
        return None if foreign else f"{inside}:{frame.f_lineno}"


def _constructs(frame: FrameType, resource: pulumi.Resource) -> bool:
    """Whether the frame is the resource's own constructor: its caller declares the resource."""
    code = frame.f_code
    return code.co_name == "__init__" and frame.f_locals.get(code.co_varnames[0]) is resource
