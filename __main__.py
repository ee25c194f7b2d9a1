"""The backend's foundation, in the order in which data flows.

key and network -> secrets, database, caches, buckets -> load balancer -> services -> alarms.
Every size and switch comes from Pulumi.<stack>.yaml; groundplan/settings says what it may hold.
"""

import pulumi

from components.account import Account
from components.cache import Cache, CacheArgs
from components.database import Database, DatabaseArgs
from components.ecs_cluster import EcsCluster, EcsClusterArgs
from components.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.fargate_service import FargateService, FargateServiceArgs, Platform
from components.labels import Labels
from components.load_balancer import LoadBalancer, LoadBalancerArgs
from components.monitoring import Monitoring, MonitoringArgs, Watched
from components.network import Network, NetworkArgs
from components.secrets_manager import SecretsManager, SecretsManagerArgs
from components.storage import LOG_WRITERS, Bucket, BucketArgs
from components.vault import Vault
from components.web_firewall import WebFirewall, WebFirewallArgs
from groundplan.settings.load import load

stack = load()
labels = Labels(pulumi.get_project(), pulumi.get_stack(), stack)
account = Account(labels)
here, kept = account.options(), account.options(protect=stack.stack.protect_data)

key = EncryptionKey("key", EncryptionKeyArgs(labels, stack.encryption_key), kept)
network = Network("network", NetworkArgs(labels, stack.network, key.arn), here)
vault = Vault(labels, key.arn, stack.secrets_manager.recovery_window_days)
secrets = SecretsManager("secrets", SecretsManagerArgs(stack.secrets_manager, vault), here)

zones = stack.network.availability_zones
database = Database("database", DatabaseArgs(stack.database, network.isolated, vault, zones), kept)
caches = {
    name: Cache(f"cache-{name}", CacheArgs(settings, network.isolated, vault), kept)
    for name, settings in stack.cache.items()
}
of_logs = BucketArgs(labels, stack.access_log_bucket, key.arn, log_writers=LOG_WRITERS)
logs = Bucket("storage-access-logs", of_logs, kept).bucket_name
buckets = {
    name: Bucket(f"storage-{name}", BucketArgs(labels, settings, key.arn, log_bucket=logs), kept)
    for name, settings in stack.storage.items()
}

load_balancer = LoadBalancer(
    "load-balancer",
    LoadBalancerArgs(labels, stack.load_balancer, stack.web_services, network.public, logs),
    here,
)
WebFirewall("web-firewall", WebFirewallArgs(labels, stack, key.arn, load_balancer.arn), here)
cluster = EcsCluster("cluster", EcsClusterArgs(labels, stack.compute), here)
platform = Platform(labels, cluster.arn, network.private, key.arn, key.alias_name)
provided = [labels, load_balancer, secrets, database, *caches.values(), *buckets.values()]
references = {name: value for one in provided for name, value in one.references.items()}
stores = {"database": database.data_store} | {
    f"cache.{name}": cache.data_store for name, cache in caches.items()
}
services = {
    name: FargateService(
        name,
        FargateServiceArgs(settings, platform, references, stores, load_balancer.front(name)),
        here,
    )
    for name, settings in stack.services.items()
}

watched = Watched(
    load_balancer=load_balancer.arn_suffix,
    target_groups=load_balancer.target_group_arn_suffixes,
    services={name: service.service_name for name, service in services.items()},
    databases=database.identifiers,
    caches={name: cache.replication_group_id for name, cache in caches.items()},
)
Monitoring("monitoring", MonitoringArgs(labels, stack, key.arn, watched), here)

pulumi.export("load_balancer_dns_name", load_balancer.dns_name)
