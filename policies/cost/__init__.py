"""The cost pack: what would be paid for without anyone needing it."""

from policies.cost import (
    budget_alert,
    container_registry,
    endpoint,
    monitoring,
    network,
    storage,
    tagging,
    task_log,
)
from policies.pack import Pack

PACK = Pack(
    name="cost",
    about="What would be paid for without anyone needing it.",
    rules=(
        *network.RULES,
        *container_registry.RULES,
        *storage.RULES,
        *monitoring.RULES,
        *task_log.RULES,
        *tagging.RULES,
        *endpoint.RULES,
        *budget_alert.RULES,
    ),
)
