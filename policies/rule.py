"""A rule: what is demanded of which resources, why, and what to write to fulfil it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from groundplan.plan import PlannedResource
from policies.subject import Facts, Subject
from policies.verdict import Undecided, Verdict, undecided

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["mandatory", "advisory", "disabled"]
Environment = Literal["prod", "staging"]

EVERY_RESOURCE = "*"


@dataclass(frozen=True)
class Levels:
    """How strict a rule is per environment."""

    prod: Level
    staging: Level


ALWAYS = Levels("mandatory", "mandatory")
PROD_FIRST = Levels("mandatory", "advisory")
PROD_ONLY = Levels("mandatory", "disabled")
ADVICE = Levels("advisory", "advisory")
PROD_ADVICE = Levels("advisory", "disabled")


class Text(TypedDict):
    """What a rule says when it is broken."""

    problem: str
    why: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One demand. `check` is pure: the same resource and plan give the same verdict.

    `check` returns None where the demand does not apply to the resource. `problem` says what is
    wrong, `fix` what to write; neither holds a value of the program. A graph rule also looks at
    the resource's neighbours and reports on the resource to mend.
    """

    name: str
    control: str
    severity: Severity
    levels: Levels
    applies_to: tuple[str, ...]
    check: Callable[[Subject], Verdict | None]
    problem: str
    why: str
    fix: str
    ids: str = ""
    graph: bool = False
    never_exempt: bool = False
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    in_staging: Mapping[str, Any] = field(default_factory=dict)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The control's id, and those of the catalogues that ask for the same."""
        return (f"GP:{self.control}", *self.ids.split())

    @property
    def config_schema(self) -> Mapping[str, Mapping[str, Any]]:
        """The JSON Schema of each threshold, with its default, for both hosts."""
        return {name: _schema(value) for name, value in self.thresholds.items()}

    def level(self, environment: str) -> Level:
        """How strict the rule is in prod or staging."""
        levels: dict[str, Level] = {"prod": self.levels.prod, "staging": self.levels.staging}
        return levels[environment]

    def figures(self, environment: str) -> Mapping[str, Any]:
        """The rule's thresholds in an environment; those of staging where it has its own."""
        return {**self.thresholds, **(self.in_staging if environment == "staging" else {})}

    def judge(
        self,
        resource: PlannedResource,
        facts: Facts | None = None,
        thresholds: Mapping[str, Any] | None = None,
    ) -> Verdict | None:
        """Judge one resource; raises nothing: a rule that breaks gives the verdict crashed."""
        figures = {**self.thresholds, **thresholds} if thresholds else self.thresholds
        try:
            return self.check(Subject(resource, facts if self.graph else None, figures))
        except Undecided as gap:
            return undecided(gap.path)
        except Exception as crash:  # noqa: BLE001 - one broken rule must not silence the others
            return Verdict("crashed", detail=_place(crash))

    def message(self, resource: PlannedResource, verdict: Verdict) -> str:
        """What to tell about a verdict: names and properties, never a value."""
        ids = " ".join((self.control, *self.ids.split()))
        where = f" ({verdict.path})" if verdict.path else ""
        detail = f": {verdict.detail}" if verdict.detail else ""
        if verdict.outcome == "pass":
            return f"{resource.name} fulfils {self.name} · {ids}"
        if verdict.outcome == "undecided":
            return (
                f"{self.name} waits for {verdict.path or 'a value'} of {resource.name}: only the "
                f"update or `pulumi policy analyze` on the state can decide · {ids}"
            )
        if verdict.outcome == "crashed":
            return f"rule crashed: {self.name} on {resource.name}, {verdict.detail}"
        what = f"{self.problem} on {resource.name}{where}{detail}"
        return f"{what} · {self.why} · fix: {self.fix} · {ids}"


def _schema(default: Any) -> Mapping[str, Any]:
    if isinstance(default, int):
        return {"type": "integer", "minimum": 0, "default": default}
    if isinstance(default, str):
        return {"type": "string", "default": default}
    return {"type": "array", "items": {"type": "string"}, "default": list(default)}


def _place(crash: BaseException) -> str:
    """Where and how a rule broke; an exception's own text may quote the program."""
    trace = crash.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(crash).__name__
    code = trace.tb_frame.f_code
    return f"{type(crash).__name__} in {code.co_name} line {trace.tb_lineno}"
