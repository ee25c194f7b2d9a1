"""From AWS's public price list (bulk offer files) to rows of the price list.

An offer file is the `index.json` of one service in one region, served without credentials. Its
traps, all met in real files: usage types carry a region prefix (ap-south-1 is APS3, us-east-1 has
none, KMS writes `eu-west-1-`); a usage type may belong to several products, told apart only by
attributes (operation, deployment, engine); prices are per single request where pages say per
million. `offers.csv` says which products are wanted. A product that is wanted in another unit than
expected is refused: a misread unit is a price that is wrong by a factor.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from groundplan.cost.price import UNITS, Price, PriceListInvalid

OFFERS = Path(__file__).parent / "offers.csv"
BULK = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws"
GRADE = "A"
SOURCE = "AWS price list (bulk offer file)"
_REGION_PREFIX = re.compile(r"^([A-Z]{2,3}\d?|[a-z]{2}(-gov)?-[a-z]+-\d)-(?=\S)")


class Offer(NamedTuple):
    """One product that is wanted: how to know it, and the keys and unit of its price."""

    usage_type: re.Pattern[str]
    where: Mapping[str, str]
    aws_unit: str
    unit: str
    keys: tuple[str, ...]


def download(service: str, region: str, folder: Path, base: str = BULK) -> Path:
    """Fetch the offer file of a service in a region into a folder; give its path."""
    path = folder / f"{service}-{region}.json"
    with urlopen(f"{base}/{service}/current/{region}/index.json") as answer:  # noqa: S310 - fixed
        path.write_bytes(answer.read())
    return path


def services() -> tuple[str, ...]:
    """Give the services of which any product is wanted."""
    return tuple(_offers())


def read_offer(path: Path) -> Iterator[tuple[str, Price]]:
    """Yield (region, price) of every wanted product. Raises PriceListInvalid."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        service, published = document["offerCode"], document["publicationDate"][:10]
        products, terms = document["products"], document["terms"].get("OnDemand", {})
    except (ValueError, KeyError, TypeError) as problem:
        raise PriceListInvalid(
            f"{path.name}: no offer file of AWS's price list: {problem}"
        ) from None
    for sku, product in products.items():
        attributes = product.get("attributes", {})
        for offer, match in _wanted(service, attributes):
            for dimension in _dimensions(terms.get(sku, {})):
                for template in offer.keys:
                    yield (
                        attributes["regionCode"],
                        _price(match.expand(template), offer, dimension, published),
                    )


def _wanted(service: str, attributes: Mapping[str, str]) -> Iterator[tuple[Offer, re.Match[str]]]:
    usage_type = attributes.get("usagetype", "")
    if "regionCode" not in attributes or attributes.get("locationType") not in {None, "AWS Region"}:
        return
    for offer in _offers().get(service, ()):
        match = offer.usage_type.fullmatch(usage_type) or offer.usage_type.fullmatch(
            _REGION_PREFIX.sub("", usage_type)
        )
        if match and all(attributes.get(name) == value for name, value in offer.where.items()):
            yield offer, match


def _dimensions(terms: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for term in terms.values():
        yield from term["priceDimensions"].values()


def _price(key: str, offer: Offer, dimension: Mapping[str, Any], published: str) -> Price:
    if dimension["unit"] != offer.aws_unit:
        raise PriceListInvalid(
            f"{key}: AWS counts it in {dimension['unit']!r}, expected {offer.aws_unit!r}: check "
            f"what a unit is before changing {OFFERS.name}"
        )
    things = UNITS[offer.unit]
    return Price(
        key=key, unit=offer.unit, usd=Decimal(dimension["pricePerUnit"]["USD"]) * things,
        effective=published, grade=GRADE, source=SOURCE,
        from_quantity=Decimal(dimension.get("beginRange") or 0) / things,
    )  # fmt: skip


@cache
def _offers() -> Mapping[str, tuple[Offer, ...]]:
    found: dict[str, tuple[Offer, ...]] = {}
    with OFFERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            where = dict(pair.split("=", 1) for pair in row["where"].split(";") if pair)
            offer = Offer(
                re.compile(row["usage_type"]), where, row["aws_unit"], row["unit"],
                tuple(row["keys"].split()),
            )  # fmt: skip
            found[row["service"]] = (*found.get(row["service"], ()), offer)
    return found
