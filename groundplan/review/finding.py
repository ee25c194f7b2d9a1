"""A finding: what one rule says about one resource."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["low", "medium", "high", "critical"]
Outcome = Literal["pass", "violation", "undecided", "exempt"]

_SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
_VERDICTS: tuple[Outcome, ...] = ("violation", "undecided", "exempt", "pass")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule says about one resource. Holds names and properties, never a value.

    `path` is the property that decided, empty where no single one did. `frameworks` starts with
    the control's own id (`GP:RDS-03`).
    """

    policy: str
    pack: str
    severity: Severity
    level: Literal["mandatory", "advisory"]
    verdict: Outcome
    urn: str
    path: str
    message: str
    frameworks: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether the change must not be made as it is."""
        return self.verdict == "violation" and self.level == "mandatory"

    @property
    def order(self) -> tuple[int, int, int, str, str, str, str]:
        """Findings sort by what a reader must see first, then by rule and resource."""
        return (
            _VERDICTS.index(self.verdict),
            0 if self.level == "mandatory" else 1,
            _SEVERITIES.index(self.severity),
            self.policy,
            self.urn,
            self.path,
            self.message,
        )
