"""Exemptions: what they excuse, and what is wrong with those that excuse nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from groundplan.exemptions import (
    Exemption,
    Exemptions,
    ExemptionsInvalid,
    read_exemptions,
    read_exemptions_of,
)
from groundplan.plan import Plan
from groundplan.review import Finding, judge
from policies.example import apply, compliant, plan_document

TODAY = date(2026, 11, 20)
ONE_ZONE = apply(compliant(), {"database": {"multiAz": False}})
SOUND = Exemption(
    policy="rds-multi-az",
    urn="urn:pulumi:prod::example::*::database",
    reason="the replica takes over while we move the primary",
    owner="team-data",
    expires=date(2026, 12, 31),
    place="exemptions.yaml:7",
)


def findings(*exemptions: Exemption, resources: dict = ONE_ZONE) -> tuple[Finding, ...]:
    plan = Plan.from_json(plan_document(resources))
    return judge(plan, exemptions=Exemptions(exemptions, TODAY))


def told(*exemptions: Exemption, resources: dict = ONE_ZONE) -> set[tuple[str, str]]:
    found = findings(*exemptions, resources=resources)
    return {(one.policy, one.verdict) for one in found if one.verdict in ("violation", "exempt")}


def test_a_sound_exemption_excuses_and_says_for_how_long_and_by_whom() -> None:
    (finding,) = [one for one in findings(SOUND) if one.verdict == "exempt"]

    assert finding.policy == "rds-multi-az"
    assert not finding.blocks
    assert finding.message.startswith(
        "exempt until 2026-12-31 (41 days left) by team-data: the replica takes over"
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"expires": date(2026, 11, 19)}, "it expired on 2026-11-19"),
        ({"expires": date(2027, 11, 20)}, "it lasts longer than 180 days"),
        ({"reason": "because"}, "its reason is shorter than 20 characters"),
        ({"owner": " "}, "it has no owner"),
    ],
)
def test_an_exemption_that_is_not_sound_excuses_nothing(
    change: dict[str, object], problem: str
) -> None:
    bad = replace(SOUND, **change)

    assert told(bad) == {("rds-multi-az", "violation"), ("exemption-sound", "violation")}
    (fault,) = [one for one in findings(bad) if one.policy == "exemption-sound"]
    assert problem in fault.message
    assert (fault.path, fault.level, fault.frameworks) == (
        "exemptions.yaml:7",
        "mandatory",
        ("GP:GOV-03",),
    )


def test_the_day_on_which_it_expires_still_counts() -> None:
    assert told(replace(SOUND, expires=TODAY)) == {("rds-multi-az", "exempt")}


def test_an_unknown_policy_is_told_with_the_nearest_name() -> None:
    (fault,) = [
        one
        for one in findings(replace(SOUND, policy="rds-multi-zone"))
        if one.policy == "exemption-sound"
    ]

    assert "no policy has this name, did you mean rds-multi-az?" in fault.message


def test_an_exemption_that_nobody_needs_is_told() -> None:
    assert told(SOUND, resources=compliant()) == {("exemption-sound", "violation")}


def test_an_exemption_for_a_resource_that_does_not_exist_is_told() -> None:
    (fault,) = [
        one
        for one in findings(replace(SOUND, urn="urn:pulumi:prod::example::*::gone"))
        if one.policy == "exemption-sound"
    ]

    assert "no resource of the stack matches its urn" in fault.message


def test_exemptions_of_other_stacks_are_left_to_their_runs() -> None:
    other = replace(SOUND, urn="urn:pulumi:staging::example::*::database")

    assert told(other) == {("rds-multi-az", "violation")}


def test_some_rules_can_never_be_exempted() -> None:
    public = apply(compliant(), {"database": {"publiclyAccessible": True}})

    assert told(replace(SOUND, policy="rds-not-public"), resources=public) == {
        ("rds-not-public", "violation"),
        ("exemption-sound", "violation"),
    }


def read(path: Path, text: str) -> Exemptions:
    file = path / "exemptions.yaml"
    file.write_text(text)
    return read_exemptions(file, TODAY)


def test_the_file_of_the_product_can_be_read() -> None:
    read_exemptions(Path("policies/exemptions.yaml"), TODAY)


def test_a_file_that_is_not_there_holds_no_exemptions(tmp_path: Path) -> None:
    assert read_exemptions(tmp_path / "none.yaml", TODAY).entries == ()


def test_entries_keep_the_line_on_which_they_stand(tmp_path: Path) -> None:
    text = (
        "exemptions:\n"
        "  - policy: a-b\n    urn: '*'\n    reason: r\n    owner: o\n    expires: 2027-01-31\n"
    )

    (entry,) = read(tmp_path, text).entries

    assert (entry.policy, entry.expires, entry.place) == (
        "a-b",
        date(2027, 1, 31),
        "exemptions.yaml:2",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exemptions:\n  - policy: [\n", "exemptions.yaml:3: "),
        ("exemptions: \0\n", "exemptions.yaml: cannot be read as text"),
        ("exemptions: 3\n", "exemptions.yaml:1: write a list under the key `exemptions:`"),
        ("- a\n", "exemptions.yaml:1: write a list under the key `exemptions:`"),
        ("exemptions:\n  - a\n", "exemptions.yaml:2: an entry has the keys policy, urn"),
        ("exemptions:\n  - expiry: 1\n", "unknown key expiry, did you mean expires?"),
        ("exemptions:\n  - urn: '*'\n", "exemptions.yaml:2: policy is missing or no text"),
        (
            "exemptions:\n  - {policy: a-b, urn: '*', expires: soon}\n",
            "expires is no date: write 2027-01-31",
        ),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ExemptionsInvalid) as problem:
        read(tmp_path, text)

    assert message in str(problem.value)
    assert "\n" not in str(problem.value)


def test_several_files_are_read_as_one(tmp_path: Path) -> None:
    texts = {
        name: f"exemptions: [{{policy: {name}, urn: '*', expires: 2026-12-31}}]"
        for name in ("rds-multi-az", "secret-rotated")
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    entries = read_exemptions_of(tmp_path, [f"{name}.yaml" for name in (*texts, "none")], TODAY)

    assert [one.policy for one in entries.entries] == list(texts)


def test_of_several_files_the_broken_one_is_named_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems/exemptions.yaml").write_text("exemptions: 3\n", encoding="utf-8")

    with pytest.raises(ExemptionsInvalid, match=r"systems/exemptions\.yaml:1: "):
        read_exemptions_of(tmp_path, ["systems/exemptions.yaml"], TODAY)
