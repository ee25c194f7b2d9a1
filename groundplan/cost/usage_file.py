"""A usage file as it was written: its content, and where in it a key stands."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError


class UsageInvalid(ValueError):
    """A usage file that cannot be read; the message names key, value and remedy.

    `keys` lead to what is wrong, from the top of the file.
    """

    def __init__(self, message: str, keys: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.keys = tuple(keys)


class UsageFile:
    """YAML or JSON on disk; only YAML has lines."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises UsageInvalid with its name, and the line where it is no YAML."""
        self.path = path
        try:
            self.content = self._read(path.read_text(encoding="utf-8"))
        except MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            raise UsageInvalid(f"{path}:{line}: this is no YAML: {problem.problem}") from None
        except OSError as problem:
            raise UsageInvalid(f"{path}: {problem.strerror}: give an existing usage file") from None
        except ValueError as problem:
            raise UsageInvalid(f"{path}: {problem}") from None

    def _read(self, text: str) -> Any:
        as_json = self.path.suffix == ".json"
        document = json.loads(text) if as_json else YAML(typ="rt", pure=True).load(text)
        return {} if document is None else document

    def place(self, keys: Sequence[str]) -> str:
        """Give `path:line` of a key, or of the nearest one above it."""
        here, line = self.content, None
        for key in keys:
            if not isinstance(here, CommentedMap) or key not in here:
                break
            line, here = here.lc.key(key)[0] + 1, here[key]
        return f"{self.path}:{line}" if line else str(self.path)
