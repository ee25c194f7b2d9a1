"""AWS's offer files: small ones made here, each with a trap of the real ones."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from groundplan.cost import PriceList
from groundplan.cost.offer_file import read_offer, services
from groundplan.cost.price import PriceListInvalid
from groundplan.failures import BROKEN
from tests.cost.refresh_command import refreshed

Product = tuple[dict[str, str], str, list[tuple[str, str]]]
"""Attributes, AWS's unit, and (begin of range, price) of each tier."""


def offer_file(folder: Path, service: str, *products: Product) -> Path:
    listed, terms = {}, {}
    for number, (attributes, unit, tiers) in enumerate(products):
        sku = f"SKU{number}"
        where = {"regionCode": "eu-west-1", "locationType": "AWS Region"}
        listed[sku] = {"sku": sku, "attributes": where | attributes}
        dimensions = {
            f"{sku}.{begin}": {"unit": unit, "beginRange": begin, "pricePerUnit": {"USD": usd}}
            for begin, usd in tiers
        }
        terms[sku] = {f"{sku}.TERM": {"priceDimensions": dimensions}}
    document: dict[str, Any] = {
        "offerCode": service,
        "publicationDate": "2026-11-01T00:00:00Z",
        "products": listed,
        "terms": {"OnDemand": terms},
    }
    path = folder / f"{service}.json"
    path.write_text(json.dumps(document))
    return path


def prices(path: Path) -> dict[str, Decimal]:
    return {price.key: price.usd for _, price in read_offer(path)}


def machine(operation: str = "RunInstances", **attributes: str) -> dict[str, str]:
    plain = {
        "usagetype": "EU-BoxUsage:t3.medium", "operatingSystem": "Linux", "tenancy": "Shared",
        "capacitystatus": "Used", "preInstalledSw": "NA", "operation": operation,
    }  # fmt: skip
    return plain | attributes


def test_only_the_plain_instance_is_taken_among_its_many_twins(tmp_path: Path) -> None:
    path = offer_file(
        tmp_path,
        "AmazonEC2",
        (machine(), "Hrs", [("0", "0.0456")]),
        (machine(preInstalledSw="SQL Web"), "Hrs", [("0", "0.1")]),
        (machine(capacitystatus="UnusedCapacityReservation"), "Hrs", [("0", "0.0456")]),
        (machine(locationType="AWS Local Zone"), "Hrs", [("0", "0.06")]),
    )
    assert prices(path) == {"ec2/t3.medium/linux/shared": Decimal("0.0456")}


def test_a_gateways_other_usage_types_are_not_its_hours(tmp_path: Path) -> None:
    path = offer_file(
        tmp_path,
        "AmazonEC2",
        ({"usagetype": "EU-NatGateway-Hours"}, "Hrs", [("0", "0.048")]),
        ({"usagetype": "EU-NatGateway-Prvd-Gbps"}, "Hrs", [("0", "1.152")]),
    )
    assert prices(path) == {"nat/hours": Decimal("0.048")}


def test_a_standby_is_told_from_two_readable_ones(tmp_path: Path) -> None:
    usage = {"usagetype": "EU-Multi-AZUsage:db.m6g.large", "databaseEngine": "PostgreSQL"}
    path = offer_file(
        tmp_path,
        "AmazonRDS",
        ({**usage, "deploymentOption": "Multi-AZ"}, "Hrs", [("0", "0.352")]),
        ({**usage, "deploymentOption": "Multi-AZ (readable standbys)"}, "Hrs", [("0", "0.528")]),
    )
    assert prices(path) == {"rds/db.m6g.large/postgresql/multi-az": Decimal("0.352")}


def test_requests_come_one_by_one_and_are_kept_by_the_thousand(tmp_path: Path) -> None:
    usage = {"usagetype": "EU-Requests-Tier1"}
    path = offer_file(tmp_path, "AmazonS3", (usage, "Requests", [("0", "0.000005")]))
    assert prices(path) == {"s3/standard/tier-1": Decimal("0.005")}


