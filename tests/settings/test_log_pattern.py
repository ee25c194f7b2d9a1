"""Filter patterns: as CloudWatch takes them for one service, and for all pods of a cluster."""

import pytest

from groundplan.settings.log_metric import LogMetric
from groundplan.settings.log_pattern import has_expression, in_pods

OF_WEB = '$.kubernetes.namespace_name = "services" && $.kubernetes.container_name = "web"'


def metric(pattern: str, value: str = "1") -> LogMetric:
    return LogMetric(pattern=pattern, value=value, statistic="Sum", more_than=1)


@pytest.mark.parametrize(
    ("stated", "asked"),
    [
        ('{ $.level = "ERROR" }', '$.log_processed.level = "ERROR"'),
        ("{$.age = *}", "$.log_processed.age = *"),
        (
            "{ $.a.b[0] = 1 || ($.c NOT EXISTS) }",
            "$.log_processed.a.b[0] = 1 || ($.log_processed.c NOT EXISTS)",
        ),
        ('{ $.text = "costs $.5 \\" more" }', '$.log_processed.text = "costs $.5 \\" more"'),
        ("{ $.path = %/api$.*% }", "$.log_processed.path = %/api$.*%"),
        ("ERROR", '$.log = "*ERROR*"'),
        ('Timeout "lost connection"', '$.log = "*Timeout*" && $.log = "*lost connection*"'),
    ],
)
def test_a_pattern_asks_for_the_same_in_the_record_of_a_pod(stated: str, asked: str) -> None:
    assert in_pods(metric(stated), "web").pattern == f"{{ {OF_WEB} && ({asked}) }}"


def test_a_field_is_read_from_the_line_within_the_record() -> None:
    age = in_pods(metric("{ $.queue.age = * }", "$.queue.age"), "web")
    count = in_pods(metric("ERROR", "1.5"), "web")

    assert (age.value, count.value) == ("$.log_processed.queue.age", "1.5")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("%5[0-9][0-9]%", True),
        ("{ $.status = %5[0-9][0-9]% }", True),
        ('{ $.text = "from 5 % to 6 %" }', False),
        ("ERROR", False),
    ],
)
def test_regular_expressions_stand_between_percent_signs_outside_of_quotes(
    pattern: str,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert has_expression(pattern) is expected
