"""Which rule prices which resource type."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.plan import PlannedResource

PricingRule = Callable[[PlannedResource, Quote], Iterator[LineItem]]

NOUNS = (
    "network", "load_balancer", "web_firewall", "certificate", "fargate_service", "eks_cluster",
    "kubernetes_workload", "kubernetes_ingress", "database", "database_cluster", "database_proxy",
    "document_database",
    "key_value_database", "cache", "storage", "file_system", "block_storage", "secrets_manager",
    "encryption_key", "monitoring", "audit", "backup", "compute", "serverless_function",
    "content_delivery", "dns", "messaging", "data_stream",
    "api_gateway", "workflow", "container_registry",
)  # fmt: skip


class Entry(NamedTuple):
    """The rule of a type, and the noun whose file holds it."""

    rule: PricingRule
    noun: str


@cache
def rules() -> Mapping[str, Entry]:
    """Give the rule of every canonical type token that has one."""
    found: dict[str, Entry] = {}
    for noun in NOUNS:
        module = import_module(f"groundplan.cost.{noun}")
        for token, rule in module.RULES.items():
            if token in found:
                raise ValueError(f"{token} is priced by both {found[token].noun} and {noun}")
            found[token] = Entry(rule, noun)
    return found
