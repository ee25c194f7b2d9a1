"""What the writers tell of a rule, also of those that no pack has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.review.judge import installed_packs

_SECURITY_HUB = re.compile(r"FSBP:(([A-Za-z0-9]+)\.\d+)")
_CONTROLS = (
    "https://docs.aws.amazon.com/securityhub/latest/userguide/{service}-controls.html#{anchor}"
)


@dataclass(frozen=True)
class RuleText:
    """A rule in words."""

    name: str
    problem: str
    why: str
    fix: str
    page: str
    """The rule's page below the repository's root; empty for what is no rule of a pack."""

    frameworks: tuple[str, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """Pages of AWS about the same demand.

        Source of their form: docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html,
        where control RDS.3 has the anchor rds-3.
        """
        found = (match for one in self.frameworks if (match := _SECURITY_HUB.fullmatch(one)))
        return tuple(
            _CONTROLS.format(service=one[2].lower(), anchor=one[1].lower().replace(".", "-"))
            for one in found
        )


_CRASHED = RuleText(
    name="rule-crashed",
    problem="a rule broke and came to no verdict",
    why="what it demands is not checked",
    fix="report it, with the line that the message names",
    page="",
    frameworks=(),
)
_UNSOUND = RuleText(
    name="exemption-sound",
    problem="an exemption is expired, unused, unknown or without a reason",
    why="an exemption that nobody needs hides the next mistake",
    fix="mend or remove the entry in policies/exemptions.yaml",
    page="docs/policies/README.md",
    frameworks=("GP:GOV-03",),
)


def rule_texts() -> Mapping[str, RuleText]:
    """Every rule of the installed packs, and what else a finding may be about, by name."""
    rules = [_told(rule) for pack in installed_packs() for rule in pack.rules]
    return {one.name: one for one in (*rules, _CRASHED, _UNSOUND)}


def _told(rule: Any) -> RuleText:
    return RuleText(
        name=rule.name,
        problem=rule.problem,
        why=rule.why,
        fix=rule.fix,
        page=f"docs/policies/{rule.name}.md",
        frameworks=rule.frameworks,
    )
