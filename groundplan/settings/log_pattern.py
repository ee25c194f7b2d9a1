"""Filter patterns of logs: as the stack file states them, and as pods' lines are found by them."""

import re

from groundplan.settings.eks_cluster import SERVICES_NAMESPACE
from groundplan.settings.log_metric import LogMetric

_FIELD = "$.log_processed."
_WORDS = re.compile(r'(\w+|"[^"*\\]+")(\s+(\w+|"[^"*\\]+"))*')
_WORD = re.compile(r'\w+|"[^"]+"')
_QUOTED_OR_FIELD = re.compile(r'"(?:[^"\\]|\\.)*"|%[^%]*%|\$\.')
_EXPRESSION = re.compile(r'"(?:[^"\\]|\\.)*"|(%[^%]+%)')


def is_json(pattern: str) -> bool:
    """Whether it asks for fields: `{ $.level = "ERROR" }`."""
    return pattern.startswith("{") and pattern.endswith("}")


def is_words(pattern: str) -> bool:
    """Whether it is words and "phrases" that must all be in a line."""
    return _WORDS.fullmatch(pattern) is not None


def has_expression(pattern: str) -> bool:
    """Whether a regular expression, which stands between percent signs, is in it."""
    return any(found[1] for found in _EXPRESSION.finditer(pattern))


def in_pods(metric: LogMetric, service: str) -> LogMetric:
    """The same figure where the lines of all pods are in one log group, each within a record.

    The record has the line as `log`, its fields as `log_processed`, and where it is from.
    Source: fluent-bit.conf of the add-on (github.com/aws-observability/helm-charts, values.yaml:
    Merge_Log_Key log_processed); CloudWatch Logs User Guide, filter pattern syntax, JSON.
    """
    of_service = (
        f'$.kubernetes.namespace_name = "{SERVICES_NAMESPACE}" && '
        f'$.kubernetes.container_name = "{service}"'
    )
    asked = _asked_of_fields(metric.pattern) if is_json(metric.pattern) else _asked_of_line(metric)
    pattern = f"{{ {of_service} && ({asked}) }}"
    return metric.model_copy(
        update={"pattern": pattern, "value": metric.value.replace("$.", _FIELD)}
    )


def _asked_of_fields(pattern: str) -> str:
    """What is quoted, or between percent signs, is text and names no field."""
    return _QUOTED_OR_FIELD.sub(
        lambda found: _FIELD if found[0] == "$." else found[0], pattern[1:-1].strip()
    )


def _asked_of_line(metric: LogMetric) -> str:
    words = (word.strip('"') for word in _WORD.findall(metric.pattern))
    return " && ".join(f'$.log = "*{word}*"' for word in words)
