"""Every key of both stack files, got wrong in every way: refused by name and line, or legal."""

from pathlib import Path

import pytest

from groundplan.settings import Problem
from tests.settings.mutations import REFERENCED, Mistakes, every_mistake
from tests.settings.stack_files import (
    ABSENT,
    STACKS,
    changed,
    config_of,
    key_text,
    lines,
    problems_of,
    refusal,
    written,
)

REGION = ("aws:region", "aws:regionn")
"""Pulumi's own key, with a test of its own."""

MISTAKES = [one for stack in STACKS for one in every_mistake(stack)]
LEGAL = [one for one in MISTAKES if one.are_legal]
DANGLING = [one for one in MISTAKES if one.group in REFERENCED]
REFUSED = [one for one in MISTAKES if not one.are_legal and one.group not in REFERENCED]


def name(mistakes: Mistakes) -> str:
    return f"{mistakes.stack}-{mistakes.kind}-{mistakes.group}"


@pytest.mark.parametrize("mistakes", REFUSED, ids=name)
def test_every_wrong_key_is_named_at_its_line_in_one_go(mistakes: Mistakes, tmp_path: Path) -> None:
    path = written(mistakes.config, tmp_path)
    line = lines(path)
    found = refusal(path)

    wrong = [
        place for place in map(mistakes.wrong_place, mistakes.chosen) if place[0] not in REGION
    ]
    wanted = {(key_text(place), line.get(place, line.get(place[:-1]))) for place in wrong}
    assert wanted - {(problem.key, problem.line) for problem in found} == set()
    named = {key_text(place) for place in (*wrong, *mistakes.chosen)}
    assert {problem.key for problem in found} <= named, "what is right is left alone"


@pytest.mark.parametrize("mistakes", LEGAL, ids=name)
def test_what_is_unusual_but_right_is_accepted(mistakes: Mistakes, tmp_path: Path) -> None:
    assert problems_of(mistakes.config, tmp_path) == ()


@pytest.mark.parametrize("mistakes", DANGLING, ids=name)
def test_an_entry_that_is_gone_is_named_by_those_that_refer_to_it(
    mistakes: Mistakes, tmp_path: Path
) -> None:
    found = problems_of(mistakes.config, tmp_path)

    assert found != ()
    for place in mistakes.chosen:
        entry = key_text(place).removeprefix("groundplan:").replace(".secrets.", ".")
        assert any(f"${{{entry}" in problem.message for problem in found)
    assert all(problem.key.startswith("groundplan:services.") for problem in found)


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("kind", ["wrong type", "missing"])
def test_the_region_is_named_as_pulumi_writes_it(stack: str, kind: str, tmp_path: Path) -> None:
    config = config_of(stack) | {"aws:region": 7}
    if kind == "missing":
        del config["aws:region"]

    assert [problem.key for problem in problems_of(config, tmp_path)] == ["aws:region"]


@pytest.mark.parametrize(
    "mistakes",
    [one for one in REFUSED if one.kind == "typo" and one.group.startswith("depth")],
    ids=name,
)
def test_a_misspelt_key_is_told_the_right_one(mistakes: Mistakes, tmp_path: Path) -> None:
    messages = {one.key: one.message for one in problems_of(mistakes.config, tmp_path)}

    for place in mistakes.chosen:
        right = str(place[-1]).removeprefix("groundplan:")
        if place[0] not in REGION:
            assert f"did you mean {right}?" in messages[key_text(mistakes.wrong_place(place))]


def test_five_mistakes_of_five_kinds_are_named_together(tmp_path: Path) -> None:
    config = changed(
        "prod",
        {
            "network__nat": 7,
            "database__main__read_replicas": 9,
            "database__main__storage_gb": 100,
            "compute__container_insights": ABSENT,
            "services__web__surplus": 1,
        },
    )

    assert _keys(problems_of(config, tmp_path)) == {
        "groundplan:network.nat",
        "groundplan:database.main.read_replicas",
        "groundplan:database.main.storage_gb",
        "groundplan:compute.container_insights",
        "groundplan:services.web.surplus",
    }


def test_a_wrong_type_in_one_section_hides_no_guard_of_another(tmp_path: Path) -> None:
    config = changed("prod", {"network__nat": 7, "cache__broker__cluster_mode": True})

    assert _keys(problems_of(config, tmp_path)) == {
        "groundplan:network.nat",
        "groundplan:cache.broker.cluster_mode",
    }


def _keys(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.key for problem in problems}


@pytest.mark.parametrize("stack", STACKS)
def test_the_files_as_they_are_have_no_problem(stack: str, tmp_path: Path) -> None:
    assert problems_of(config_of(stack), tmp_path) == ()
