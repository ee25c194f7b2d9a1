"""What the stack keeps: secrets, databases, caches, buckets."""

from collections.abc import Iterator, Mapping
from typing import Protocol

import pulumi

from components.bucket_policy import EDGE_LOGS, LOG_WRITERS
from components.bucket_replica import BucketReplica, BucketReplicaArgs
from components.cache import Cache, CacheArgs
from components.content_delivery import ContentDelivery, ContentDeliveryArgs
from components.data_store import DataStore, Store
from components.database import Database, DatabaseArgs
from components.document_database import DocumentDatabase, DocumentDatabaseArgs
from components.external_database import ExternalDatabase
from components.external_document_database import ExternalDocumentDatabase
from components.file_system import FileSystem, FileSystemArgs
from components.mount import Mount
from components.secrets_manager import SecretsManager, SecretsManagerArgs
from components.serverless_cache import ServerlessCache, ServerlessCacheArgs
from components.site import Site
from components.storage import Bucket, BucketArgs
from groundplan.settings.cache import ServerlessCacheSettings
from groundplan.settings.content_delivery import ContentDeliverySettings
from groundplan.settings.document_database import ExternalDocumentDatabaseSettings


class Provider(Protocol):
    """A component that services may reference: `${name}` for each of `references`."""

    references: dict[str, pulumi.Output[str]]


