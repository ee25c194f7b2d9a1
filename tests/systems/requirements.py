"""What a system's guide asks for, row by row, and where the plan answers it."""

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from groundplan.plan import Plan
from groundplan.plan.planned_resource import dig
from groundplan.plan.project import read_yaml


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Where(_Row):
    """A setting by its path in the stack file, or a resource with one of its properties."""

    setting: str | None = None
    resource: str | None = None
    property: str | None = None
    value: str | int | float | bool | None = None

    def found(self, plan: Plan) -> tuple[Any, ...]:
        """What the plan says there; empty where it has no such resource."""
        if self.setting is not None:
            section, _, path = self.setting.partition(".")
            return (dig(plan.config.get(f"groundplan:{section}"), path),)
        named = [one for one in plan.resources if self._names(one.type, one.name)]
        return tuple(one.read(self.property) if self.property else None for one in named)

    def _names(self, token: str, name: str) -> bool:
        ours = token.startswith("groundplan:")
        return f"{token.rsplit(':', 1)[1]}/{name}" == self.resource and not ours


class Requirement(_Row):
    id: str
    lines: str
    text: str
    status: Literal["met", "refused", "application"]
    reason: str = ""
    where: list[Where] = []

    @property
    def checklist_row(self) -> str:
        """`S4.12` of `S4.12a`: rows of the checklist may be split."""
        return self.id.rstrip("abcdefgh")


class Checklist(_Row):
    prefix: str
    rows: int


class CostLine(_Row):
    """A line of the guide's cost table, and the resources that it stands for."""

    text: str
    usd: int
    names: list[str]


class Requirements(_Row):
    title: str
    about: str
    checklist: Checklist
    requirements: list[Requirement]
    costs: list[CostLine] = []


def read_requirements(folder: Path) -> Requirements:
    return Requirements.model_validate(read_yaml(folder / "requirements.yaml"))


def cell(text: str) -> str:
    """Text within a table of Markdown."""
    return re.sub(r"\|", r"\\|", text)
