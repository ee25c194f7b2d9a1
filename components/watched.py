"""What is built, as its metrics name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi


@dataclass(frozen=True, kw_only=True)
class Watched:
    """By our names: databases by the identifiers of their instances, caches by group."""

    load_balancer: pulumi.Input[str]
    target_groups: Mapping[str, pulumi.Input[str]]
    certificate: pulumi.Input[str]
    services: Mapping[str, pulumi.Input[str]]
    log_groups: Mapping[str, pulumi.Input[str]]
    databases: Mapping[str, Mapping[str, pulumi.Input[str]]]
    document_databases: Mapping[str, Sequence[pulumi.Input[str]]]
    caches: Mapping[str, pulumi.Input[str]]
    file_systems: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
