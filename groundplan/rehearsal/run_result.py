"""What a run of the engine did, read from its stream of events."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.rehearsal.child import Finished


@dataclass(frozen=True)
class Step:
    """What the engine does, or would do, with one resource: create, update, same, delete, ..."""

    op: str
    urn: str


@dataclass(frozen=True)
class PolicyEvent:
    """A finding of a policy pack."""

    pack: str
    policy: str
    level: str
    urn: str
    message: str


@dataclass(frozen=True)
class Diagnostic:
    """Something that the engine, the program or a provider said."""

    severity: str
    urn: str
    message: str


@dataclass(frozen=True)
class RunResult:
    """The whole of one run."""

    exit_code: int
    steps: tuple[Step, ...]
    policy_events: tuple[PolicyEvent, ...]
    diagnostics: tuple[Diagnostic, ...]
    stdout: str
    stderr: str

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that alter something."""
        return tuple(step for step in self.steps if step.op not in ("same", "read"))

    @property
    def errors(self) -> str:
        """Why it failed: all error messages, or else the end of what was printed."""
        said = [line.message for line in self.diagnostics if line.severity == "error"]
        return "\n".join(said) or self.stderr or self.stdout


def read_result(finished: Finished) -> RunResult:
    """Read the events of `--json` in its streaming form: one event per line."""
    events = list(_events(finished.stdout))
    return RunResult(
        exit_code=finished.exit_code,
        steps=tuple(
            Step(body["metadata"]["op"], body["metadata"]["urn"])
            for body in _of(events, "resourcePreEvent")
        ),
        policy_events=tuple(_policy_event(body) for body in _of(events, "policyEvent")),
        diagnostics=tuple(
            Diagnostic(body.get("severity", ""), body.get("urn", ""), body["message"].strip())
            for body in _of(events, "diagnosticEvent")
        ),
        stdout=finished.stdout,
        stderr=finished.stderr,
    )


def _events(text: str) -> Iterator[dict[str, Any]]:
    """Skip what is no event: a program may print."""
    for line in text.splitlines():
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(event, dict):
            yield event


def _of(events: Iterable[Mapping[str, Any]], kind: str) -> Iterator[Any]:
    return (event[kind] for event in events if kind in event)


def _policy_event(body: Mapping[str, Any]) -> PolicyEvent:
    return PolicyEvent(
        pack=body["policyPackName"],
        policy=body["policyName"],
        level=body["enforcementLevel"],
        urn=body.get("resourceUrn", ""),
        message=body["message"].strip(),
    )
