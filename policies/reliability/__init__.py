"""The reliability pack: what keeps the service up and the data safe from mistakes."""

from policies.pack import Pack
from policies.reliability import (
    alarm_coverage,
    autoscaling,
    backup,
    backup_coverage,
    broker,
    cache,
    capacity,
    database,
    database_engine,
    database_insight,
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
        *database_insight.RULES,
        *database_parameters.RULES,
        *database_engine.RULES,
        *document_database.RULES,
        *cache.RULES,
        *broker.RULES,
        *storage.RULES,
        *messaging.RULES,
        *backup.RULES,
        *backup_coverage.RULES,
        *protection.RULES,
        *monitoring.RULES,
        *alarm_coverage.RULES,
    ),
    elsewhere={
        "X-17": "which endpoint a program really uses is in its code, not in the plan; the service "
        "component passes the endpoints of the stack's own databases and caches by name",
    },
)
