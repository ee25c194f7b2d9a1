"""The reliability pack: what keeps the service up and the data safe from mistakes."""

from policies.pack import Pack
from policies.reliability import cache, database, fargate_service, load_balancer, storage

PACK = Pack(
    name="reliability",
    about="What keeps the service up and the data safe from mistakes.",
    rules=(
        *load_balancer.RULES,
        *fargate_service.RULES,
        *database.RULES,
        *cache.RULES,
        *storage.RULES,
    ),
)
