"""What a stack file of ours means where that is not what it says; nothing for other programs."""

from groundplan.plan import Plan
from groundplan.settings.notices import notices
from groundplan.settings.problem import NAMESPACE
from groundplan.settings.read import check
from groundplan.settings.stack_file import sections_of


def notices_of(plan: Plan) -> tuple[str, ...]:
    """One line per notice: the key, its value, what becomes of it."""
    if not any(key.startswith(f"{NAMESPACE}:") for key in plan.config):
        return ()
    settings, _ = check(sections_of(plan.config))
    if settings is None:
        return ()
    return tuple(f"{one.key} = {one.value}: {one.message}" for one in notices(settings))
