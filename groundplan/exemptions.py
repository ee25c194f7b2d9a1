"""Exemptions: who accepted which violation, why, and until when.

They stand in one reviewed file. An entry that is not sound exempts nothing and is a finding of its
own: see `Exemptions.faults`. The date is an argument, so that a verdict can be repeated.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

LONGEST_DAYS = 180
SHORTEST_REASON = 20
_KEYS = ("policy", "urn", "reason", "owner", "expires")


class ExemptionsInvalid(ValueError):
    """A file that cannot be read as exemptions; the message is one line: place, what, remedy."""


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """One accepted violation: a policy, on the resources whose URN matches the pattern."""

    policy: str
    urn: str
    reason: str
    owner: str
    expires: date
    place: str = ""

    def covers(self, policy: str, urn: str) -> bool:
        """Whether it is about this policy on this resource."""
        return policy == self.policy and fnmatchcase(urn, self.urn)

    def is_of(self, stack: str) -> bool:
        """Whether it can match a resource of the stack, `urn:pulumi:<stack>::<project>`."""
        pattern, wanted = self.urn.split("::")[:2], stack.split("::")[:2]
        return self.urn.startswith("*") or all(map(fnmatchcase, wanted, pattern))


@dataclass(frozen=True)
class Fault:
    """What is wrong with an entry."""

    exemption: Exemption
    problem: str


@dataclass(frozen=True)
class Exemptions:
    """The entries of a file, judged on a day."""

    entries: tuple[Exemption, ...]
    as_of: date
    _used: set[Exemption] = field(default_factory=set, compare=False)

    def covering(self, policy: str, urn: str, *, never: bool = False) -> Exemption | None:
        """The sound entry that covers a violation, and note that it was needed."""
        for one in self.entries:
            if one.covers(policy, urn):
                self._used.add(one)
                if not never and not self._defect(one):
                    return one
        return None

    def days_left(self, exemption: Exemption) -> int:
        """How many days it is still in force."""
        return (exemption.expires - self.as_of).days

    def faults(
        self, policies: Mapping[str, bool], urns: Collection[str], others: Collection[str] = ()
    ) -> Iterator[Fault]:
        """What is wrong, after a run over the resources `urns`.

        `policies` says of each policy of the run whether it can never be exempted; `others` are
        policies of packs that did not run here. Entries of other stacks are left to their runs.
        """
        stacks = {"::".join(urn.split("::")[:2]) for urn in urns}
        for one in self.entries:
            if one.policy in others or not any(one.is_of(stack) for stack in stacks):
                continue
            if one.policy not in policies:
                yield Fault(one, _unknown(one.policy, {*policies, *others}))
            elif problem := self._fault(one, policies, urns):
                yield Fault(one, problem)

    def _fault(
        self, one: Exemption, policies: Mapping[str, bool], urns: Collection[str]
    ) -> str | None:
        if policies[one.policy]:
            return "this policy can never be exempted"
        if defect := self._defect(one):
            return defect
        if not any(fnmatchcase(urn, one.urn) for urn in urns):
            return "no resource of the stack matches its urn"
        return None if one in self._used else "it is not needed any more: remove it"

    def _defect(self, one: Exemption) -> str | None:
        """Why the entry exempts nothing, whatever it is about."""
        if len(one.reason.strip()) < SHORTEST_REASON:
            return f"its reason is shorter than {SHORTEST_REASON} characters"
        if not one.owner.strip():
            return "it has no owner"
        if one.expires < self.as_of:
            return f"it expired on {one.expires}"
        if self.days_left(one) > LONGEST_DAYS:
            return f"it lasts longer than {LONGEST_DAYS} days"
        return None


def _unknown(policy: str, known: Collection[str]) -> str:
    near = get_close_matches(policy, sorted(known), n=1)
    return "no policy has this name" + (f", did you mean {near[0]}?" if near else "")


def read_exemptions(path: Path, as_of: date, name: str = "") -> Exemptions:
    """Read the file; one that does not exist holds none. Raises ExemptionsInvalid.

    `name` is what messages call the file where its own name is not enough.
    """
    name = name or path.name
    if not path.exists():
        return Exemptions((), as_of)
    try:
        document = YAML(typ="rt", pure=True).load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise ExemptionsInvalid(f"{name}:{line}: this is not YAML: {problem.problem}") from None
    except (OSError, UnicodeDecodeError, YAMLError):
        raise ExemptionsInvalid(f"{name}: cannot be read as text") from None
    return Exemptions(tuple(_entries(document, name)), as_of)


def read_exemptions_of(root: Path, files: Iterable[str], as_of: date) -> Exemptions:
    """The entries of several files below root, each for the stacks that it names.

    Raises ExemptionsInvalid.
    """
    read = (read_exemptions(root / file, as_of, file) for file in files)
    return Exemptions(tuple(entry for one in read for entry in one.entries), as_of)


def _entries(document: Any, name: str) -> Iterator[Exemption]:
    entries = document.get("exemptions") if isinstance(document, Mapping) else None
    if document is None or (entries is None and isinstance(document, Mapping) and not document):
        return
    if not isinstance(entries, list):
        raise ExemptionsInvalid(f"{name}:1: write a list under the key `exemptions:`")
    for index, entry in enumerate(entries):
        place = f"{name}:{entries.lc.item(index)[0] + 1}"  # type: ignore[attr-defined]
        yield _entry(entry, place)


def _entry(entry: Any, place: str) -> Exemption:
    if not isinstance(entry, Mapping):
        raise ExemptionsInvalid(f"{place}: an entry has the keys {', '.join(_KEYS)}")
    for key in entry:
        if key not in _KEYS:
            near = get_close_matches(str(key), _KEYS, n=1)
            hint = f", did you mean {near[0]}?" if near else f": choose from {', '.join(_KEYS)}"
            raise ExemptionsInvalid(f"{place}: unknown key {key}{hint}")
    return Exemption(
        policy=_text(entry, "policy", place),
        urn=_text(entry, "urn", place),
        reason=_text(entry, "reason", place, default=""),
        owner=_text(entry, "owner", place, default=""),
        expires=_day(entry, place),
        place=place,
    )


def _text(entry: Mapping[str, Any], key: str, place: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise ExemptionsInvalid(f"{place}: {key} is missing or no text")
    return value


def _day(entry: Mapping[str, Any], place: str) -> date:
    value = entry.get("expires")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ExemptionsInvalid(f"{place}: expires is no date: write 2027-01-31") from None
