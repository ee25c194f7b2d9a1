"""The violations as workflow commands, which GitHub shows beside the lines of a pull request.

Form and escapes: docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of
actions/toolkit, packages/core/src/command.ts.
"""

from collections.abc import Iterator

from groundplan.review.places import Place
from groundplan.review.review import Review
from groundplan.review.verdict_line import verdict_line
from groundplan.review.words import count

_COMMANDS = {"mandatory": "error", "advisory": "warning"}


def annotations(review: Review) -> str:
    """Give one command per violation, then the verdict; equal reviews give equal bytes."""
    return "\n".join(_commands(review)) + "\n"


def _commands(review: Review) -> Iterator[str]:
    for finding in (*review.blocking, *review.advisory):
        place = review.places.of(finding, review.plan)
        yield _command(_COMMANDS[finding.level], place, finding.policy, finding.message)
    stack_file = review.places.stack_file(review.plan)
    if review.is_over_budget and review.budget is not None:
        yield _command("error", stack_file, "budget", review.budget.message)
    if review.undecided:
        told = f"{count(len(review.undecided), 'check')} undecided until the cloud computes a value"
        yield _command("notice", stack_file, "undecided", told)
    yield verdict_line(review)


def _command(name: str, place: Place, title: str, message: str) -> str:
    file = _escaped(place.file, ":,")
    return (
        f"::{name} file={file},line={place.line},title={_escaped(title, ':,')}::{_escaped(message)}"
    )


def _escaped(text: str, also: str = "") -> str:
    return "".join(f"%{ord(one):02X}" if one in f"%\r\n{also}" else one for one in text)
