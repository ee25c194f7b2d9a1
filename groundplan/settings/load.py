"""What the program asks for: the settings of the stack that is being run."""

import json
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG

from groundplan.settings.notices import warnings
from groundplan.settings.problem import Problem, SettingsInvalid
from groundplan.settings.read import check, located
from groundplan.settings.settings import Settings
from groundplan.settings.stack_file import StackFile, sections_of


def load() -> Settings:
    """Give the running stack's settings, `--config` overrides included.

    Raises pulumi.RunError with every problem: the engine prints it without a traceback.
    """
    settings, problems = check(
        sections_of({key: _value(text) for key, text in CONFIG.get().items()})
    )
    if problems or settings is None:
        raise pulumi.RunError(str(_located(problems)))
    for warning in warnings(settings):
        pulumi.log.warn(warning.text(_file_name()))
    return settings


def _value(text: str) -> Any:
    """A section arrives as JSON, a single value as text; what is neither, the schema refuses."""
    if not text.startswith("{"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _located(problems: list[Problem]) -> SettingsInvalid:
    """Lines come from the stack file where it lies in its usual place."""
    name = _file_name()
    # A language host that does not know the folder leaves None.
    path = Path(pulumi.get_root_directory() or ".") / name
    return SettingsInvalid(name, located(problems, StackFile(path)) if path.is_file() else problems)


def _file_name() -> str:
    return f"Pulumi.{pulumi.get_stack()}.yaml"
