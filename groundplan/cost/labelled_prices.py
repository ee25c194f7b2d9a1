"""From a table of prices under AWS's own usage types to rows of the price list.

A usage type carries the region in front (`EU-`, `APS3-`; us-east-1 has none) and often a remark
in brackets behind. `labels.csv` maps the rest to the key, or keys where AWS charges one price for
two things, under which the product looks a price up; no key at all means: left out on purpose.
A row that no label fits is reported, never dropped in silence.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from groundplan.cost.price import UNITS, Price, PriceListInvalid
from groundplan.cost.price_list import GLOBAL

LABELS = Path(__file__).parent / "labels.csv"
_REGION_PREFIX = re.compile(r"^(EU|EUC1|APS3|USW2|USE1)-")
_REMARK = re.compile(r" \([^()]*(\([^()]*\)[^()]*)?\)$")
_UNIT_NAMES = {
    "1,000": "1k requests", "1,000 objects": "1k objects", "1,000 requests": "1k requests",
    "10,000": "10k requests", "1M": "1M requests", "NLCU-hour": "LCU-hour",
}  # fmt: skip
_WORLDWIDE = {"edge", GLOBAL}


class Label(NamedTuple):
    """One shape of usage type, and the keys it stands for."""

    usage_type: re.Pattern[str]
    unit: str
    from_quantity: Decimal
    keys: tuple[str, ...]


def read_labelled(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Price]]:
    """Yield (region, price) for each row. Raises PriceListInvalid, naming a row nobody knows."""
    for row in rows:
        region = GLOBAL if row["region"] in _WORLDWIDE else row["region"]
        label, match = _label(row)
        for template in label.keys:
            yield region, _price(row, label, match.expand(template).lower())


def _price(row: Mapping[str, str], label: Label, key: str) -> Price:
    unit = label.unit or _UNIT_NAMES.get(row["unit"], row["unit"])
    if unit not in UNITS:
        raise PriceListInvalid(f"{row['usage_type']}: priced per {unit!r}, which is no known unit")
    effective, _, remark = row["effective"].partition(" ")
    price = Price(
        key=key, unit=unit, usd=Decimal(row["price_usd"]), effective=effective.rstrip(";"),
        grade=row["confidence"], source=row["source"], from_quantity=label.from_quantity,
    )  # fmt: skip
    return replace(price, source=f"{price.source} {remark}".strip()) if remark else price


def _label(row: Mapping[str, str]) -> tuple[Label, re.Match[str]]:
    usage_type = _REGION_PREFIX.sub("", row["usage_type"])
    for spelling in (usage_type, _REMARK.sub("", usage_type)):
        for label in _labels().get(row["service"], ()):
            match = label.usage_type.fullmatch(spelling)
            if match:
                return label, match
    raise PriceListInvalid(
        f"{row['service']} {row['usage_type']}: no line of {LABELS.name} fits; add one, with no "
        "keys if the row is not wanted"
    )


@cache
def _labels() -> Mapping[str, tuple[Label, ...]]:
    found: dict[str, list[Label]] = {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = Label(
                re.compile(row["usage_type"]), row["unit"], Decimal(row["from_quantity"]),
                tuple(row["keys"].split()),
            )  # fmt: skip
            found.setdefault(row["service"], []).append(label)
    return {service: tuple(labels) for service, labels in found.items()}