def test_tiers_keep_where_they_begin(tmp_path: Path) -> None:
    usage = {"usagetype": "EU-TimedStorage-ByteHrs", "volumeType": "Standard"}
    tiers = [("0", "0.023"), ("51200", "0.022"), ("512000", "0.021")]
    rows = [one for _, one in read_offer(offer_file(tmp_path, "AmazonS3", (usage, "GB-Mo", tiers)))]
    assert [(row.from_quantity, row.usd) for row in rows] == [
        (0, Decimal("0.023")),
        (51_200, Decimal("0.022")),
        (512_000, Decimal("0.021")),
    ]


def test_a_region_may_be_written_out_in_front(tmp_path: Path) -> None:
    usage = {"usagetype": "eu-west-1-KMS-Keys"}
    path = offer_file(tmp_path, "awskms", (usage, "Keys", [("0", "1.0")]))
    assert prices(path) == {"kms/key": Decimal(1)}


def test_a_unit_that_is_not_the_expected_one_is_refused(tmp_path: Path) -> None:
    usage = {"usagetype": "EU-NatGateway-Hours"}
    path = offer_file(tmp_path, "AmazonEC2", (usage, "Months", [("0", "35")]))
    with pytest.raises(PriceListInvalid, match="nat/hours: AWS counts it in 'Months'"):
        prices(path)


def test_two_products_with_one_key_and_two_prices_are_refused(tmp_path: Path) -> None:
    usage = {"usagetype": "EU-NatGateway-Hours"}
    path = offer_file(
        tmp_path, "AmazonEC2", (usage, "Hrs", [("0", "0.048")]), (usage, "Hrs", [("0", "0.052")])
    )
    ran = refreshed(tmp_path, str(path))
    assert ran.exit_code == BROKEN
    assert "nat/hours has two prices" in ran.stderr


def test_what_is_no_offer_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"a": 1}')
    with pytest.raises(PriceListInvalid, match=r"other\.json: no offer file"):
        prices(tmp_path / "other.json")


def served(folder: Path, usd: str | None) -> str:
    """Give the address of offer files that tell a gateway's hour, or nothing."""
    for service in services():
        place = folder / service / "current" / "eu-west-1"
        place.mkdir(parents=True, exist_ok=True)
        usage = {"usagetype": "EU-NatGateway-Hours"}
        products = [(usage, "Hrs", [("0", usd)])] if usd else []
        offer_file(place, service, *products).rename(place / "index.json")
    return folder.as_uri()


def test_offer_files_are_fetched_and_taken_into_the_snapshot(tmp_path: Path) -> None:
    base = served(tmp_path / "served", "0.048")
    snapshot = tmp_path / "prices"
    snapshot.mkdir()
    ran = refreshed(snapshot, "--region", "eu-west-1", "--base", base)
    assert ran.exit_code == 0
    assert ran.stdout == "+ eu-west-1 nat/hours: 0.048 per hour (A)\n"
    (price,) = PriceList(snapshot).find("eu-west-1", "nat/hours")
    assert (price.usd, price.grade, price.effective) == (Decimal("0.048"), "A", "2026-11-01")


def test_a_product_that_is_gone_is_told_and_its_price_stays(tmp_path: Path) -> None:
    """No match is not a match: a usage type that AWS renames must not go unnoticed."""
    snapshot = tmp_path / "prices"
    snapshot.mkdir()
    for usd, told in (("0.048", "+ eu-west-1 nat/hours"), (None, "! eu-west-1 nat/hours: not in")):
        base = served(tmp_path / "served", usd)
        assert refreshed(snapshot, "--region", "eu-west-1", "--base", base).stdout.startswith(told)
    (price,) = PriceList(snapshot).find("eu-west-1", "nat/hours")
    assert price.usd == Decimal("0.048")
