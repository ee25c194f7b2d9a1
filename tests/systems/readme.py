"""A system's README: its requirements and its costs as tables."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from groundplan.cost import Bill
from tests.systems.requirements import CostLine, Requirement, Requirements, Where, cell


def render(name: str, data: Requirements, bill: Bill) -> str:
    """The whole README; money is the expected month of prod."""
    lines = [
        f"# {data.title}",
        "",
        data.about,
        "",
        f"    groundplan review systems/{name} prod",
        "",
        "Rendered from `requirements.yaml` by `make golden`.",
        "",
        "## Requirements",
        "",
        "| id | guide line | requirement | status | where and why |",
        "|---|---|---|---|---|",
        *map(_requirement, data.requirements),
        *(_costs(data.costs, bill) if data.costs else ()),
    ]
    return "\n".join(lines) + "\n"


def _requirement(row: Requirement) -> str:
    proof = [_where(one) for one in row.where] + ([row.reason] if row.reason else [])
    cells = (row.id, row.lines, row.text, row.status, "; ".join(proof))
    return f"| {' | '.join(map(cell, cells))} |"


def _where(one: Where) -> str:
    if one.setting is not None:
        return f"[`{one.setting}`](Pulumi.prod.yaml) `{one.value}`"
    if one.property is None:
        return f"`{one.resource}`"
    return f"`{one.resource}.{one.property}` `{one.value}`"


def _costs(lines: list[CostLine], bill: Bill) -> Iterator[str]:
    rest = _by_name(bill)
    yield from (
        "",
        "## Costs",
        "",
        "The guide's table beside the estimate of prod, USD per month.",
        "",
        "| | guide | estimate |",
        "|---|---:|---:|",
    )
    for line in lines:
        real = sum((rest.pop(name) for name in line.names), Decimal(0))
        yield f"| {line.text} | {line.usd} | {f'{real:.2f}' if line.names else 'in each line'} |"
    dear = sorted(rest.items(), key=lambda one: (-one[1], one[0]))
    yield from (f"| left out: `{name}` | | {usd:.2f} |" for name, usd in dear if usd >= 1)
    small = sum((usd for _, usd in dear if usd < 1), Decimal(0))
    yield f"| left out: what costs less than a dollar | | {small:.2f} |"
    yield f"| **Total** | **{sum(line.usd for line in lines)}** | **{bill.total.expected:.2f}** |"


def _by_name(bill: Bill) -> dict[str, Decimal]:
    money: dict[str, Decimal] = defaultdict(Decimal)
    for item in bill.items:
        money[item.urn.rsplit("::", 1)[1]] += item.money.expected
    return money
