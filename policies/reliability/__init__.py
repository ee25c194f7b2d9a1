"""The reliability pack: what keeps the service up and the data safe from mistakes."""

from policies.pack import Pack
from policies.reliability import (
    autoscaling,
    backup,
    broker,
    cache,
    capacity,
    database,
    database_parameters,
    document_database,
    fargate_service,
    kubernetes_workload,
    load_balancer,
    messaging,
    monitoring,
    network,
    protection,
    service_health,
    storage,
)

PACK = Pack(
    name="reliability",
    about="What keeps the service up and the data safe from mistakes.",
    rules=(
        *network.RULES,
        *load_balancer.RULES,
        *fargate_service.RULES,
        *service_health.RULES,
        *autoscaling.RULES,
        *capacity.RULES,
        *kubernetes_workload.RULES,
        *database.RULES,
        *database_parameters.RULES,
        *document_database.RULES,
        *cache.RULES,
        *broker.RULES,
        *storage.RULES,
        *messaging.RULES,
        *backup.RULES,
        *protection.RULES,
        *monitoring.RULES,
    ),
)
