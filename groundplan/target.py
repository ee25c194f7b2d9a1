"""What a command was asked to look at: a stack of a project, or a plan in a file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from groundplan.plan import Plan, ProgramInvalid, Project, record
from groundplan.plan.preview import is_without_references, with_references
from groundplan.plan.record import TIMEOUT_SECONDS, plain
from groundplan.plan_file import read_plan
from groundplan.progress import working

if TYPE_CHECKING:
    from groundplan.cost import Usage
    from groundplan.exemptions import Exemptions
    from groundplan.review.places import Places

EXEMPTIONS = "policies/exemptions.yaml"
FIRST_STACK = "dev"
"""What the stack of a project without any stack file is called."""


class OptionRefused(Exception):
    """An option that cannot be used so; the message says how to write it."""


@dataclass(frozen=True)
class Running:
    """How a program is run: configuration over its stack file, and how long it may take."""

    config: Mapping[str, str] = field(default_factory=dict)
    assume_config: bool = False
    timeout_seconds: float = TIMEOUT_SECONDS


@dataclass(frozen=True)
class Target:
    """A stack of a project, a plan in a file, or both: what the engine made of that stack."""

    folder: Path | None
    stack: str
    file: Path | None = None
    running: Running = field(default_factory=Running)
    is_other_revision: bool = False
    """Whether the stack file follows another schema than the one of today."""

    @staticmethod
    def of(
        words: list[str] | None, file: Path | None = None, running: Running | None = None
    ) -> "Target":
        """Read `[PATH] [STACK]`. Raises ProgramInvalid where that names nothing."""
        if file is not None and not words:
            return Target(None, "", file)
        folder, stack = _named(words or [])
        return Target(folder, stack, file, running or Running())

    def plan(self) -> Plan:
        """Read the file, or check the stack file and run the program.

        A file of the engine is completed by the project, where that is named as well: by its
        configuration, and by what depends on what. Raises PlanInvalid, SettingsInvalid and
        ProgramInvalid.
        """
        if self.file is None:
            return self._recorded()
        plan = read_plan(self.file)
        if self.folder is None:
            return plan
        if is_without_references(plan):
            plan = with_references(plan, self._recorded())
        settings = Project.read(self.folder).config(self.stack, self.running.config)
        return replace(plan, config={**plain(settings), **plan.config})

    def _recorded(self) -> Plan:
        folder = self.folder or Path()
        with working(f"Running the program for {self.stack}"):
            return record(
                folder,
                self.stack,
                config=self.running.config,
                assume_config=self.running.assume_config,
                timeout_seconds=self.running.timeout_seconds,
                meanwhile=self._prepare,
            )

    def _prepare(self) -> None:
        """Use the time of the program: check the stack file, and load what judges the plan."""
        from groundplan.review.judge import installed_packs
        from groundplan.settings.read import read_file
        from groundplan.settings.stack_file import StackFile

        file = Project.read(self.folder or Path()).stack_file(self.stack)
        if file and not self.is_other_revision and (opened := StackFile(file)).is_ours:
            read_file(opened)
        installed_packs()

    def beside(self, stack: str) -> "Target":
        """Another stack of the same project. Raises ProgramInvalid for a plan from a file."""
        if self.file is not None:
            raise ProgramInvalid(f"{stack}: a plan from a file has no other stacks: name a project")
        return replace(self, stack=stack)

    def usage(
        self, file: Path | None, plan: Plan, day: date, *, of_another_plan: bool = False
    ) -> "Usage | None":
        """The usage file that was named, or the project's own. Raises UsageInvalid.

        Figures of another plan may name resources that this one has not.
        """
        from groundplan.cost import Usage, UsageInvalid, check_usage

        file = file or self._own_file(f"usage.{plan.stack}.yaml")
        if file is None:
            return None
        usage = Usage.read(file)
        if not of_another_plan and (unread := check_usage(plan, usage, as_of=day)):
            raise UsageInvalid("\n".join(unread))
        return usage

    def exemptions(self, day: date) -> "Exemptions | None":
        """The project's exemptions. Raises ExemptionsInvalid."""
        from groundplan.exemptions import read_exemptions

        file = self._own_file(EXEMPTIONS)
        return read_exemptions(file, day) if file else None

    @property
    def places(self) -> "Places":
        """Where the program and its project lie, seen from here. Raises ProgramInvalid."""
        from groundplan.review.places import Places

        if self.folder is None:
            return Places()
        main = Project.read(self.folder).main
        program = main if main.is_dir() else main.parent
        return Places(os.path.relpath(program), os.path.relpath(self.folder))

    def _own_file(self, name: str) -> Path | None:
        file = self.folder / name if self.folder else None
        return file if file and file.is_file() else None


def _named(words: list[str]) -> tuple[Path, str]:
    match words:
        case [folder, stack]:
            return Path(folder), stack
        case [word] if not _is_folder(word):
            return Path(), word
        case [folder]:
            return Path(folder), _only_stack(Path(folder))
        case []:
            return Path(), _only_stack(Path())
    raise ProgramInvalid("name a project's folder and a stack, nothing more")


def _only_stack(folder: Path) -> str:
    stacks = Project.read(folder).stacks
    if len(stacks) == 1:
        return stacks[0]
    if not stacks:
        return FIRST_STACK
    raise ProgramInvalid(f"name one of the stacks: {', '.join(stacks)}")


def _is_folder(word: str) -> bool:
    names = ("Pulumi.yaml", "Pulumi.yml")
    return (
        "/" in word or word in (".", "..") or any((Path(word) / name).is_file() for name in names)
    )
