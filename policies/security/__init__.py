"""The security pack: who may reach, read or change what."""

from policies.pack import Pack
from policies.security import (
    cache,
    database,
    encryption_key,
    fargate_service,
    identity,
    load_balancer,
    monitoring,
    network,
    secrets_manager,
    security_group,
    storage,
    task_container,
)

PACK = Pack(
    name="security",
    about="Who may reach, read or change what.",
    rules=(
        *network.RULES,
        *security_group.RULES,
        *load_balancer.RULES,
        *fargate_service.RULES,
        *task_container.RULES,
        *database.RULES,
        *cache.RULES,
        *storage.RULES,
        *secrets_manager.RULES,
        *encryption_key.RULES,
        *identity.RULES,
        *monitoring.RULES,
    ),
)
