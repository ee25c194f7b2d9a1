"""The report of each stack, as a pull request would show it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from groundplan.cost import Usage
from groundplan.exemptions import read_exemptions
from groundplan.plan import Plan
from groundplan.review import review
from groundplan.review.bill_tables import remarks
from groundplan.review.markdown import markdown
from tests.conftest import ROOT

DAY = date(2026, 11, 21)


@pytest.mark.parametrize("stack", ["staging", "prod", "prod_eks"])
def test_the_report_is_the_committed_one(stack: str, request: pytest.FixtureRequest) -> None:
    plan: Plan = request.getfixturevalue(f"{stack}_plan")
    golden = Path(__file__).parent / f"golden/{stack}.md"
    exemptions = read_exemptions(ROOT / "policies/exemptions.yaml", DAY)
    usage = Usage.read(ROOT / f"usage.{stack.removesuffix('_eks')}.yaml")
    report = markdown(review(plan, as_of=DAY, usage=usage, exemptions=exemptions))
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(report, encoding="utf-8")

    assert report == golden.read_text(encoding="utf-8"), "run `make golden` and read the diff"


def test_everything_in_the_program_has_a_price(
    prod_plan: Plan, staging_plan: Plan, prod_eks_plan: Plan, managed_nodes_plan: Plan
) -> None:
    for plan in (prod_plan, staging_plan, prod_eks_plan, managed_nodes_plan):
        bill = review(plan, as_of=DAY).bill

        assert [(line.urn, line.item) for line in bill.unpriced] == []


def test_old_and_unverified_prices_are_told(prod_plan: Plan) -> None:
    fresh = remarks(review(prod_plan, as_of=DAY).bill)
    later = remarks(review(prod_plan, as_of=DAY + timedelta(days=200)).bill)

    assert any("unverified prices (C)" in remark for remark in fresh)
    assert not any("days old" in remark for remark in fresh)
    assert any("days old: renew them" in remark for remark in later)
