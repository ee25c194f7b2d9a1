"""The forecast as the page draws it."""

import pytest

from groundplan.plan import Plan, PlannedResource
from groundplan.review.html import html
from groundplan.review.html_timeline import MOST_SPANS, spans, ticks
from tests.cost.plans import plan_of, resource
from tests.review.pages import Element, read_page
from tests.review.reports import crowded, reviewed


def database(name: str) -> PlannedResource:
    return resource("aws:rds/instance:Instance", name, instanceClass="db.m6g.large")


def replicated() -> Plan:
    primary = database("orders")
    replica = resource(
        primary.type,
        "orders-replica",
        instanceClass="db.m6g.large",
        uses={"replicateSourceDb": (primary,)},
    )
    return plan_of(primary, replica, database("accounts"))


def timeline_of(plan: Plan) -> Element:
    return read_page(html(reviewed(plan))).one(id="timeline")


def test_bars_stand_in_the_order_of_their_start_and_the_critical_path_is_marked() -> None:
    schedule = reviewed(replicated()).forecast
    drawn = spans(schedule)
    critical = [one for one in drawn if one.is_critical]

    assert drawn[-1].name == "orders-replica"
    assert [one.name for one in critical] == ["orders", "orders-replica"]
    assert critical[1].start == critical[0].start + critical[0].minutes
    assert sum(one.minutes for one in critical) == pytest.approx(schedule.makespan)


def test_what_is_marked_by_colour_is_said_in_words_too() -> None:
    rows = timeline_of(replicated()).one("tbody").all("tr")
    marked = [row for row in rows if row.all("rect", **{"class": "critical-path"})]

    assert len(marked) == 2
    assert all("on the critical path" in row.text for row in marked)
    assert len([row for row in rows if "on the critical path" in row.text]) == 2


def test_the_axis_ends_with_the_last_bar(prod_plan: Plan) -> None:
    bars = timeline_of(prod_plan).one("tbody").all("rect")
    ends = [
        float(one.attributes["x"].rstrip("%")) + float(one.attributes["width"].rstrip("%"))
        for one in bars
        if one.attributes["class"] != "rail"
    ]

    assert max(ends) == pytest.approx(100, abs=0.3)


@pytest.mark.parametrize(
    ("makespan", "told"),
    [
        (0, (0,)),
        (4.5, (0, 1, 2, 3, 4)),
        (27.6, (0, 5, 10, 15, 20, 25)),
        (70, (0, 10, 20, 30, 40, 50, 60, 70)),
    ],
)
def test_the_axis_names_round_minutes(makespan: float, told: tuple[int, ...]) -> None:
    assert ticks(makespan) == told


def test_of_very_many_the_longest_are_drawn_and_the_rest_is_counted(prod_plan: Plan) -> None:
    plan = crowded(prod_plan, 1000)
    long = len(reviewed(plan).forecast.long_steps)

    assert len(timeline_of(plan).one("tbody").all("tr")) == MOST_SPANS < long
    assert f"The {MOST_SPANS} longest of {long} that take a minute" in timeline_of(plan).text


def test_a_plan_in_which_nothing_takes_time_has_no_bars() -> None:
    assert timeline_of(plan_of()).all("table") == []
