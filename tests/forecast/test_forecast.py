"""How long a plan takes, by typical times and by what waits for what."""

from dataclasses import replace
from typing import Any

import pytest

from groundplan.forecast import forecast
from groundplan.forecast.duration import DURATIONS, duration_of
from groundplan.plan import Plan, PlanInvalid
from tests.cost.plans import plan_of, resource

DATABASE, SERVICE = "aws:rds/instance:Instance", "aws:ecs/service:Service"


def test_a_dependency_a_property_a_parent_and_a_provider_are_waited_for() -> None:
    database = resource(DATABASE, "database")
    reasons: list[dict[str, Any]] = [
        {"dependencies": (database.urn,)},
        {"property_dependencies": {"environment": (database.urn,)}},
        {"parent": database.urn},
        {"provider": f"{database.urn}::id"},
    ]
    for reason in reasons:
        topic = replace(resource("aws:sns/topic:Topic", "alarms"), **reason)
        step = forecast(plan_of(database, topic)).by_urn[topic.urn]
        assert (step.start, step.waited_for) == (12, database.urn), reason


def test_a_component_takes_no_time() -> None:
    database = replace(resource(DATABASE, "database"), custom=False)

    assert forecast(plan_of(database)).makespan == 0


def test_a_random_value_is_there_at_once() -> None:
    assert (
        forecast(plan_of(resource("random:index/randomPassword:RandomPassword", "p"))).makespan == 0
    )


def test_a_service_takes_time_only_where_its_start_is_awaited() -> None:
    waiting = forecast(plan_of(resource(SERVICE, "web", waitForSteadyState=True))).makespan
    not_waiting = forecast(plan_of(resource(SERVICE, "web"))).makespan

    assert waiting == 3
    assert not_waiting < 0.1


def test_both_names_of_a_load_balancer_take_the_same_time() -> None:
    old = duration_of("aws:alb/loadBalancer:LoadBalancer", {})

    assert old == DURATIONS["aws:lb/loadBalancer:LoadBalancer"]


def test_resources_that_wait_for_each_other_are_named() -> None:
    hen, egg = resource(DATABASE, "hen"), resource(DATABASE, "egg")
    circle = (replace(hen, dependencies=(egg.urn,)), replace(egg, dependencies=(hen.urn,)))

    with pytest.raises(PlanInvalid, match="hen"):
        forecast(plan_of(*circle))


def test_every_figure_says_where_it_comes_from() -> None:
    for token, row in DURATIONS.items():
        assert row.source.startswith(("observed: ", "documented: ", "estimate: ")), token
        assert "https://" in row.source or row.source.startswith("estimate"), token
        assert min(row.create, row.update, row.delete) > 0, token


def test_prod_is_held_up_by_its_data_and_what_must_follow(prod_plan: Plan) -> None:
    planned = forecast(prod_plan)
    types = [prod_plan.by_urn[step.urn].type for step in planned.critical_path if step.minutes >= 1]
    data, service = DURATIONS[DATABASE], DURATIONS[SERVICE]

    assert types == [DATABASE, DATABASE, SERVICE], "a primary, its replica, and what reads it"
    assert planned.makespan < 2 * data.create + service.create + 1
