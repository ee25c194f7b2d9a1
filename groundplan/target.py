"""What a command was asked to look at: a project and one of its stacks, or a plan in a file."""

import json
from dataclasses import dataclass
from pathlib import Path

from groundplan.plan import Plan, PlanInvalid, ProgramInvalid, Project, record
from groundplan.settings import read
from groundplan.settings.stack_file import StackFile


@dataclass(frozen=True)
class Target:
    """A project's folder and the name of a stack."""

    folder: Path
    stack: str

    @staticmethod
    def of(words: list[str]) -> "Target":
        """Read `[PATH] [STACK]`. Raises ProgramInvalid where that names nothing."""
        if len(words) == 2:  # noqa: PLR2004 - both are given
            return Target(Path(words[0]), words[1])
        if words and not _is_folder(words[0]):
            return Target(Path(), words[0])
        folder = Path(words[0]) if words else Path()
        stacks = Project.read(folder).stacks
        if len(stacks) == 1:
            return Target(folder, stacks[0])
        raise ProgramInvalid(f"name one of the stacks: {', '.join(stacks) or 'there is none yet'}")

    def plan(self) -> Plan:
        """Check the stack file and run the program. Raises SettingsInvalid and ProgramInvalid."""
        project = Project.read(self.folder)
        project.config(self.stack)  # says in words what is wrong with the YAML itself
        file = project.stack_file(self.stack)
        if StackFile(file).is_ours:
            read(file)
        return record(self.folder, self.stack)

    def beside_the_stack_file(self, name: str) -> Path | None:
        """A file in the project's folder, if it is there."""
        file = self.folder / name
        return file if file.is_file() else None


def _is_folder(word: str) -> bool:
    return "/" in word or word in (".", "..") or (Path(word).is_dir() and _has_project(Path(word)))


def _has_project(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("Pulumi.yaml", "Pulumi.yml"))


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
