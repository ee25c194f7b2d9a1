"""Guards of figures in logs: what CloudWatch would refuse, or never find."""

from collections import defaultdict
from collections.abc import Iterator

from groundplan.settings.eks_cluster import EksSettings
from groundplan.settings.log_metric import LogMetric
from groundplan.settings.log_pattern import has_expression, in_pods, is_json, is_words
from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.settings import Settings

_LONGEST_PATTERN = 1024
_MOST_EXPRESSIONS = 5
"""Source: CloudWatch Logs User Guide, filter pattern syntax, quotas of regular expressions."""


def log_fields_are_of_json_lines(settings: Settings) -> Iterator[Problem]:
    """A field is read from what a JSON pattern has parsed, and from nothing else."""
    for _, path, metric in _log_metrics(settings):
        if metric.value.startswith("$.") and not is_json(metric.pattern):
            yield Problem(
                (*path, "value"),
                "is a field, and only a JSON pattern reads fields; write the pattern as "
                f"{{ {metric.value} = * }}, or a number as the value",
                metric.value,
            )


def log_patterns_ask_for_one_service(settings: Settings) -> Iterator[Problem]:
    """On EKS the lines of all services are records in one group, so a pattern asks for fields."""
    if not isinstance(settings.compute, EksSettings):
        return
    for service, path, metric in _log_metrics(settings):
        if not is_json(metric.pattern) and not is_words(metric.pattern):
            yield Problem(
                (*path, "pattern"),
                "on EKS every line is a JSON record beside those of other services, where only "
                'JSON patterns and words work; write { $.level = "ERROR" }, or words that must '
                "all be there",
                metric.pattern,
            )
        elif (length := len(in_pods(metric, service).pattern)) > _LONGEST_PATTERN:
            yield Problem(
                (*path, "pattern"),
                f"becomes {length} characters long, because on EKS it also names the service; AWS "
                f"takes {_LONGEST_PATTERN}: ask for fewer fields",
            )


def expressions_fit_the_log_group(settings: Settings) -> Iterator[Problem]:
    """AWS takes five patterns with regular expressions for each log group."""
    in_one_group = isinstance(settings.compute, EksSettings)
    found = defaultdict[str, list[KeyPath]](list)
    for service, path, metric in _log_metrics(settings):
        if has_expression(metric.pattern):
            found["" if in_one_group else service].append(path)
    for paths in found.values():
        for path in paths[_MOST_EXPRESSIONS:]:
            yield Problem(
                (*path, "pattern"),
                "AWS takes regular expressions (%…%) in five patterns of a log group"
                + (", which all services share on EKS" if in_one_group else "")
                + '; write text with a wildcard instead, such as { $.path = "/api/*" }',
            )


def _log_metrics(settings: Settings) -> Iterator[tuple[str, KeyPath, LogMetric]]:
    for service, one in settings.services.items():
        for figure, metric in one.log_metrics.items():
            yield service, ("services", service, "log_metrics", figure), metric
