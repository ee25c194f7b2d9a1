"""The cost pack: what would be paid for without anyone needing it."""

from policies.cost import container_registry, monitoring, network, storage, tagging, task_log
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
    ),
    elsewhere={
        "X-18": "prices are no values of a resource: `groundplan review` compares the bill with "
        "monthly_budget_usd of the stack file and ends with 1 above it; under the engine the pack "
        "does the same as stack-within-budget",
    },
)
