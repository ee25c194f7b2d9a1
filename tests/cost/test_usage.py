"""Usage files: Infracost's keys, ranges, wildcards, and errors that say what to write."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from groundplan.cost import Spread, Usage, UsageInvalid, estimate
from groundplan.plan import PlannedResource
from tests.cost.plans import AS_OF, plan_of, resource

NAT = "aws:ec2/natGateway:NatGateway"
KEY = "monthly_data_processed_gb"


def given(document: dict[str, Any], one: PlannedResource) -> Decimal | None:
    return Usage.from_mapping(document).of(one).quantity(KEY, "expected")


def test_a_name_wins_over_a_wildcard_and_a_wildcard_over_a_type() -> None:
    document = {
        "resource_type_default_usage": {NAT: {KEY: 1}},
        "resource_usage": {"network-*": {KEY: 2}, "network-nat-a": {KEY: 3}},
    }
    names = ["elsewhere", "network-nat-b", "network-nat-a"]
    assert [given(document, resource(NAT, name)) for name in names] == [1, 2, 3]


def test_a_type_token_may_stand_where_a_name_does() -> None:
    assert given({"resource_usage": {NAT: {KEY: 4}}}, resource(NAT, "nat")) == 4


def test_brackets_in_a_name_are_just_characters() -> None:
    document = {"resource_usage": {"nat[0]": {KEY: 5}}}
    assert given(document, resource(NAT, "nat[0]")) == 5
    assert given(document, resource(NAT, "nat0")) is None


def test_a_range_gives_low_expected_and_high() -> None:
    usage = {"resource_usage": {"nat": {KEY: {"low": 10, "expected": 100, "high": 1000}}}}
    bill = estimate(plan_of(resource(NAT, "nat")), usage=Usage.from_mapping(usage), as_of=AS_OF)
    rate = Decimal("0.045")
    assert bill.usage == Spread(10 * rate, 100 * rate, 1000 * rate)


def test_nested_keys_are_joined() -> None:
    usage = Usage.from_mapping({"resource_usage": {"media": {"standard": {"storage_gb": 7}}}})
    found = usage.of(resource("aws:s3/bucket:Bucket", "media"))
    assert found.quantity("standard.storage_gb", "expected") == 7


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ({"resources": {}}, "resources is not a key of a usage file: use resource_usage"),
        ({"resource_usage": {"nat": 5}}, "resource_usage.nat must map usage keys to figures"),
        ({"resource_usage": {"nat": {KEY: -1}}}, f"resource_usage.nat.{KEY} is -1.*give 0 or more"),
        ({"resource_usage": {"nat": {KEY: True}}}, "is True: give a number"),
        ({"resource_usage": {"nat": {KEY: 10**16}}}, "which no account could use: check the unit"),
        ({"resource_usage": {"nat": {KEY: {"low": 1, "high": 2}}}}, "without expected"),
        ({"resource_usage": {"nat": {KEY: {"low": 3, "expected": 2}}}}, "must rise from low"),
    ],
)
def test_a_wrong_figure_is_named_with_the_remedy(document: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UsageInvalid, match=complaint):
        Usage.from_mapping(document)


def test_files_are_read_as_yaml_or_json(tmp_path: Path) -> None:
    (tmp_path / "usage.yaml").write_text(f"resource_usage:\n  nat:\n    {KEY}: 12.5\n")
    (tmp_path / "usage.json").write_text(f'{{"resource_usage": {{"nat": {{"{KEY}": 12.5}}}}}}')
    for name in ("usage.yaml", "usage.json"):
        found = Usage.read(tmp_path / name).of(resource(NAT, "nat"))
        assert found.quantity(KEY, "expected") == Decimal("12.5")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageInvalid, match=r"missing\.yaml: No such file"):
        Usage.read(tmp_path / "missing.yaml")
    (tmp_path / "broken.yaml").write_text("resource_usage: [\n")
    with pytest.raises(UsageInvalid, match=r"broken\.yaml:2: this is no YAML: [^\n]+$"):
        Usage.read(tmp_path / "broken.yaml")


def test_a_wrong_figure_is_found_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text(f"resource_usage:\n  nat:\n    {KEY}:\n      low: 3\n      expected: -2\n")
    with pytest.raises(UsageInvalid, match=rf"usage\.yaml:5: resource_usage\.nat\.{KEY}\.expected"):
        Usage.read(path)
    path.write_text("resource_usage: {}\nresources: {}\n")
    with pytest.raises(UsageInvalid, match=r"usage\.yaml:2: resources is not a key"):
        Usage.read(path)


def test_an_empty_file_is_no_usage(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("")
    assert Usage.read(tmp_path / "empty.yaml") == Usage.empty()
