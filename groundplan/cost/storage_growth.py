"""What lies in a bucket after some months, class by class, when so much comes in every month.

Objects grow old: the first transition moves them after its days, the next after more, expiration
takes them away. What comes in evenly lies evenly over all ages, so a class holds the inflow of the
days between its own transition and the next.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost.line_item import Spread
from groundplan.cost.storage import lifecycle_rules
from groundplan.cost.storage_class import BY_NAME, STANDARD
from groundplan.cost.usage import Figure
from groundplan.plan import Plan, PlannedResource

DAYS_PER_MONTH = Decimal(730) / 24
MONTHS_WITHOUT_END = 12
FOR_EVER = Decimal("Infinity")


def held(
    bucket: PlannedResource, plan: Plan, inflow: Spread, month: int | None, reason: str
) -> Mapping[str, Figure]:
    """Give the storage of each class in a month, or where growth ends (`month` None).

    A bucket whose objects never expire grows for ever: then it is the figure of month 12.
    """
    moves, expires = _schedule(bucket, plan)
    if month is None and expires == FOR_EVER:
        month, reason = MONTHS_WITHOUT_END, f"nothing expires: the figure of month 12; {reason}"
    oldest = expires if month is None else min(expires, month * DAYS_PER_MONTH)
    found: dict[str, Figure] = {}
    for name, start, end in _stays(moves, oldest):
        months = (end - start) / DAYS_PER_MONTH
        key = _storage_key(name)
        found[key] = Figure(inflow.map(lambda gb, months=months: gb * months), reason)
    return found


def _schedule(bucket: PlannedResource, plan: Plan) -> tuple[list[tuple[Decimal, str]], Decimal]:
    moves: list[tuple[Decimal, str]] = []
    expires = FOR_EVER
    for rule in lifecycle_rules(bucket, plan):
        if rule.get("status", "Enabled") != "Enabled" or rule.get("enabled") is False:
            continue
        moves.extend(
            (Decimal(str(transition["days"])), str(transition["storageClass"]))
            for transition in rule.get("transitions") or ()
            if transition.get("storageClass") in BY_NAME and transition.get("days") is not None
        )
        expiration = rule.get("expiration") or {}
        if expiration.get("days"):
            expires = min(expires, Decimal(str(expiration["days"])))
    return sorted(moves), expires


def _stays(
    moves: list[tuple[Decimal, str]], oldest: Decimal
) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield (class, age at which objects come, age at which they leave), as far as they get."""
    starts = [(Decimal(0), STANDARD.name), *moves]
    ends = [start for start, _ in moves]
    for (start, name), end in zip(starts, [*ends, oldest], strict=True):
        if start < oldest:
            yield name, start, min(end, oldest)


def _storage_key(name: str) -> str:
    """Give the usage key of a class's storage; Intelligent-Tiering counts as frequent access."""
    storage_class = BY_NAME[name]
    part = "frequent_access_storage_gb" if name == "INTELLIGENT_TIERING" else "storage_gb"
    return f"{storage_class.usage}.{part}"
