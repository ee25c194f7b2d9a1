"""Findings as the page shows them: one card per rule and remedy, with the resources below."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundplan.review.finding import Finding
from groundplan.review.review import Review
from groundplan.review.words import resource_name

_SEPARATOR = " · "
_FIX = "fix: "
_WAITS = "The cloud computes what would decide; the update or a policy run on its state can tell."


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding's message in its parts; a part that the message lacks is empty."""

    terms: str = ""
    what: str
    why: str = ""
    fix: str = ""

    @staticmethod
    def of(finding: Finding) -> "Told":
        """Take the message apart; its ids are in the finding already."""
        parts = finding.message.split(_SEPARATOR)
        terms = parts.pop(0) if finding.verdict == "exempt" and len(parts) > 1 else ""
        if finding.verdict == "undecided":
            return Told(what=parts[0], why=_WAITS)
        fixes = [index for index, part in enumerate(parts) if part.startswith(_FIX)]
        if not fixes:
            return Told(terms=terms, what=parts[0])
        at = fixes[0]
        what, why = parts[0], _SEPARATOR.join(parts[1:at])
        return Told(terms=terms, what=what, why=why, fix=parts[at].removeprefix(_FIX))


@dataclass(frozen=True)
class Item:
    """One resource of a card."""

    name: str
    component: str
    what: str
    path: str


@dataclass(frozen=True, kw_only=True)
class FindingCard:
    """What one rule demands of the resources below it."""

    policy: str
    pack: str
    severity: str
    state: str
    """`blocks`, `advice`, `undecided` or `exempt`."""

    told: Told
    ids: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PassedRule:
    """A rule that holds, and on how many resources."""

    policy: str
    pack: str
    severity: str
    resources: int


def finding_cards(
    review: Review, findings: Sequence[Finding] | None = None
) -> tuple[FindingCard, ...]:
    """Give everything that did not pass, what blocks first: of the review, or of what is named."""
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for one in review.findings if findings is None else findings:
        if one.verdict != "pass":
            told = Told.of(one)
            groups[_state(one), one.policy, told.why, told.fix, told.terms].append(one)
    return tuple(_card(review, group) for group in groups.values())


def passed_rules(review: Review) -> tuple[PassedRule, ...]:
    """Give the rules that hold somewhere, by pack and name."""
    numbers = Counter((one.pack, one.policy, one.severity) for one in review.passed)
    return tuple(
        PassedRule(policy, pack, severity, number)
        for (pack, policy, severity), number in sorted(numbers.items())
    )


def choices(cards: Sequence[FindingCard]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each filter: its key, its label, and what it may be set to."""
    severities = ("critical", "high", "medium", "low")
    states = ("blocks", "advice", "undecided", "exempt")
    yield (
        "severity",
        "Severity",
        tuple(one for one in severities if one in {card.severity for card in cards}),
    )
    yield "state", "Verdict", tuple(one for one in states if one in {card.state for card in cards})
    yield "pack", "Pack", tuple(sorted({card.pack for card in cards}))
    components = {item.component for card in cards for item in card.items}
    yield "component", "Component", tuple(sorted(components))


def _card(review: Review, group: Sequence[Finding]) -> FindingCard:
    first = group[0]
    return FindingCard(
        policy=first.policy,
        pack=first.pack,
        severity=first.severity,
        state=_state(first),
        told=Told.of(first),
        ids=first.frameworks,
        items=tuple(_item(review, one) for one in group),
    )


def _item(review: Review, finding: Finding) -> Item:
    component = resource_name(review.bill.component_of(finding.urn))
    name = resource_name(finding.urn)
    what = Told.of(finding).what.replace(f" on {name}", "", 1)
    return Item(name, component, what, finding.path)


def _state(finding: Finding) -> str:
    if finding.verdict == "violation":
        return "blocks" if finding.blocks else "advice"
    return finding.verdict
