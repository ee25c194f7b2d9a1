"""What is demanded of backup plans: often enough, long enough, tried out."""

import re
from collections.abc import Iterator

from policies.kinds import (
    BACKUP_PLAN,
    RESTORE_TEST_PLAN,
)
from policies.properties import Properties, is_true
from policies.rule import PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand, violation

_COLD_MINIMUM = 90
"""Days that a recovery point must stay in cold storage. Source: AWS Backup, "Lifecycle"."""


_HOURS = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


def _rules(plan: Subject) -> Iterator[Properties]:
    for one in plan.each("rules"):
        yield one.known()


def _runs_daily(rule: Properties) -> bool:
    schedule = str(rule.get("schedule", ""))
    if rate := _HOURS.fullmatch(schedule):
        return rate[2] != "day" or int(rate[1]) <= 1
    fields = schedule.removeprefix("cron(").rstrip(")").split()
    return not schedule or fields[2:5] in (["*", "*", "?"], ["?", "*", "*"])


def _sound(plan: Subject) -> Verdict | None:
    wanted = plan.threshold("minimum_days")
    return any_of(
        lambda rule=rule: demand(
            _runs_daily(rule)
            and (
                not rule.has("lifecycle.deleteAfter")
                or rule.number("lifecycle.deleteAfter") >= wanted
            ),
            rule.at("lifecycle.deleteAfter"),
        )
        for rule in _rules(plan)
    ) or violation("rules")


def _cold_is_legal(plan: Subject) -> Verdict | None:
    return all_of(
        lambda rule=rule: demand(
            rule.number("lifecycle.deleteAfter")
            >= rule.number("lifecycle.coldStorageAfter") + _COLD_MINIMUM,
            rule.at("lifecycle.coldStorageAfter"),
        )
        for rule in _rules(plan)
        if rule.has("lifecycle.coldStorageAfter") and rule.has("lifecycle.deleteAfter")
    )


def _continuous_and_copied(plan: Subject) -> Verdict | None:
    return all_of(
        [
            lambda: demand(
                any(is_true(one.get("enableContinuousBackup")) for one in _rules(plan)),
                "rules",
                "no rule keeps a continuous backup",
            ),
            lambda: demand(
                any(one.has("copyActions") for one in _rules(plan)),
                "rules",
                "no rule copies to another Region",
            ),
        ]
    )


def _restores_tried(plan: Subject) -> Verdict | None:
    return demand(any(True for _ in plan.plan.of_kind(RESTORE_TEST_PLAN)))


RULES = (
    Rule(
        name="backup-plan-daily-and-kept",
        control="BAK-02",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(BACKUP_PLAN,),
        check=_sound,
        thresholds={"minimum_days": 90},
        in_staging={"minimum_days": 30},
        problem="no rule runs daily and keeps long enough",
        why="the guides promise a backup a day and 90 days back",
        fix='rules=[{"schedule": "cron(0 2 * * ? *)", "lifecycle": {"delete_after": 90}}]',
    ),
    Rule(
        name="backup-cold-storage-legal",
        control="BAK-02",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(BACKUP_PLAN,),
        check=_cold_is_legal,
        problem="recovery points leave cold storage too early",
        why="AWS refuses a plan that keeps them there for less than 90 days",
        fix="delete_after at least 90 days later than cold_storage_after",
    ),
    Rule(
        name="backup-continuous-and-copied",
        control="BAK-03",
        severity="medium",
        levels=PROD_ADVICE,
        applies_to=(BACKUP_PLAN,),
        check=_continuous_and_copied,
        problem="a day or a Region can be lost",
        why="a daily backup in the same Region does not survive the Region",
        fix='"enable_continuous_backup": True and "copy_actions": [...] in a rule',
    ),
    Rule(
        name="backup-restores-tried",
        control="BAK-04",
        severity="medium",
        levels=PROD_ADVICE,
        applies_to=(BACKUP_PLAN,),
        graph=True,
        check=_restores_tried,
        problem="no restore is ever tried",
        why="a backup that was never restored is a hope",
        fix="aws.backup.RestoreTestingPlan with a RestoreTestingSelection per type",
    ),
)
