"""Alarms: who hears them, and from which value on."""

from typing import Annotated

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import Name, Percent

EmailAddress = Annotated[
    str,
    Field(
        max_length=254,
        pattern=r"^[\w.+-]+@([\w-]+\.)+[a-z]{2,63}$",
        examples=["on-call@example.com"],
    ),
]


class LoadBalancerAlarms(Section):
    """What users notice."""

    error_percent: Percent
    """Share of requests answered with 5xx, by the services or by the load balancer itself."""

    p95_milliseconds: Annotated[int, Field(ge=1, le=60000)]
    """19 of 20 requests are answered faster."""


class ServiceAlarms(Section):
    """Of each service; fewer tasks than its minimum are an alarm in any case."""

    cpu_percent: Percent
    """Of what its tasks have, on average; best above the target of scaling."""

    memory_percent: Percent
    """Of what its tasks have, on average; best above the target of scaling."""


class DatabaseAlarms(Section):
    """Of each instance, replicas included, and of those of document databases."""

    cpu_percent: Percent
    """Of the instance."""

    connections_percent: Percent
    """Of max_connections; of the services' `document_pools` where it is a document database."""

    free_storage_gib: Annotated[int, Field(ge=1, le=65536)]
    """Below a tenth of the storage, so that its growing by itself comes before the alarm."""

    replica_lag_seconds: Annotated[int, Field(ge=1, le=86400)]
    """How old the answers of a replica may be."""


class CacheAlarms(Section):
    """Of each node. A broker that evicts at all has lost a job: that is an alarm in any case."""

    cpu_percent: Percent
    """Of the engine's one processor."""

    memory_percent: Percent
    """Of a broker, and of the limit of a serverless cache; other caches are full by design."""

    evictions_per_minute: Annotated[int, Field(ge=0, le=1_000_000)]
    """Keys that a cache threw away to make room."""


class MonitoringSettings(Section):
    """One topic for all alarms of the stack. Thresholds never steer scaling (errors would)."""

    alarm_receivers: Annotated[dict[Name, EmailAddress], Field(min_length=1)]
    """E-mail addresses by name; each must confirm the message that AWS sends it first."""

    sustained_minutes: Annotated[int, Field(ge=1, le=60)]
    """A value must be wrong for so long, every minute of it."""

    availability_percent: Annotated[float, Field(ge=90, lt=100)] | None
    """Share of requests of a month that are to succeed, such as 99.9; null has no objective."""

    certificate_days_left: Annotated[int, Field(ge=1, le=45)]
    """ACM renews 60 days ahead; with fewer days left than this it has failed to.

    Source: ACM User Guide, managed certificate renewal.
    """

    load_balancer: LoadBalancerAlarms
    """From which errors and which latency on."""

    services: ServiceAlarms
    """From which load of a service on."""

    database: DatabaseAlarms
    """From which load of an instance on."""

    cache: CacheAlarms
    """From which load of a node on."""
