"""Where a reader mends what a finding is about: a file and a line, for tools that point at code."""

from dataclasses import dataclass
from pathlib import PurePath

from groundplan.plan import Plan
from groundplan.review.finding import Finding

EXEMPTIONS_PACK = "exemptions"


@dataclass(frozen=True)
class Place:
    """A line of a file; the path is relative to where the reader looks from, with slashes."""

    file: str
    line: int


@dataclass(frozen=True)
class Places:
    """The folders of a program and its project, relative to where the reader looks from."""

    program: str = "."
    project: str = "."

    def of(self, finding: Finding, plan: Plan) -> Place:
        """The line that declares the resource, else the stack file as a whole."""
        if finding.pack == EXEMPTIONS_PACK:
            _, line = _split(finding.path)
            return Place(_below(self.project, "policies/exemptions.yaml"), line)
        resource = plan.by_urn.get(finding.urn)
        if resource is None or resource.source is None:
            return self.stack_file(plan)
        file, line = _split(resource.source)
        return Place(_below(self.program, file), line)

    def stack_file(self, plan: Plan) -> Place:
        """The stack's configuration, for what has no line of its own."""
        return Place(_below(self.project, f"Pulumi.{plan.stack}.yaml"), 1)


def _split(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return (file, max(int(line), 1)) if file and line.isdecimal() else (place, 1)


def _below(folder: str, file: str) -> str:
    return (PurePath(folder) / file).as_posix()
