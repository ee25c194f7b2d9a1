"""Reading settings: the whole file at once, every problem at once."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError, create_model

from groundplan.settings.explain import problems_of
from groundplan.settings.guards import GUARDS
from groundplan.settings.problem import Problem, SettingsInvalid
from groundplan.settings.section import Section
from groundplan.settings.settings import Settings
from groundplan.settings.stack_file import StackFile


def read(path: Path) -> Settings:
    """Give the settings of a stack file. Raises SettingsInvalid with every problem and its line."""
    return read_file(StackFile(path))


def read_file(file: StackFile) -> Settings:
    """The same of a file that is open already."""
    settings, problems = check(file.sections())
    problems = [*file.misplaced_keys(), *problems]
    if problems or settings is None:
        raise SettingsInvalid(file.name, located(problems, file))
    return settings


def check(sections: Mapping[str, Any]) -> tuple[Settings | None, list[Problem]]:
    """Give the settings, or what is wrong with them.

    Guards run on every section whose types are right, so one mistake does not hide another.
    """
    document = json.loads(json.dumps(sections, default=str))
    try:
        settings = Settings.model_validate_json(json.dumps(document))
    except ValidationError as error:
        problems = list(problems_of(error, document))
        return None, problems + _guarded(_sound_sections(document, problems))
    return settings, _guarded(settings)


def _sound_sections(document: Mapping[str, Any], problems: Iterable[Problem]) -> Settings:
    """Settings that lack the sections in which something is wrong."""
    broken = {problem.path[0] for problem in problems}
    return Settings.model_construct(
        **{
            name: _section(name, value)
            for name, value in document.items()
            if name in Settings.model_fields and name not in broken
        }
    )


def _section(name: str, value: Any) -> Any:
    """One field of Settings, validated by itself."""
    field = Settings.model_fields[name]
    definition: Any = (field.annotation, field)
    alone = create_model(name, __base__=Section, **{name: definition})
    return getattr(alone.model_validate_json(json.dumps({name: value})), name)


def _guarded(settings: Settings) -> list[Problem]:
    found: list[Problem] = []
    for guard in GUARDS:
        with suppress(AttributeError):  # the guard needs a section that is broken itself
            found += guard(settings)
    return found


def located(problems: Iterable[Problem], file: StackFile) -> list[Problem]:
    """Problems with the line of their key in the file."""
    return [
        problem if problem.line else replace(problem, line=file.line_of(problem.path))
        for problem in problems
    ]
