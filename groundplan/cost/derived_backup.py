"""What lies in a backup vault, from the plans that fill it and what they select."""

from collections.abc import Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.backup import BACKUP_PLAN, RDS_SNAPSHOTS, SELECTION, VAULT
from groundplan.cost.database import INSTANCE
from groundplan.cost.derived_storage import DAILY_CHANGE, DATABASE_FILL
from groundplan.cost.line_item import Spread
from groundplan.cost.situation import Derivation, Situation
from groundplan.cost.storage_growth import DAYS_PER_MONTH
from groundplan.cost.usage import Figure, Figures
from groundplan.plan import Plan, PlannedResource

_KEPT = {True: "copyActions[0].lifecycle.deleteAfter", False: "lifecycle.deleteAfter"}


def vault(resource: PlannedResource, situation: Situation) -> Figures:
    """The first snapshot is whole, each later one holds what changed, until it expires."""
    days, disks = Decimal(0), Decimal(0)
    for plan in _users(situation.plan, resource, BACKUP_PLAN):
        days = max(days, _days(plan, is_copy=inputs.is_set(resource, "region")))
        disks += _gigabytes(plan, situation.plan)
    if not (days and disks):
        return {}
    if situation.month is not None:
        days = min(days, situation.month * DAYS_PER_MONTH)
    full = disks * (1 + DAILY_CHANGE * days)
    spread = Spread(full * DATABASE_FILL / 2, full * DATABASE_FILL, full)
    reason = (
        f"{DATABASE_FILL} of {disks} GB in use (half of it at low, all at high), {DAILY_CHANGE} "
        f"of it changes a day, kept {days:.0f} days"
    )
    return {RDS_SNAPSHOTS: Figure(spread, reason)}


def _days(plan: PlannedResource, *, is_copy: bool) -> Decimal:
    rules = range(len(inputs.items(plan, "rules")))
    return max(inputs.number(plan, f"rules[{one}].{_KEPT[is_copy]}", 0) for one in rules)


def _gigabytes(plan: PlannedResource, whole: Plan) -> Decimal:
    return sum(
        (
            inputs.number(store, "allocatedStorage", 0)
            for selection in _users(whole, plan, SELECTION)
            for store in whole.uses(selection, "resources")
            if store.kind == INSTANCE
        ),
        Decimal(0),
    )


def _users(plan: Plan, resource: PlannedResource, kind: str) -> list[PlannedResource]:
    found = {one.urn: one for one, _ in plan.users(resource.urn) if one.kind == kind}
    return list(found.values())


DERIVATIONS: Mapping[str, Derivation] = {VAULT: vault}
