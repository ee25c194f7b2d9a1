"""One row of the price list: what one unit of one thing costs, since when, and says who."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

COLUMNS = ("key", "from_quantity", "unit", "price_usd", "effective", "grade", "source")
GRADES = ("A", "B", "C")
"""A: from a price list or a bill. B: a reputable page, or a uniform rate seen in one region.
C: general knowledge, not verified; every bill shows such a price as such."""

UNITS = {
    "hour": 1, "GB-hour": 1, "vCPU-hour": 1, "LCU-hour": 1, "ACU-hour": 1, "DCU-hour": 1,
    "capacity-hour": 1, "DPU-hour": 1,
    "GB": 1, "GB-month": 1, "GB-second": 1, "IOPS-month": 1, "MBps-month": 1, "vCPU-month": 1,
    "key-month": 1, "secret-month": 1, "ACL-month": 1, "rule-month": 1, "alarm-metric-month": 1,
    "alarm-month": 1, "metric-month": 1, "dashboard-month": 1, "zone-month": 1, "check-month": 1,
    "option-month": 1, "certificate": 1, "certificate-month": 1, "function-month": 1, "item": 1,
    "evaluation": 1, "path": 1, "ACU-month": 1,
    "1 request": 1, "1M ECPU": 1_000_000, "1M change-records": 1_000_000, "ratio": 1,
    "100 notifications": 100,
    "1k requests": 1_000, "1k objects": 1_000, "10k requests": 10_000, "10k tags": 10_000,
    "10k interactions": 10_000, "100k events": 100_000, "100k notifications": 100_000,
    "1M requests": 1_000_000, "1M queries": 1_000_000, "1M objects": 1_000_000,
    "1M events": 1_000_000, "1M notifications": 1_000_000, "1M invocations": 1_000_000,
    "1M observations": 1_000_000, "1M lines": 1_000_000,
}  # fmt: skip
"""Every unit a price may have, with how many of the thing counted it stands for. A closed set:
a price in any other unit is refused, because a unit that is misread is off by 24, 730 or 1e6."""


class PriceListInvalid(ValueError):
    """A snapshot that must not be used; the message names the file, the row and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """One row: the price of one `unit` from `from_quantity` units of monthly use upwards."""

    key: str
    unit: str
    usd: Decimal
    effective: str
    grade: str
    source: str
    from_quantity: Decimal = Decimal(0)

    @property
    def things_per_unit(self) -> int:
        """How many of the thing counted one unit stands for (`1M requests`: 1,000,000)."""
        return UNITS[self.unit]


def parse(text: str, name: str) -> list[Price]:
    """Read a snapshot file. Raises PriceListInvalid, naming file, line and remedy."""
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise PriceListInvalid(f"{name}: the first line must be {','.join(COLUMNS)}")
    return [_price(row, f"{name}:{line}") for line, row in enumerate(reader, start=2)]


def _price(row: list[str], place: str) -> Price:
    if len(row) != len(COLUMNS):
        raise PriceListInvalid(f"{place}: {len(row)} columns, expected {len(COLUMNS)}")
    key, from_quantity, unit, usd, effective, grade, source = row
    if unit not in UNITS:
        raise PriceListInvalid(f"{place}: {key} is priced per {unit!r}, which is no known unit")
    if grade not in GRADES:
        raise PriceListInvalid(f"{place}: grade {grade!r} of {key}, expected one of {GRADES}")
    try:
        price, start = Decimal(usd), Decimal(from_quantity)
    except InvalidOperation:
        raise PriceListInvalid(f"{place}: {usd!r} from {from_quantity!r} is no price") from None
    if price < 0 or start < 0:
        raise PriceListInvalid(f"{place}: the price of {key} is negative")
    return Price(
        key=key, unit=unit, usd=price, effective=effective, grade=grade, source=source,
        from_quantity=start,
    )  # fmt: skip
