"""What a right stack file means where that is not what it says.

A notice stops nothing: the value is taken, and what becomes of it is said.
"""

from collections.abc import Iterator

from groundplan.settings.eks_cluster import EksSettings
from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.request_rate import enforceable, parse, what_changes
from groundplan.settings.settings import Settings


def notices(settings: Settings) -> Iterator[Problem]:
    """Each rate of the web firewall as AWS WAF takes it, and what has no effect."""
    for path, rate in _rates(settings):
        taken = f"AWS WAF counts {enforceable(parse(rate)).text}"
        yield Problem(path, what_changes(rate) or taken, rate)
    yield from _without_effect(settings)


def warnings(settings: Settings) -> Iterator[Problem]:
    """The rates that cannot be taken as they stand, and what has no effect."""
    for path, rate in _rates(settings):
        if words := what_changes(rate):
            yield Problem(path, words, rate)
    yield from _without_effect(settings)


def _rates(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    firewall = settings.web_firewall
    yield ("web_firewall", "rate_limit"), firewall.rate_limit
    for name, limit in firewall.path_rate_limits.items():
        yield ("web_firewall", "path_rate_limits", name, "rate"), limit.rate


def _without_effect(settings: Settings) -> Iterator[Problem]:
    yield from _of_managed_passwords(settings)
    if isinstance(settings.compute, EksSettings):
        yield from _on_eks(settings)


def _of_managed_passwords(settings: Settings) -> Iterator[Problem]:
    for name, database in settings.rds_databases.items():
        if database.master_password == "managed" and database.password_version > 1:
            yield Problem(
                ("database", name, "password_version"),
                "has no effect: RDS changes a managed password every seven days",
                database.password_version,
            )


def _on_eks(settings: Settings) -> Iterator[Problem]:
    """A HorizontalPodAutoscaler sees CPU and memory; requests would need a metrics adapter."""
    for name, service in settings.web_services.items():
        if target := service.scaling.target_requests_per_minute:
            yield Problem(
                ("services", name, "scaling", "target_requests_per_minute"),
                "has no effect on EKS, where pods follow CPU and memory",
                target,
            )
