"""The price list: exactly one row per key, verified files, and no guesses."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from groundplan.cost import PriceList, PriceListInvalid
from groundplan.cost.price import COLUMNS, Price, parse
from groundplan.cost.price_list import SNAPSHOT, PriceMissing

HEADER = ",".join(COLUMNS)


def price(key: str, usd: str, start: int = 0, unit: str = "hour") -> Price:
    return Price(
        key=key,
        unit=unit,
        usd=Decimal(usd),
        effective="2026",
        grade="A",
        source="a bill",
        from_quantity=Decimal(start),
    )


def test_a_key_that_is_missing_is_named_with_what_is_near() -> None:
    prices = PriceList()
    with pytest.raises(PriceMissing, match=r"no price of rds/db.m7g.large/postgresql/single-az in"):
        prices.find("eu-west-1", "rds/db.m7g.large/postgresql/single-az")
    with pytest.raises(PriceMissing, match="nearest here is nat/hours"):
        prices.find("eu-west-1", "nat/hour")


def test_a_region_without_prices_is_named_and_no_other_is_used() -> None:
    with pytest.raises(PriceMissing, match="no prices at all for mars-north-1"):
        PriceList().find("mars-north-1", "nat/hours")


def test_two_rows_for_one_key_are_refused() -> None:
    rows = [("eu-west-1", price("nat/hours", "0.048")), ("eu-west-1", price("nat/hours", "0.05"))]
    with pytest.raises(PriceListInvalid, match="two rows for nat/hours"):
        PriceList.of(rows)


def test_tiers_must_begin_at_nothing() -> None:
    with pytest.raises(PriceListInvalid, match="must start at 0"):
        PriceList.of([("eu-west-1", price("transfer/out", "0.085", start=10_240))])


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("nat/hours,0,fortnight,0.048,2026,A,a bill", "'fortnight', which is no known unit"),
        ("nat/hours,0,hour,cheap,2026,A,a bill", "'cheap' from '0' is no price"),
        ("nat/hours,0,hour,-1,2026,A,a bill", "is negative"),
        ("nat/hours,0,hour,1,2026,D,a bill", "grade 'D'"),
        ("nat/hours,0,hour,1", "4 columns"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_by_file_and_line(row: str, complaint: str) -> None:
    with pytest.raises(PriceListInvalid, match=f"eu-west-1.csv:2.*{complaint}"):
        parse(f"{HEADER}\n{row}\n", "eu-west-1.csv")


def test_a_file_that_was_edited_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SNAPSHOT, tmp_path / "prices")
    edited = tmp_path / "prices" / "eu-west-1.csv"
    edited.write_text(edited.read_text().replace("0.048", "0.001"))
    with pytest.raises(PriceListInvalid, match=r"eu-west-1.csv is not the file"):
        PriceList(tmp_path / "prices").find("eu-west-1", "nat/hours")


def test_a_region_is_read_only_when_asked_for(tmp_path: Path) -> None:
    shutil.copytree(SNAPSHOT, tmp_path / "prices")
    (tmp_path / "prices" / "us-west-2.csv").write_text("not a price list")
    prices = PriceList(tmp_path / "prices")
    assert prices.find("eu-west-1", "nat/hours")[0].usd == Decimal("0.048")


def test_a_missing_manifest_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(PriceListInvalid, match=r"groundplan prices refresh"):
        PriceList(tmp_path).find("eu-west-1", "nat/hours")


def test_every_file_of_the_snapshot_is_sound_and_in_the_manifest() -> None:
    prices = PriceList()
    named = json.loads((SNAPSHOT / "MANIFEST.json").read_text())["files"]
    assert {path.name for path in SNAPSHOT.glob("*.csv")} == set(named)
    assert all(list(prices.rows(region)) for region in prices.regions)


def test_the_five_regions_are_there() -> None:
    wanted = {"us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1", "global"}
    assert wanted <= set(PriceList().regions)


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "eu-central-1", "ap-south-1"])
def test_valkey_costs_eight_tenths_of_redis_everywhere(region: str) -> None:
    by_key = {row.key: row.usd for row in PriceList().rows(region)}
    valkey = {key: usd for key, usd in by_key.items() if key.endswith("/valkey")}
    assert valkey
    for key, usd in valkey.items():
        assert usd == by_key[key.replace("/valkey", "/redis")] * Decimal("0.8"), key


def test_multi_az_is_about_twice_single_az_but_not_exactly() -> None:
    ratios = {
        row.key: row.usd / single.usd
        for row in PriceList().rows("eu-west-1")
        if row.key.startswith("rds/db.") and row.key.endswith("/multi-az")
        for single in PriceList().find("eu-west-1", row.key.replace("multi-az", "single-az"))
    }
    assert all(Decimal("1.94") <= ratio <= Decimal("2.06") for ratio in ratios.values())
    assert any(ratio != 2 for ratio in ratios.values())


def test_nothing_on_the_list_is_free_but_the_first_thousand_invalidations() -> None:
    prices = PriceList()
    free = [row.key for region in prices.regions for row in prices.rows(region) if not row.usd]
    assert free == ["cloudfront/invalidation"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "us-west-2"])
def test_colder_storage_is_cheaper_to_keep_and_dearer_to_touch(region: str) -> None:
    by_key = {row.key: row.usd for row in PriceList().rows(region) if not row.from_quantity}
    kept = [
        by_key[f"s3/{name}/storage"]
        for name in ("standard", "standard-ia", "one-zone-ia", "glacier", "deep-archive")
    ]
    assert kept == sorted(kept, reverse=True)
    assert by_key["s3/standard-ia/tier-2"] > by_key["s3/standard/tier-2"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "eu-central-1", "ap-south-1"])
def test_arm_tasks_cost_less_than_x86(region: str) -> None:
    by_key = {row.key: row.usd for row in PriceList().rows(region)}
    for part in ("vcpu", "memory"):
        assert by_key[f"fargate/arm/{part}"] < by_key[f"fargate/x86/{part}"]


def test_the_price_of_a_machine_is_proportional_to_its_size() -> None:
    by_key = {row.key: row.usd for row in PriceList().rows("us-east-1")}
    for family in ("m5", "m6g", "m7g", "c6i", "r6g", "r7i"):
        large, double = (
            by_key[f"ec2/{family}.{size}/linux/shared"] for size in ("large", "xlarge")
        )
        assert abs(double / large - 2) < Decimal("0.02"), family
