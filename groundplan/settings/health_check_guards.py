"""Guards of health checks: those that would fail although the service works."""

import re
from collections.abc import Iterator

from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings

_NEEDS_LOGIN = re.compile(r"/(admin|login|signin|accounts|wp-admin)(/|$)")
_LISTS_HOSTS = re.compile(r"(ALLOWED|TRUSTED)_?HOSTS$", re.IGNORECASE)
_CURL = re.compile(r"(^|[\s/;&|])curl(\s|$)")


def health_path_answers_by_itself(settings: Settings) -> Iterator[Problem]:
    """Administration and sign-in redirect, or refuse the task's address as a host.

    Django answers /admin/ with 302, and /admin/login/ with 400 under ALLOWED_HOSTS.
    """
    for name, service in settings.web_services.items():
        path = service.health_check.path
        if _NEEDS_LOGIN.search(path):
            yield Problem(
                ("services", name, "health_check", "path"),
                "a page of sign-in or administration redirects or asks the database, so healthy "
                "tasks are replaced; write a path that answers 200 by itself, such as /health/live "
                "(docs/gotchas.md)",
                path,
            )


def start_is_not_a_failure(settings: Settings) -> Iterator[Problem]:
    """ECS stops a task that the load balancer finds unhealthy once the grace period is over.

    Source: ECS API, CreateService, healthCheckGracePeriodSeconds.
    """
    for name, service in settings.web_services.items():
        starts, grace = service.container_health.start_period_seconds, service.health_check
        if grace.grace_period_seconds < starts:
            yield Problem(
                ("services", name, "health_check", "grace_period_seconds"),
                f"the container may take {starts} s to start (start_period_seconds), and the load "
                f"balancer would have it stopped before; write at least {starts}",
                grace.grace_period_seconds,
            )


def images_hold_no_curl(settings: Settings) -> Iterator[Problem]:
    """The check runs inside the container, and slim images come without curl."""
    for name, service in settings.running_services.items():
        for index, part in enumerate(service.container_health.command):
            if _CURL.search(part):
                yield Problem(
                    ("services", name, "container_health", "command", index),
                    "slim and alpine images have no curl: the check fails for ever, and tasks are "
                    'replaced; write [python, -c, "import urllib.request as web; '
                    'web.urlopen(...)"], or wget where the image is alpine',
                    part,
                )


def own_address_is_an_allowed_host(settings: Settings) -> Iterator[Problem]:
    """The load balancer's probe names the task's address as its host, and nothing can change that.

    Source: ELB User Guide, target group health checks.
    """
    for name, service in settings.web_services.items():
        place = ("services", name, "health_check", "allowed_hosts")
        own = service.health_check.allowed_hosts
        checked = [
            key for key, value in service.environment.items()
            if _LISTS_HOSTS.search(key) and value != "*"
        ]  # fmt: skip
        if checked and (own is None or own.variable not in checked):
            yield Problem(
                (*place, "variable") if own else place,
                f"{checked[0]} makes the application refuse its own address, under which the load "
                "balancer asks (400 from Django and TrustedHostMiddleware), and healthy tasks are "
                f"replaced; write allowed_hosts: {{variable: {checked[0]}, form: comma}}",
                own.variable if own else None,
            )


def address_is_added_to_a_command(settings: Settings) -> Iterator[Problem]:
    """A shell adds the address and starts the command; it cannot start what it does not know."""
    for name, service in settings.web_services.items():
        if service.health_check.allowed_hosts and not service.command:
            yield Problem(
                ("services", name, "command"),
                "health_check.allowed_hosts starts the command by a shell, and the image's own "
                "command is not known here; state it",
            )
