"""The cost pack: what would be paid for without anyone needing it."""

from policies.cost import monitoring, storage
from policies.pack import Pack

PACK = Pack(
    name="cost",
    about="What would be paid for without anyone needing it.",
    rules=(*monitoring.RULES, *storage.RULES),
)
