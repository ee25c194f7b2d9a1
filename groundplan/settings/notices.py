"""What a right stack file means where that is not what it says.

A notice stops nothing: the value is taken, and what becomes of it is said.
"""

from collections.abc import Iterator

from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.request_rate import enforceable, parse, what_changes
from groundplan.settings.settings import Settings


def notices(settings: Settings) -> Iterator[Problem]:
    """Each rate of the web firewall as AWS WAF takes it."""
    for path, rate in _rates(settings):
        taken = f"AWS WAF counts {enforceable(parse(rate)).text}"
        yield Problem(path, what_changes(rate) or taken, rate)


def warnings(settings: Settings) -> Iterator[Problem]:
    """The rates that cannot be taken as they stand."""
    for path, rate in _rates(settings):
        if words := what_changes(rate):
            yield Problem(path, words, rate)


def _rates(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    firewall = settings.web_firewall
    yield ("web_firewall", "rate_limit"), firewall.rate_limit
    for name, limit in firewall.path_rate_limits.items():
        yield ("web_firewall", "path_rate_limits", name, "rate"), limit.rate
