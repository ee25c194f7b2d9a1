"""Reading settings: the whole file at once, every problem at once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from groundplan.settings.explain import problems_of
from groundplan.settings.guards import GUARDS
from groundplan.settings.problem import Problem, SettingsInvalid
from groundplan.settings.settings import Settings
from groundplan.settings.stack_file import StackFile


def read(path: Path) -> Settings:
    """Give the settings of a stack file. Raises SettingsInvalid with every problem and its line."""
    file = StackFile(path)
    settings, problems = check(file.sections())
    problems = [*file.misplaced_keys(), *problems]
    if problems or settings is None:
        raise SettingsInvalid(file.name, located(problems, file))
    return settings


def check(sections: Mapping[str, Any]) -> tuple[Settings | None, list[Problem]]:
    """Give the settings, or what is wrong with them; guards run once the types are right."""
    document = json.loads(json.dumps(sections, default=str))
    try:
        settings = Settings.model_validate_json(json.dumps(document))
    except ValidationError as error:
        return None, list(problems_of(error, document))
    return settings, [problem for guard in GUARDS for problem in guard(settings)]


def located(problems: Iterable[Problem], file: StackFile) -> list[Problem]:
    """Problems with the line of their key in the file."""
    return [
        problem if problem.line else replace(problem, line=file.line_of(problem.path))
        for problem in problems
    ]
