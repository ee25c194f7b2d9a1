"""Every step starts as soon as what it waits for has ended."""

from graphlib import CycleError

import pytest

from groundplan.forecast import Schedule, Task, schedule


def chain(**tasks: tuple[float, str]) -> Schedule:
    """Give the schedule of `name=(minutes, "names before it")`."""
    return schedule(
        {name: Task(length, frozenset(after.split())) for name, (length, after) in tasks.items()}
    )


def names(steps: object) -> list[str]:
    return [step.urn for step in steps]  # type: ignore[attr-defined]


def test_what_waits_for_nothing_runs_at_once_and_side_by_side() -> None:
    plan = chain(database=(12, ""), cache=(9, ""))

    assert plan.makespan == 12
    assert plan.by_urn["cache"].start == 0
    assert names(plan.beside(plan.by_urn["database"])) == ["cache"]


def test_what_waits_starts_with_the_end_of_the_last() -> None:
    plan = chain(
        network=(1, ""), database=(12, "network"), cache=(9, "network"), web=(3, "database cache")
    )

    web = plan.by_urn["web"]
    assert (web.start, web.end, web.waited_for) == (13, 16, "database")
    assert plan.makespan == 16
    assert names(plan.critical_path) == ["network", "database", "web"]
    assert names(plan.held_up_by("database")) == ["web"]
    assert plan.held_up_by("cache") == ()


def test_a_step_without_time_passes_the_waiting_on() -> None:
    plan = chain(database=(12, ""), component=(0, "database"), web=(3, "component"))

    assert names(plan.held_up_by("database")) == ["web"]
    assert names(plan.critical_path) == ["database", "web"]


def test_what_is_not_in_the_deployment_is_not_waited_for() -> None:
    assert chain(web=(3, "elsewhere web")).makespan == 3


def test_no_more_run_at_once_than_may() -> None:
    tasks = {name: Task(5) for name in ("one", "two", "three")}

    crowded = schedule(tasks, at_once=2)

    assert [(step.urn, step.start) for step in crowded.steps] == [
        ("one", 0),
        ("two", 0),
        ("three", 5),
    ]
    assert crowded.by_urn["three"].place_after == "one"


def test_what_only_waits_for_its_place_is_held_up_by_nobody() -> None:
    tasks = {
        "database": Task(12),
        "web": Task(3, frozenset({"database"})),
        "cache": Task(9),
    }

    alone = schedule(tasks, at_once=1)

    assert [step.urn for step in alone.steps] == ["database", "web", "cache"]
    assert names(alone.held_up_by("database")) == ["web"]
    assert alone.held_up_by("web") == ()
    assert names(alone.critical_path) == ["database", "web", "cache"]


def test_what_takes_no_time_needs_no_place() -> None:
    tasks = {"database": Task(12), "component": Task(0), "child": Task(0, frozenset({"component"}))}

    assert schedule(tasks, at_once=1).by_urn["child"].start == 0


def test_an_empty_deployment_takes_no_time() -> None:
    assert schedule({}).makespan == 0
    assert schedule({}).critical_path == ()


def test_steps_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(CycleError):
        chain(hen=(1, "egg"), egg=(1, "hen"))
