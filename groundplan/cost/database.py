"""Relational databases: RDS instances and their disks, replicas, backups, extended support.

Source: aws.amazon.com/rds/pricing. A Multi-AZ price is looked up, not doubled: AWS rounds the two
separately. A replica is charged as an instance with the disk of its source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.database_disk import disk_lines
from groundplan.cost.extended_support import database_stage
from groundplan.cost.inputs import NotKnown
from groundplan.cost.instance_size import is_burstable, vcpus
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.cost.reservation import reserved
from groundplan.plan import PlannedResource

INSTANCE = "aws:rds/instance:Instance"
ENGINES = {
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mariadb",
    "aurora": "aurora-mysql",
    "aurora-mysql": "aurora-mysql",
    "aurora-postgresql": "aurora-postgresql",
}
FREE_INSIGHTS_DAYS = 7
INSIGHTS_CALLS = "monthly_additional_performance_insights_requests"
OWN_LICENCE = "bring-your-own-license"
NO_EXTENDED_SUPPORT = "open-source-rds-extended-support-disabled"


@dataclass(frozen=True)
class Instance:
    """One database instance, with what a replica inherits already filled in."""

    resource: PlannedResource
    source: PlannedResource
    instance_class: str
    engine: str
    zones: str

    @property
    def key(self) -> str:
        """The key of its hourly price."""
        return f"rds/{self.instance_class}/{self.engine}/{self.zones}"


def instance(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield instance hours, disk, backups, then what the version and monitoring add."""
    source = source_of(resource, quote)
    database = Instance(
        resource=resource,
        source=source,
        instance_class=inputs.text(resource, "instanceClass"),
        engine=_engine(resource, source),
        zones="multi-az" if inputs.flag(resource, "multiAz") else "single-az",
    )
    key, bought = reserved(database.key, quote)
    yield from quote.hours(
        f"Database instance ({database.instance_class}, {database.zones}, {bought})", key
    )
    yield from disk_lines(resource, source, database.engine, database.zones, quote)
    yield from _backups(database, quote)
    if inputs.text(source, "engineLifecycleSupport", "") != NO_EXTENDED_SUPPORT:
        version = inputs.text(source, "engineVersion", "")
        yield from extended_support(
            database.engine, version, database.instance_class, database.zones, quote
        )
    yield from _enhanced_monitoring(resource, quote)
    yield from insights(resource, database.instance_class, quote)
    yield from cpu_credits(database.instance_class, quote, "rds/cpu-credits")


def price_key_of(resource: PlannedResource) -> str:
    """Give the key of an instance's hourly price in one zone, as a restored copy of it runs."""
    named = inputs.text(resource, "instanceClass")
    return f"rds/{named}/{_engine(resource, resource)}/single-az"


def source_of(resource: PlannedResource, quote: Quote) -> PlannedResource:
    """Give the instance whose data a replica copies; the resource itself when it is none."""
    if not inputs.is_set(resource, "replicateSourceDb"):
        return resource
    sources = [
        one for one in quote.plan.uses(resource, "replicateSourceDb") if one.kind == INSTANCE
    ]
    if not sources:
        named = resource.read("replicateSourceDb")
        sources = [one for one in quote.plan.of_kind(INSTANCE) if one.read("identifier") == named]
    return source_of(sources[0], quote) if sources else resource


def _engine(resource: PlannedResource, source: PlannedResource) -> str:
    """Give the engine as it is priced; an Oracle licence of one's own costs the same everywhere."""
    named = inputs.text(resource, "engine", "") or inputs.text(source, "engine")
    if named in ENGINES:
        return ENGINES[named]
    edition = named.removesuffix("-cdb")
    default = OWN_LICENCE if edition in {"oracle-ee", "oracle-se"} else "license-included"
    owned = inputs.text(source, "licenseModel", default) == OWN_LICENCE
    return "oracle-byol" if owned and edition.startswith("oracle") else edition


def _backups(database: Instance, quote: Quote) -> Iterator[LineItem]:
    """Yield backup storage above the free size, which is the allocated storage itself."""
    days = inputs.number(database.resource, "backupRetentionPeriod", 0)
    if days or quote.figure("additional_backup_storage_gb") is not None:
        aurora = database.engine.startswith("aurora")
        yield from quote.metered(
            "Backup storage above the free size",
            "aurora/backup" if aurora else "rds/backup",
            "additional_backup_storage_gb",
        )


def extended_support(
    engine: str, version: str, instance_class: str, zones: str, quote: Quote
) -> Iterator[LineItem]:
    """Yield the price per vCPU and hour of a version that AWS no longer supports for free."""
    stage = database_stage(engine, version, quote.as_of)
    if stage == "standard":
        return
    yield from quote.hours(
        f"Extended support ({stage}) of {engine} {version}",
        f"rds/extended-support/{stage}/{zones}",
        _vcpus(instance_class),
        note=f"on {quote.as_of}; an upgrade of the major version ends it",
    )


def _enhanced_monitoring(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the log that enhanced monitoring writes, at the price of log ingestion."""
    if inputs.number(resource, "monitoringInterval", 0) > 0:
        yield from quote.metered(
            "Enhanced monitoring, log ingested",
            "logs/ingest/standard",
            "monthly_enhanced_monitoring_gb",
        )


def insights(resource: PlannedResource, instance_class: str, quote: Quote) -> Iterator[LineItem]:
    """Yield Database Insights Advanced, else Performance Insights beyond seven days, and calls."""
    if inputs.text(resource, "databaseInsightsMode", "standard") == "advanced":
        yield from quote.hours(
            "Database Insights, advanced", "rds/insights/advanced", _vcpus(instance_class)
        )
        return
    if not inputs.flag(resource, "performanceInsightsEnabled"):
        return
    if inputs.number(resource, "performanceInsightsRetentionPeriod", FREE_INSIGHTS_DAYS) > (
        FREE_INSIGHTS_DAYS
    ):
        yield from quote.fixed(
            f"Performance Insights, long retention ({instance_class})",
            f"rds/insights/{instance_class.removeprefix('db.').split('.')[0]}",
            _vcpus(instance_class),
        )
    if quote.figure(INSIGHTS_CALLS) is not None:
        yield from quote.metered("Performance Insights API", "rds/insights/api", INSIGHTS_CALLS)


def cpu_credits(instance_class: str, quote: Quote, key: str) -> Iterator[LineItem]:
    """Yield CPU credits spent above those earned, where usage says so."""
    if is_burstable(instance_class) and quote.figure("monthly_cpu_credit_hrs") is not None:
        yield from quote.metered(
            "CPU credits", key, "monthly_cpu_credit_hrs", times=_vcpus(instance_class)
        )


def _vcpus(instance_class: str) -> Decimal:
    count = vcpus(instance_class)
    if count is None:
        raise NotKnown(f"how many vCPUs {instance_class} has is not known")
    return Decimal(count)


RULES: Mapping[str, PricingRule] = {INSTANCE: instance}