class Data:
    """Every store of the stack; none waits for another."""

    def __init__(self, site: Site) -> None:
        self._site = site
        stack, here = site.stack, site.here
        self.secrets = SecretsManager(
            "secrets", SecretsManagerArgs(stack.secrets_manager, site.vault), here
        )
        self.databases = {name: self._database(name) for name in stack.rds_databases}
        self.external_databases = {
            name: self._external_database(name) for name in stack.external_databases
        }
        self.document_databases = {
            name: self._document_database(name) for name in stack.document_database
        }
        self.caches = {name: self._cache(name) for name in stack.cache}
        self.file_systems = {name: self._file_system(name) for name in stack.file_system}
        self.log_bucket = self._bucket_for_logs()
        self.buckets = {name: self._bucket(name) for name in stack.storage}
        self.deliveries = [
            self._delivery(name, bucket.cdn) for name, bucket in stack.storage.items() if bucket.cdn
        ]
        for name, bucket in stack.storage.items():
            if bucket.replica_region:
                self._replica(name, bucket.replica_region)

    @property
    def references(self) -> dict[str, pulumi.Output[str]]:
        """What services may name as `${…}`, with its value."""
        return {name: value for one in self._providers() for name, value in one.references.items()}

    @property
    def stores(self) -> Mapping[str, Store]:
        """What services connect to, by the first words of its references."""
        databases = {
            f"database.{name}": one.data_store
            for name, one in (*self.databases.items(), *self.external_databases.items())
        }
        caches = {f"cache.{name}": cache.data_store for name, cache in self.caches.items()}
        documents = {
            f"document_database.{name}": one.data_store
            for name, one in self.document_databases.items()
        }
        files = {f"file_system.{name}": one.data_store for name, one in self.file_systems.items()}
        return databases | documents | caches | files

    def behind(self, opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
        """The options, for what stands back until the stores are begun, which take longest.

        The engine runs four operations for each processor and takes them as they come, so a
        hundred rules and roles before a database are a minute that the whole deployment waits.
        """
        stores = [one for one in self.stores.values() if isinstance(one, DataStore)]
        begun = [one.subnet_group for one in stores if one.subnet_group]
        return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=begun))

    @property
    def mounts(self) -> dict[str, list[Mount]]:
        """What each service mounts, by its name."""
        return {
            service: [self.file_systems[name].mounts[service] for name in settings.file_systems]
            for service, settings in self._site.stack.services.items()
        }

    @property
    def document_instances(self) -> dict[str, list[pulumi.Output[str]]]:
        """Identifiers of the instances of each DocumentDB cluster, by name."""
        return {name: one.instance_identifiers for name, one in self._clusters()}

    @property
    def backed_up(self) -> dict[str, list[pulumi.Output[str]]]:
        """ARNs of what holds data, by the type that AWS Backup calls them."""
        arn = self._site.labels.arn
        found = {
            "RDS": [
                pulumi.Output.concat(arn("rds", "db:"), database.identifiers["primary"])
                for database in self.databases.values()
            ],
            "DocumentDB": [
                pulumi.Output.concat(arn("rds", "cluster:"), one.cluster_identifier)
                for _, one in self._clusters()
            ],
            "EFS": [one.arn for one in self.file_systems.values()],
        }
        return {kind: arns for kind, arns in found.items() if arns}

    def _clusters(self) -> list[tuple[str, DocumentDatabase]]:
        """The document databases that are built."""
        return [
            (name, one)
            for name, one in self.document_databases.items()
            if isinstance(one, DocumentDatabase)
        ]

    def _providers(self) -> Iterator[Provider]:
        yield self.secrets
        yield from self.databases.values()
        yield from self.external_databases.values()
        yield from self.document_databases.values()
        yield from self.caches.values()
        yield from self.buckets.values()
        yield from self.deliveries

    def _database(self, name: str) -> Database:
        site, zones = self._site, self._site.stack.network.availability_zones
        settings = site.stack.rds_databases[name]
        args = DatabaseArgs(name, settings, site.network.isolated, site.vault, zones)
        return Database(f"database-{name}", args, site.here)

    def _external_database(self, name: str) -> ExternalDatabase:
        settings = self._site.stack.external_databases[name]
        login = self.secrets.references[f"secrets_manager.{settings.secret}"]
        return ExternalDatabase(name, settings, login)

    def _document_database(self, name: str) -> DocumentDatabase | ExternalDocumentDatabase:
        site, settings = self._site, self._site.stack.document_database[name]
        if isinstance(settings, ExternalDocumentDatabaseSettings):
            uri = self.secrets.references[f"secrets_manager.{settings.secret}"]
            return ExternalDocumentDatabase(name, settings, uri)
        args = DocumentDatabaseArgs(name, settings, site.network.isolated, site.vault)
        return DocumentDatabase(f"document-database-{name}", args, site.here)

    def _cache(self, name: str) -> Cache | ServerlessCache:
        site, settings = self._site, self._site.stack.cache[name]
        if isinstance(settings, ServerlessCacheSettings):
            args = ServerlessCacheArgs(settings, site.network.isolated, site.vault)
            return ServerlessCache(f"cache-{name}", args, site.here)
        args = CacheArgs(settings, site.network.isolated, site.vault)
        return Cache(f"cache-{name}", args, site.here)

    def _file_system(self, name: str) -> FileSystem:
        site = self._site
        args = FileSystemArgs(name, site.labels, site.network.isolated, site.key.arn)
        return FileSystem(f"file-system-{name}", args, site.here)

    def _bucket_for_logs(self) -> pulumi.Output[str]:
        site = self._site
        settings = site.stack.access_log_bucket
        edge = (EDGE_LOGS,) if any(one.cdn for one in site.stack.storage.values()) else ()
        args = BucketArgs(site.labels, settings, site.key.arn, log_writers=(*LOG_WRITERS, *edge))
        return Bucket("storage-access-logs", args, site.here).bucket_name

    def _bucket(self, name: str) -> Bucket:
        site = self._site
        settings = site.stack.storage[name]
        args = BucketArgs(site.labels, settings, site.key.arn, log_bucket=self.log_bucket)
        return Bucket(f"storage-{name}", args, site.here)

    def _delivery(self, name: str, settings: ContentDeliverySettings) -> ContentDelivery:
        site, bucket = self._site, self.buckets[name].bucket_name
        zone = site.stack.dns.hosted_zone_id
        args = ContentDeliveryArgs(name, site.labels, settings, bucket, self.log_bucket, zone)
        return ContentDelivery(f"storage-{name}-cdn", args, site.here)

    def _replica(self, name: str, region: str) -> None:
        site, bucket = self._site, self.buckets[name].bucket_name
        args = BucketReplicaArgs(name, site.labels, site.stack.storage[name], bucket, region)
        BucketReplica(f"storage-{name}-replica", args, site.here)
