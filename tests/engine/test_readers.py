"""The same review of the prod stack from the program, from a preview and from what is built."""

import json
from datetime import date
from pathlib import Path

import pytest

from groundplan.plan import Plan, read_export, read_preview
from groundplan.plan.preview import with_references
from groundplan.plan_file import read_plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import judge
from groundplan.review.review import review
from tests.conftest import ROOT

CANARY = "canary-77e0aa"
DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def texts(engine: Engine) -> dict[str, str]:
    """What the engine prints for the stack, before it exists and after."""
    with Workspace(
        ROOT, "prod", engine, secret_config={"groundplan-test:canary": CANARY}
    ) as workspace:
        stream, document = workspace.preview(), workspace.preview_document()
        assert workspace.up().exit_code == 0
        return {
            "stream": stream.stdout,
            "document": document,
            "export": json.dumps(workspace.export()),
        }


@pytest.fixture(scope="module")
def plans(texts: dict[str, str], prod_plan: Plan) -> dict[str, Plan]:
    return {
        "stream": with_references(read_preview(texts["stream"]), prod_plan),
        "document": read_preview(texts["document"]),
        "export": read_export(texts["export"]),
    }


@pytest.mark.parametrize("reader", ["stream", "document", "export"])
def test_every_reader_plans_the_same_resources(
    plans: dict[str, Plan], prod_plan: Plan, reader: str
) -> None:
    assert plans[reader].by_urn.keys() == prod_plan.by_urn.keys()


@pytest.mark.parametrize("reader", ["stream", "document", "export"])
def test_reviews_differ_only_in_what_is_not_known_yet(
    plans: dict[str, Plan], prod_plan: Plan, reader: str
) -> None:
    ours = {(one.policy, one.urn): one.verdict for one in judge(prod_plan)}
    theirs = {(one.policy, one.urn): one.verdict for one in judge(plans[reader])}

    assert theirs.keys() == ours.keys()
    assert {key for key in ours if ours[key] not in ("undecided", theirs[key])} == set()


@pytest.mark.parametrize("reader", ["stream", "document", "export"])
def test_the_bill_is_the_same(plans: dict[str, Plan], prod_plan: Plan, reader: str) -> None:
    bills = [review(one, as_of=DAY).bill for one in (prod_plan, plans[reader])]

    assert bills[0].total == bills[1].total


def test_no_secret_of_the_stack_is_in_a_plan(plans: dict[str, Plan], texts: dict[str, str]) -> None:
    written = "".join(json.dumps(plan.to_json()) for plan in plans.values())

    assert CANARY not in written
    assert "ciphertext" in texts["export"]
    assert "ciphertext" not in written


def test_a_file_is_told_apart_by_what_it_holds(texts: dict[str, str], tmp_path: Path) -> None:
    for name, text in texts.items():
        (tmp_path / name).write_text(text)

    assert len({len(read_plan(tmp_path / name).resources) for name in texts}) == 1
