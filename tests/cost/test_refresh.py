"""Taking prices in: labels to keys, what changed, the same bytes for the same rows."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from groundplan.cost import PriceList
from groundplan.cost.labelled_prices import read_labelled
from groundplan.cost.price import PriceListInvalid
from groundplan.cost.refresh import read_snapshot, write_snapshot
from groundplan.failures import BROKEN
from tests.cost.refresh_command import Result, refreshed

LABELLED = "service,usage_type,region,unit,price_usd,effective,source,confidence\n"
KEYED = "region,key,from_quantity,unit,price_usd,effective,grade,source\n"
TODAY = date(2026, 11, 20)


def taken_in(folder: Path, table: str, *options: str) -> Result:
    (folder / "table.csv").write_text(table)
    snapshot = folder / "prices"
    snapshot.mkdir(exist_ok=True)
    return refreshed(snapshot, str(folder / "table.csv"), *options)


@pytest.mark.parametrize(
    ("service", "usage_type", "unit", "key"),
    [
        ("AmazonVPC", "EU-NatGateway-Hours", "hour", "nat/hours"),
        ("AmazonEC2", "APS3-EBS:VolumeUsage.gp3", "GB-month", "ebs/storage/gp3"),
        ("AmazonRDS", "db.m6g.large MySQL Multi-AZ", "hour", "rds/db.m6g.large/mysql/multi-az"),
        ("AmazonEC2", '"BoxUsage:t3.nano (Linux, shared)"', "hour", "ec2/t3.nano/linux/shared"),
    ],
)  # fmt: skip
def test_a_usage_type_loses_its_region_and_remark(
    tmp_path: Path, service: str, usage_type: str, unit: str, key: str
) -> None:
    row = f"{service},{usage_type},eu-west-1,{unit},0.5,2026,a bill,A\n"
    assert taken_in(tmp_path, LABELLED + row).exit_code == 0
    (price,) = PriceList(tmp_path / "prices").find("eu-west-1", key)
    assert (price.usd, price.grade, price.source) == (Decimal("0.5"), "A", "a bill")


def test_a_row_that_no_label_fits_is_refused_by_name() -> None:
    row = {
        "service": "AmazonVPC", "usage_type": "NatGateway-Prvd-Gbps", "region": "eu-west-1",
        "unit": "hour", "price_usd": "24", "effective": "2026", "source": "x", "confidence": "A",
    }  # fmt: skip
    with pytest.raises(PriceListInvalid, match=r"NatGateway-Prvd-Gbps: no line of labels\.csv"):
        list(read_labelled([row]))


def test_what_changed_is_printed(tmp_path: Path) -> None:
    first = "eu-west-1,nat/hours,0,hour,0.048,2023-02,A,a bill\n"
    second = "eu-west-1,nat/hours,0,hour,0.05,2026-11,A,a bill\n"
    assert taken_in(tmp_path, KEYED + first).stdout.splitlines() == [
        "+ eu-west-1 nat/hours: 0.048 per hour (A)"
    ]
    assert taken_in(tmp_path, KEYED + second).stdout.splitlines() == [
        "~ eu-west-1 nat/hours: 0.048 -> 0.05 per hour (A -> A)"
    ]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    row = "eu-west-1,nat/hours,0,hour,0.048,2023-02,A,a bill\n"
    assert taken_in(tmp_path, KEYED + row, "--dry-run").exit_code == 0
    assert not list((tmp_path / "prices").iterdir())


def test_two_prices_for_one_key_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    rows = "".join(f"eu-west-1,nat/hours,0,hour,{usd},2026,A,x\n" for usd in ("0.048", "0.05"))
    ran = taken_in(tmp_path, KEYED + rows)
    assert ran.exit_code == BROKEN
    assert "nat/hours has two prices, 0.048 and 0.05" in ran.stderr
    assert not list((tmp_path / "prices").iterdir())


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    ran = taken_in(tmp_path, "a,b\n1,2\n")
    assert ran.exit_code == BROKEN
    assert "table.csv: neither" in ran.stderr


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ran = refreshed(tmp_path, str(tmp_path / "nowhere.csv"))
    assert ran.exit_code == BROKEN
    assert "no prices were taken in" in ran.stderr
    assert "nowhere.csv" in ran.stderr


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = read_snapshot(PriceList().folder)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_snapshot(dict(sorted(rows.items(), reverse=name == "two")), tmp_path / name, TODAY)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in PriceList().folder.iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        if name.endswith(".csv"):
            assert (tmp_path / "one" / name).read_bytes() == (
                PriceList().folder / name
            ).read_bytes()
