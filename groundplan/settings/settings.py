"""The whole stack file, typed."""

from typing import Annotated

from pydantic import Field

from groundplan.settings.backup import BackupSettings
from groundplan.settings.cache import CacheKind
from groundplan.settings.certificate import CertificateSettings
from groundplan.settings.database import DatabaseKind, DatabaseSettings, ExternalDatabaseSettings
from groundplan.settings.dns import DnsSettings
from groundplan.settings.document_database import DocumentDatabaseKind
from groundplan.settings.eks_cluster import EksSettings
from groundplan.settings.encryption_key import EncryptionKeySettings
from groundplan.settings.fargate_service import FargateSettings
from groundplan.settings.file_system import FileSystemSettings
from groundplan.settings.load_balancer import LoadBalancerSettings
from groundplan.settings.monitoring import MonitoringSettings
from groundplan.settings.network import NetworkSettings
from groundplan.settings.secrets_manager import SecretsManagerSettings
from groundplan.settings.section import Section
from groundplan.settings.service import (
    JobService,
    RunningService,
    Service,
    SingletonService,
    WebService,
    WorkerService,
    runs_alone,
)
from groundplan.settings.stack import StackSettings
from groundplan.settings.storage import BucketSettings
from groundplan.settings.units import Name, Region
from groundplan.settings.web_firewall import WebFirewallSettings


class Settings(Section):
    """One field per section `groundplan:<noun>`; `region` is Pulumi's own `aws:region`."""

    region: Region
    """Where everything is."""

    stack: StackSettings
    encryption_key: EncryptionKeySettings
    network: NetworkSettings
    dns: DnsSettings
    certificate: CertificateSettings
    """Of the load balancer: issued here, or brought along."""

    load_balancer: LoadBalancerSettings
    web_firewall: WebFirewallSettings
    compute: Annotated[FargateSettings | EksSettings, Field(discriminator="kind")]
    """Where services run."""

    services: Annotated[dict[Name, Service], Field(min_length=1)]
    """What runs, by name; the same map on every kind of compute."""

    database: dict[Name, DatabaseKind]
    """PostgreSQL, by name."""

    document_database: dict[Name, DocumentDatabaseKind]
    """DocumentDB or MongoDB, by name."""

    cache: dict[Name, CacheKind]
    """Valkey, one per purpose, by name."""

    storage: dict[Name, BucketSettings]
    """Buckets, by name."""

    file_system: dict[Name, FileSystemSettings]
    """File systems that tasks mount, by name."""

    secrets_manager: SecretsManagerSettings
    monitoring: MonitoringSettings
    backup: BackupSettings

    @property
    def rds_databases(self) -> dict[str, DatabaseSettings]:
        """The databases that are built, by name."""
        return {k: one for k, one in self.database.items() if isinstance(one, DatabaseSettings)}

    @property
    def external_databases(self) -> dict[str, ExternalDatabaseSettings]:
        """The databases that somebody else runs, by name."""
        return {
            k: one for k, one in self.database.items() if isinstance(one, ExternalDatabaseSettings)
        }

    @property
    def access_log_bucket(self) -> BucketSettings:
        """The bucket for the load balancer's and the other buckets' logs."""
        days = self.load_balancer.access_log_retention_days
        return BucketSettings(
            transitions=(),
            expire_after_days=days,
            noncurrent_expire_after_days=1,
            object_lock_days=None,
            force_destroy=not self.load_balancer.deletion_protection,
        )

    @property
    def web_services(self) -> dict[str, WebService]:
        """The services behind the load balancer, by name."""
        return {
            name: service
            for name, service in self.services.items()
            if isinstance(service, WebService)
        }

    @property
    def running_services(self) -> dict[str, RunningService]:
        """The services that never end, by name."""
        return {
            name: service
            for name, service in self.services.items()
            if not isinstance(service, JobService)
        }

    @property
    def jobs(self) -> dict[str, JobService]:
        """The services that run to an end, by name."""
        return {
            name: service
            for name, service in self.services.items()
            if isinstance(service, JobService)
        }

    def most_tasks_deploying(self, service: Service) -> int:
        """Tasks that may run while a revision takes the place of the one before.

        ECS starts as many new ones as there are, a Deployment one more.
        """
        most = most_tasks(service)
        if isinstance(service, JobService) or runs_alone(service):
            return most
        return most + 1 if isinstance(self.compute, EksSettings) else 2 * most

    @property
    def health_paths(self) -> tuple[str, ...]:
        """What is asked of web services by monitors, each path once."""
        paths = (service.health_check.path for service in self.web_services.values())
        return tuple(dict.fromkeys(paths))


def most_tasks(service: Service) -> int:
    """Tasks that may run at once outside of deployments."""
    if isinstance(service, WebService | WorkerService):
        return max(bounds.max_tasks for bounds in service.scaling.every_bounds)
    return 1


def least_tasks(service: RunningService) -> int:
    """Tasks that always run."""
    if isinstance(service, SingletonService):
        return 1
    return min(bounds.min_tasks for bounds in service.scaling.every_bounds)
