"""Messages show what was written, except where somebody's secret may stand."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.settings import SettingsInvalid, read
from tests.settings.stack_files import changed, config_of, problems_of, written

CANARY = "hunter2-canary-4711"

LEAKS: dict[str, dict[str, Any]] = {
    "a literal secret": {"services__web__secrets__SECRET_KEY": CANARY},
    "a literal around a reference": {
        "services__web__secrets__URL": f"{CANARY}${{database.main.url}}"
    },
    "a secret of the wrong type": {"services__web__secrets__SECRET_KEY": [CANARY]},
    "a literal for all secrets": {"services__web__secrets": CANARY},
    "a literal for a whole secret": {"secrets_manager__secrets__app-signing-key": CANARY},
    "a literal for all that are stored": {"secrets_manager__secrets": CANARY},
    "a value beside a stored secret": {"secrets_manager__secrets__sentry-dsn__value": CANARY},
    "a literal for the environment": {"services__web__environment": CANARY},
    "a variable under a wrong name": {"services__web__environment__A-B": CANARY},
    "a variable of the wrong type": {"services__web__environment__TOKEN": {"value": CANARY}},
    "an unknown key": {"database__main__password": CANARY},
    "an unknown section": {"passwords": CANARY},
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_value_that_may_be_secret_is_never_shown(leak: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        read(written(changed("prod", leak), tmp_path))

    assert CANARY not in str(refused.value)
    assert all(CANARY not in repr(problem) for problem in refused.value.problems)


def test_a_misplaced_section_is_not_shown_either(tmp_path: Path) -> None:
    config = config_of("prod")
    config["groundpan:network"] = {"token": CANARY}

    (problem,) = problems_of(config, tmp_path)
    assert CANARY not in repr(problem)


MESSAGES: dict[str, tuple[dict[str, Any], str]] = {
    "the value, and what is allowed": (
        {"database__main__read_replicas": 9},
        "groundplan:database.main.read_replicas = 9: must be less than or equal to 5",
    ),
    "the choices": (
        {"network__nat": "two"},
        'groundplan:network.nat = "two": must be \'none\', \'one\' or \'per_zone\'',
    ),
    "quotes for text": (
        {"stack__account_id": 111122223333},
        'account_id = 111122223333: must be text; put it in quotes ("…")',
    ),
    "the nearest size": (
        {"services__web__memory_mib": 2000},
        ("services.web.memory_mib = 2000: does not exist on Fargate with cpu_units 1024; "
        "write 2048"),
    ),
    "the nearest retention": (
        {"database__main__log_retention_days": 360},
        ("groundplan:database.main.log_retention_days: CloudWatch Logs does not accept this "
         "number of days; nearest: 365"),
    ),
    "the roles of a service": (
        {"services__web__role": "wbe"},
        "groundplan:services.web.role: must be one of 'web', 'worker', 'singleton'",
    ),
    "the order of scaling": (
        {"services__web__scaling__max_tasks": 1},
        "groundplan:services.web.scaling.max_tasks: max_tasks 1 is below min_tasks 2",
    ),
    "the order of health checks": (
        {"services__web__health_check__timeout_seconds": 15},
        ("groundplan:services.web.health_check.timeout_seconds: timeout_seconds 15 must be below "
        "interval_seconds 15"),
    ),
    "when objects may move": (
        {"storage__backups__transitions": [{"after_days": 29, "storage_class": "STANDARD_IA"}]},
        ("groundplan:storage.backups.transitions[0].after_days: after_days 29 is too early for "
        "STANDARD_IA; S3 allows it from day 30"),
    ),
    "that objects move before they end": (
        {"storage__backups__expire_after_days": 30},
        ("groundplan:storage.backups.expire_after_days: STANDARD_IA is paid for 30 days, and "
        "objects that move after 30 days leave earlier; write 60 or more, or leave the transition "
        "out"),
    ),
    "that objects only grow colder": (
        {"storage__backups__transitions": [
            {"after_days": 30, "storage_class": "GLACIER"},
            {"after_days": 60, "storage_class": "STANDARD_IA"},
        ]},
        ("groundplan:storage.backups.transitions: objects cannot move from GLACIER to STANDARD_IA; "
        "order them from warm to cold: STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, "
        "GLACIER, DEEP_ARCHIVE"),
    ),
    "how long objects stay in infrequent access": (
        {"storage__media__transitions": [
            {"after_days": 30, "storage_class": "STANDARD_IA"},
            {"after_days": 59, "storage_class": "GLACIER"},
        ]},
        ("groundplan:storage.media.transitions: the transition to GLACIER after 59 days comes too "
        "soon after STANDARD_IA; write 60 or more"),
    ),
    "that an entry stands twice": (
        {"network__availability_zones": ["a", "a"]},
        "groundplan:network.availability_zones: an entry stands here twice; write each once",
    ),
    "how many entries there must be": (
        {"network__availability_zones": ["a"]},
        "groundplan:network.availability_zones: must have at least 2 entries",
    ),
    "a range that is private but not for networks": (
        {"network__cidr_block": "127.0.0.0/16"},
        "groundplan:network.cidr_block: use a private range (RFC 1918), such as 10.20.0.0/16",
    ),
    "a recovery window that AWS lacks": (
        {"secrets_manager__recovery_window_days": 6},
        "AWS allows 0 (delete at once) or 7 to 30 days",
    ),
    "the keys of an optional part": (
        {"services__web__database_pools__main__pol_size": 5},
        "no such key; did you mean pool_size? allowed: processes, pool_size, max_overflow",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("mistake", "message"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_says(mistake: dict[str, Any], message: str, tmp_path: Path) -> None:
    (problem,) = problems_of(changed("prod", mistake), tmp_path)

    assert message in problem.text("Pulumi.prod.yaml")


@pytest.mark.parametrize("size", ["nlarge", "xxlarge", "metal", "0"])
def test_a_class_of_unknown_memory_asks_for_the_connections(size: str, tmp_path: Path) -> None:
    mistake = {
        "database__main__instance_class": f"db.m6g.{size}",
        "database__main__max_connections": None,
    }

    problems = problems_of(changed("prod", mistake), tmp_path)
    assert any("state max_connections" in problem.message for problem in problems)


def test_the_longest_database_name_leaves_room_for_its_owner(tmp_path: Path) -> None:
    longest = changed("prod", {"database__main__name": "a" * 57})
    too_long = changed("prod", {"database__main__name": "a" * 58})

    assert problems_of(longest, tmp_path) == ()
    assert [one.key for one in problems_of(too_long, tmp_path)] == ["groundplan:database.main.name"]
