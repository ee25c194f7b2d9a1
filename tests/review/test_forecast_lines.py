"""What a report says about the time that a deployment takes."""

from groundplan.forecast import Schedule, Task, schedule
from groundplan.review.forecast_lines import critical_path_line, long_step_lines, makespan_line

DATABASE = "urn:pulumi:prod::shop::aws:rds/instance:Instance::database"
CACHE = "urn:pulumi:prod::shop::aws:elasticache/cluster:Cluster::cache"
SUBNET = "urn:pulumi:prod::shop::aws:ec2/subnet:Subnet::private"
ALARM = "urn:pulumi:prod::shop::aws:cloudwatch/metricAlarm:MetricAlarm::alarm-{}"


def shop() -> Schedule:
    alarms = {ALARM.format(number): Task(0.1, frozenset({DATABASE})) for number in range(5)}
    after = frozenset({SUBNET})
    long = {DATABASE: Task(12, after), CACHE: Task(9.5, after)}
    return schedule({SUBNET: Task(0.4), **long, **alarms})


def test_the_whole_and_the_critical_path_are_named() -> None:
    assert makespan_line(shop()) == "12.5 min by typical times."
    assert critical_path_line(shop()) == (
        "Critical path: database (Instance) 12 min; under a minute for all else on it."
    )


def test_each_long_step_says_what_waits_for_it() -> None:
    assert long_step_lines(shop()) == (
        (
            "database (Instance): 12 min from minute 0.4, beside cache (Cluster); held up by it: "
            "alarm-0 (MetricAlarm), alarm-1 (MetricAlarm), alarm-2 (MetricAlarm), 2 more"
        ),
        (
            "cache (Cluster): 9.5 min from minute 0.4, beside database (Instance); "
            "held up by it: nothing"
        ),
    )


def test_a_short_deployment_has_no_critical_path() -> None:
    short = schedule({SUBNET: Task(0.1)})

    assert makespan_line(short) == "Under a minute by typical times."
    assert critical_path_line(short) == ""
    assert long_step_lines(short) == ()
