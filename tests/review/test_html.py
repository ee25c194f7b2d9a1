"""The report as a page: complete, safe with any name, and nothing asked of the network."""

import base64
import hashlib
import re
from itertools import pairwise
from typing import Any

import pytest

from groundplan.plan import SECRET, UNKNOWN, Plan, PlannedResource
from groundplan.review.html import html
from tests.cost.plans import plan_of, resource
from tests.review.pages import Element, read_page
from tests.review.reports import HOSTILE, crowded, reviewed

BUCKET = "aws:s3/bucket:Bucket"


def page_of(*resources: PlannedResource) -> Element:
    return read_page(html(reviewed(plan_of(*resources))))


@pytest.fixture(scope="module")
def prod_page(prod_plan: Plan) -> Element:
    return read_page(html(reviewed(prod_plan)))


def test_the_verdict_is_the_one_first_heading_and_says_why(prod_page: Element) -> None:
    (heading,) = prod_page.all("h1")
    reasons = prod_page.one("ul", **{"class": "reasons"})

    assert heading.text == "This must not be deployed yet", "nothing is exempt here"
    assert "secret-rotated on 6 resources: the secret is never changed" in reasons.text
    assert "aws.secretsmanager.SecretRotation(" in reasons.text, "and what to write"
    assert "Not ready: 6 mandatory findings" in prod_page.text


def test_what_is_clean_may_be_deployed() -> None:
    assert page_of().one("h1").text == "This may be deployed"


def test_headings_skip_no_level(prod_page: Element) -> None:
    levels = [int(one[1]) for one in in_order(prod_page) if re.fullmatch("h[1-6]", one)]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def in_order(element: Element) -> list[str]:
    return [tag for one in element.children for tag in (one.tag, *in_order(one))]


def test_nothing_in_the_page_names_another_place(prod_plan: Plan) -> None:
    text = html(reviewed(prod_plan))
    page = read_page(text)
    targets = [
        value
        for element in page.all()
        for key, value in element.attributes.items()
        if key in ("src", "href", "xlink:href", "srcset", "action")
    ]

    assert [one for one in targets if not one.startswith("#")] == ["data:,"]
    assert "@import" not in text
    assert not [one for one in re.findall(r"url\(([^)]*)\)", text) if not one.startswith("#")]


def test_the_page_s_own_policy_allows_its_script_and_style_and_no_request(
    prod_page: Element,
) -> None:
    policy = prod_page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        text = "".join(prod_page.one(tag).pieces)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_every_reference_inside_the_page_leads_somewhere(prod_page: Element) -> None:
    known = {one.attributes["id"] for one in prod_page.all() if "id" in one.attributes}
    named = [
        name
        for one in prod_page.all()
        for key in ("aria-labelledby", "data-filters")
        for name in one.attributes.get(key, "").split()
    ]
    linked = [one.attributes["href"][1:] for one in prod_page.all("a")]

    assert set(named + linked) <= known
    assert len(known) == len([one for one in prod_page.all() if "id" in one.attributes])


def test_no_name_or_value_of_a_program_becomes_markup() -> None:
    named = resource(BUCKET, HOSTILE, bucket=HOSTILE, tags={HOSTILE: HOSTILE})
    plain = resource(BUCKET, "plain", bucket="plain", tags={"plain": "plain"})
    hostile, benign = page_of(named), page_of(plain)

    assert in_order(hostile) == in_order(benign), "the same elements, whatever the text"
    assert not [key for one in hostile.all() for key in one.attributes if key.startswith("on")]
    assert HOSTILE in "".join(hostile.pieces), "and shown as it is"


def test_project_stack_and_region_are_text_too() -> None:
    plan = Plan(project=HOSTILE, stack=HOSTILE, config={"aws:region": "us-east-1"})
    benign = Plan(project="shop", stack="prod", config={"aws:region": "us-east-1"})

    assert in_order(read_page(html(reviewed(plan)))) == in_order(read_page(html(reviewed(benign))))


def shown(**inputs: Any) -> dict[str, str]:
    row = page_of(resource(BUCKET, "media", **inputs)).one("table", **{"class": "resources"})
    names, values = row.all("dt"), row.all("dd")
    return {name.text: value.text for name, value in zip(names, values, strict=True)}


def test_secrets_and_unknowns_are_shown_as_such() -> None:
    key = resource("aws:kms/key:Key", "orders-key")
    told = shown(a=SECRET, b=UNKNOWN, c={"d": [UNKNOWN, True]}, e=UNKNOWN, uses={"e": (key,)})

    assert told == {
        "a": "secret",
        "b": "known after deployment",
        "c.d[0]": "known after deployment",
        "c.d[1]": "true",
        "e": "known after deployment, from orders-key",
    }


def test_long_values_and_long_lists_are_cut_and_counted() -> None:
    told = shown(policy="x" * 1000, rules=[f"rule {number}" for number in range(60)])

    assert len(told["policy"]) < 300
    assert told["and more"] == "21 further values are in plan.json"


def test_every_finding_that_did_not_pass_is_there_with_its_fix_and_ids(prod_plan: Plan) -> None:
    result = reviewed(prod_plan)
    listed = read_page(html(result)).one(id="finding-list")
    open_findings = [one for one in result.findings if one.verdict != "pass"]

    assert len(listed.all("li")) == len(open_findings)
    for one in open_findings:
        assert all(f"{identifier}" in listed.text for identifier in one.frameworks)
        assert one.policy in listed.text
    assert "aws.secretsmanager.SecretRotation(secret_id=secret.id" in listed.text


def test_an_undecided_finding_names_the_property_that_is_not_known() -> None:
    bucket = resource("aws:rds/instance:Instance", "orders", storageEncrypted=UNKNOWN)
    listed = page_of(bucket).one(id="finding-list")
    undecided = listed.all("li", data_state="undecided")

    assert any("storageEncrypted" in one.text for one in undecided)


def test_unpriced_is_said_and_totals_are_lower_bounds() -> None:
    page = page_of(resource("acme:queues/queue:Queue", "orders"))

    assert "1 line unpriced" in page.one(id="bill").text
    assert "at least $0.00" in page.text


def test_the_same_review_gives_the_same_bytes(prod_plan: Plan) -> None:
    assert html(reviewed(prod_plan)) == html(reviewed(prod_plan))


def test_four_hundred_resources_take_less_than_a_megabyte_and_a_half(prod_plan: Plan) -> None:
    plan = crowded(prod_plan, 400)
    text = html(reviewed(plan))

    assert len(plan.resources) >= 400
    assert len(text.encode()) < 1_500_000


def test_an_empty_plan_has_a_page_too() -> None:
    page = page_of()

    assert "Nothing in this plan serves or stores anything" in page.text
    assert "Every check passed" in page.text
