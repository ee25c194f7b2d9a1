"""The dashboard: what users notice on top, what it may come from below."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.alarm import Metric
from components.data_store_alarms import nodes_of
from components.labels import Labels
from components.service_metrics import metrics_of
from components.watched import Watched
from groundplan.settings.cache import CacheSettings

_WIDTH, _HEIGHT = 8, 6
"""Three graphs side by side. Source: CloudWatch API, dashboard body, 24 columns."""

_PER_ROW = 3
_MINUTE_SECONDS = 60


@dataclass(frozen=True)
class _Graph:
    title: str
    statistic: str
    lines: list[list[Any]]
    """Each a namespace, a metric, then names and values of dimensions."""


def dashboard(
    parent: pulumi.Resource, name: str, labels: Labels, watched: Watched
) -> aws.cloudwatch.Dashboard:
    """Show traffic, services, what they log, databases and caches of the stack."""
    widgets = [
        _widget(place, graph, labels) for place, graph in enumerate(_graphs(labels, watched))
    ]
    return aws.cloudwatch.Dashboard(
        name,
        dashboard_name=labels.prefix,
        dashboard_body=pulumi.Output.json_dumps({"widgets": widgets}),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _widget(place: int, graph: _Graph, labels: Labels) -> dict[str, Any]:
    row, column = divmod(place, _PER_ROW)
    return {
        "type": "metric",
        "x": column * _WIDTH,
        "y": row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": {
            "title": graph.title,
            "region": labels.region,
            "stat": graph.statistic,
            "period": _MINUTE_SECONDS,
            "metrics": graph.lines,
        },
    }


def _graphs(labels: Labels, watched: Watched) -> Iterator[_Graph]:
    yield from _traffic(watched.load_balancer)
    services = {name: metrics_of(labels, one) for name, one in watched.services.items()}
    for title, key in (
        ("CPU of services, %", "cpu"),
        ("Memory of services, %", "memory"),
        ("Running tasks", "running"),
    ):
        lines = {name: getattr(one, key) for name, one in services.items()}
        yield _Graph(title, "Average", [_line(name, metric) for name, metric in lines.items()])
    yield from _figures(labels)
    yield from _databases(watched)
    yield from _document_databases(watched)
    yield from _caches(labels, watched)


def _figures(labels: Labels) -> Iterator[_Graph]:
    lines = [
        [labels.prefix, f"{name}-{figure}", {"label": f"{name} {figure}", "stat": one.statistic}]
        for name, service in labels.settings.services.items()
        for figure, one in service.log_metrics.items()
    ]
    if lines:
        yield _Graph("Figures in logs", "Maximum", lines)


def _databases(watched: Watched) -> Iterator[_Graph]:
    instances, replicas = {}, {}
    for name, roles in watched.databases.items():
        for role, identifier in roles.items():
            of = instances if role == "primary" else replicas
            of[f"{name} {role}"] = ["DBInstanceIdentifier", identifier]
    for title, metric in (
        ("CPU of databases, %", "CPUUtilization"),
        ("Connections to databases", "DatabaseConnections"),
        ("Free storage of databases, bytes", "FreeStorageSpace"),
    ):
        if instances:
            yield _of_each(title, "Average", "AWS/RDS", metric, instances | replicas)
    if replicas:
        yield _of_each("Lag of replicas, seconds", "Maximum", "AWS/RDS", "ReplicaLag", replicas)


def _document_databases(watched: Watched) -> Iterator[_Graph]:
    instances = {
        f"{name} {number}": ["DBInstanceIdentifier", identifier]
        for name, identifiers in watched.document_databases.items()
        for number, identifier in enumerate(identifiers, start=1)
    }
    for title, metric in (
        ("CPU of document databases, %", "CPUUtilization"),
        ("Connections to document databases", "DatabaseConnections"),
    ):
        if instances:
            yield _of_each(title, "Average", "AWS/DocDB", metric, instances)


def _caches(labels: Labels, watched: Watched) -> Iterator[_Graph]:
    nodes: dict[str, list[Any]] = {}
    serverless: dict[str, list[Any]] = {}
    for name, cache in watched.caches.items():
        settings = labels.settings.cache[name]
        if isinstance(settings, CacheSettings):
            ids = enumerate(nodes_of(settings, cache), start=1)
            nodes |= {f"{name} {number}": ["CacheClusterId", one] for number, one in ids}
        else:
            serverless[name] = ["clusterName", cache]
    for title, statistic, metric, of in (
        ("CPU of caches, %", "Average", "EngineCPUUtilization", nodes),
        ("Memory of caches, %", "Average", "DatabaseMemoryUsagePercentage", nodes),
        ("Data in serverless caches, bytes", "Maximum", "BytesUsedForCache", serverless),
        ("Evictions per minute", "Sum", "Evictions", {**nodes, **serverless}),
    ):
        if of:
            yield _of_each(title, statistic, "AWS/ElastiCache", metric, of)


def _traffic(balancer: pulumi.Input[str]) -> Iterator[_Graph]:
    space, of = "AWS/ApplicationELB", ["LoadBalancer", balancer]
    yield _Graph("Requests per minute", "Sum", [[space, "RequestCount", *of]])
    errors = ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_4XX_Count")
    yield _Graph("Errors per minute", "Sum", [[space, metric, *of] for metric in errors])
    yield _Graph("95 % are answered within, seconds", "p95", [[space, "TargetResponseTime", *of]])


def _of_each(
    title: str, statistic: str, space: str, metric: str, dimensions: Mapping[str, list[Any]]
) -> _Graph:
    lines = [[space, metric, *of, {"label": name}] for name, of in dimensions.items()]
    return _Graph(title, statistic, lines)


def _line(name: str, metric: Metric) -> list[Any]:
    of = [part for dimension in metric.dimensions.items() for part in dimension]
    return [metric.namespace, metric.name, *of, {"label": name}]
