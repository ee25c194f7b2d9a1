"""The three verdicts of a rule, and how several become one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["pass", "violation", "undecided", "crashed"]


@dataclass(frozen=True)
class Verdict:
    """What a rule says about one resource, and the property that decided it.

    `detail` may name properties and resources, never a value of the program.
    """

    outcome: Outcome
    path: str = ""
    detail: str = ""


PASS = Verdict("pass")


class Undecided(Exception):
    """A value that the rule needs is not known before the update; `path` names it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def violation(path: str = "", detail: str = "") -> Verdict:
    """The resource breaks the rule at path."""
    return Verdict("violation", path, detail)


def undecided(path: str) -> Verdict:
    """The rule needs the value at path, and only the update brings it."""
    return Verdict("undecided", path)


def demand(fulfilled: bool, path: str = "", detail: str = "") -> Verdict:  # noqa: FBT001
    """Pass when fulfilled, else a violation at path."""
    return PASS if fulfilled else violation(path, detail)


Question = Callable[[], Verdict | None]


def settle(question: Question) -> Verdict | None:
    """Answer one question; a value that is not known makes it undecided."""
    try:
        return question()
    except Undecided as gap:
        return undecided(gap.path)


def all_of(questions: Iterable[Question]) -> Verdict | None:
    """One violation decides, whatever else is unknown; None when nothing applied."""
    return _first(questions, ("violation", "undecided", "pass"))


def any_of(questions: Iterable[Question]) -> Verdict | None:
    """One pass decides, whatever else is unknown; None when nothing applied."""
    return _first(questions, ("pass", "undecided", "violation"))


def _first(questions: Iterable[Question], order: tuple[Outcome, ...]) -> Verdict | None:
    best: Verdict | None = None
    for question in questions:
        verdict = settle(question)
        if verdict is None:
            continue
        if verdict.outcome == order[0]:
            return verdict
        if best is None or order.index(verdict.outcome) < order.index(best.outcome):
            best = verdict
    return best
