from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from groundplan.plan import Plan, record
from tests.conftest import ROOT

DAY = date(2026, 11, 21)
SYSTEMS = tuple(sorted(file.parent for file in (ROOT / "systems").glob("*/Pulumi.yaml")))


@dataclass(frozen=True)
class System:
    """A stack of one of the systems."""

    folder: Path
    stack: str

    def __str__(self) -> str:
        return f"{self.folder.name}-{self.stack}"

    @property
    def plan(self) -> Plan:
        return _plan(self.folder, self.stack)


@cache
def _plan(folder: Path, stack: str) -> Plan:
    return record(folder, stack, timeout_seconds=300)


STACKS = tuple(System(folder, stack) for folder in SYSTEMS for stack in ("prod", "staging"))
