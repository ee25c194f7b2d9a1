"""What is wrong with a stack file, said so that it can be mended without asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

NAMESPACE = "groundplan"
_SHOWN_CHARACTERS = 60

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One wrong key or value. `path` starts at the section: ("database", "read_replicas")."""

    path: KeyPath
    message: str
    value: Any = None
    line: int | None = None

    @property
    def key(self) -> str:
        """The path as the stack file writes it."""
        if self.path[:1] == ("region",):
            return "aws:region"
        steps = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path[1:])
        return f"{NAMESPACE}:{self.path[0]}{''.join(steps)}"

    def text(self, file_name: str) -> str:
        """One line: file and line, key, value, what is wrong and what to write."""
        place = f"{file_name}:{self.line}" if self.line else file_name
        shown = "" if self.value is None else f" = {_shorten(self.value)}"
        return f"{place}: {self.key}{shown}: {self.message}"


def _shorten(value: Any) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value).replace("'", '"') if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


class SettingsInvalid(ValueError):
    """The stack file is refused; `problems` holds everything that is wrong with it."""

    def __init__(self, file_name: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.line or 0, one.key)))
        lines = [problem.text(file_name) for problem in self.problems]
        count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        super().__init__("\n".join([f"{file_name} has {count}:", *(f"  {line}" for line in lines)]))
