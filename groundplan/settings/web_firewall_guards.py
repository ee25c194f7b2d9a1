"""Guards of the web firewall: limits that would never be reached."""

from collections.abc import Iterator

from groundplan.settings.problem import Problem
from groundplan.settings.request_rate import enforceable, parse
from groundplan.settings.settings import Settings


def path_limits_are_tighter(settings: Settings) -> Iterator[Problem]:
    """Each request counts against all limits, so the limit for all requests comes first."""
    firewall = settings.web_firewall
    whole = enforceable(parse(firewall.rate_limit))
    for name, limit in firewall.path_rate_limits.items():
        taken = enforceable(parse(limit.rate))
        if taken.per_second >= whole.per_second:
            yield Problem(
                ("web_firewall", "path_rate_limits", name, "rate"),
                f"WAF takes it as {taken.text}, and rate_limit for all paths as {whole.text}: "
                "this one would never be reached; write less, or raise rate_limit",
                limit.rate,
            )
