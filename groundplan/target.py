"""What a command was asked to look at: a stack of a project, or a plan in a file."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.status import Status

from groundplan.cost import Usage, UsageInvalid, check_usage
from groundplan.exemptions import Exemptions, read_exemptions
from groundplan.plan import Plan, PlanInvalid, ProgramInvalid, Project, record
from groundplan.plan.record import TIMEOUT_SECONDS
from groundplan.settings import read
from groundplan.settings.stack_file import StackFile

EXEMPTIONS = "policies/exemptions.yaml"
FIRST_STACK = "dev"
"""What the stack of a project without any stack file is called."""


class ConfigRefused(Exception):
    """An option that is no configuration; the message says how to write it."""


@dataclass(frozen=True)
class Running:
    """How a program is run: configuration over its stack file, and how long it may take."""

    config: Mapping[str, str] = field(default_factory=dict)
    assume_config: bool = False
    timeout_seconds: float = TIMEOUT_SECONDS


@dataclass(frozen=True)
class Target:
    """A project's folder and the name of a stack, or the file of a plan made before."""

    folder: Path
    stack: str
    plan_file: Path | None = None
    running: Running = field(default_factory=Running)

    @staticmethod
    def of(
        words: list[str] | None, plan_file: Path | None = None, running: Running | None = None
    ) -> "Target":
        """Read `[PATH] [STACK]`. Raises ProgramInvalid where that names nothing."""
        running = running or Running()
        if plan_file is not None:
            return Target(plan_file.parent, "", plan_file)
        match words or []:
            case [folder, stack]:
                return Target(Path(folder), stack, running=running)
            case [word] if not _is_folder(word):
                return Target(Path(), word, running=running)
            case [folder]:
                return Target(Path(folder), _only_stack(Path(folder)), running=running)
            case []:
                return Target(Path(), _only_stack(Path()), running=running)
            case _:
                raise ProgramInvalid("name a project's folder and a stack, nothing more")

    def plan(self) -> Plan:
        """Read the plan, or check the stack file and run the program.

        Raises PlanInvalid, SettingsInvalid and ProgramInvalid.
        """
        if self.plan_file is not None:
            return read_plan(self.plan_file)
        project = Project.read(self.folder)
        project.config(self.stack)  # says in words what is wrong with the YAML itself
        file = project.stack_file(self.stack)
        if file and StackFile(file).is_ours:
            read(file)
        with _told_to_wait(self.stack):
            return record(
                self.folder,
                self.stack,
                config=self.running.config,
                assume_config=self.running.assume_config,
                timeout_seconds=self.running.timeout_seconds,
            )

    def usage(self, file: Path | None, plan: Plan, day: date) -> Usage | None:
        """The usage file that was named, or the project's own. Raises UsageInvalid."""
        file = file or self._own_file(f"usage.{plan.stack}.yaml")
        if file is None:
            return None
        usage = Usage.read(file)
        if unread := check_usage(plan, usage, as_of=day):
            raise UsageInvalid("\n".join(f"{file}: {message}" for message in unread))
        return usage

    def exemptions(self, day: date) -> Exemptions | None:
        """The project's exemptions. Raises ExemptionsInvalid."""
        file = self._own_file(EXEMPTIONS)
        return read_exemptions(file, day) if file else None

    def _own_file(self, name: str) -> Path | None:
        file = self.folder / name
        return file if self.plan_file is None and file.is_file() else None


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


def _told_to_wait(stack: str) -> "nullcontext[None] | Status":
    console = Console(stderr=True)
    if not console.is_terminal:
        return nullcontext()
    return console.status(f"Running the program for {stack}")


def read_plan(file: Path) -> Plan:
    """The plan in a JSON file. Raises PlanInvalid, naming the file."""
    try:
        return Plan.from_json(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise PlanInvalid(f"{file}: cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise PlanInvalid(f"{file}:{error.lineno}: this is not JSON: {error.msg}") from None
    except PlanInvalid as error:
        raise PlanInvalid(f"{file}: {error}") from None
