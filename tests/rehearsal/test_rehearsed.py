"""When everything would end in the cloud, from what the engine did."""

from dataclasses import replace

from groundplan.rehearsal.cloud import Operation
from groundplan.rehearsal.rehearsed import rehearsed
from tests.cost.plans import plan_of, resource

DATABASE = resource("aws:rds/instance:Instance", "database")
CACHE = resource("aws:elasticache/cluster:Cluster", "cache")
ALARM = replace(
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"), dependencies=(DATABASE.urn,)
)
STATE = plan_of(DATABASE, CACHE, ALARM)


def done(urn: str, minutes: float, operation: str = "create") -> Operation:
    return Operation(urn, operation, minutes, 0, 0, "done")


def test_the_order_is_the_engines_and_the_time_the_clouds() -> None:
    made = [done(CACHE.urn, 5), done(DATABASE.urn, 12), done(ALARM.urn, 1)]

    assert rehearsed(STATE, made).makespan == 13
    crowded = rehearsed(STATE, made, at_once=1)
    assert [crowded.by_urn[one.urn].start for one in (CACHE, DATABASE, ALARM)] == [0, 5, 17]


def test_a_second_attempt_takes_its_own_time() -> None:
    assert rehearsed(STATE, [done(CACHE.urn, 5), done(CACHE.urn, 5)]).makespan == 10


def test_what_is_removed_or_not_in_the_state_does_not_count() -> None:
    made = [done(CACHE.urn, 5), done(DATABASE.urn, 12, "delete"), done("urn:gone", 60)]

    assert rehearsed(STATE, made).makespan == 5
