"""Guards between services, their images and the load balancer in front of them."""

from collections import defaultdict
from collections.abc import Iterator

from groundplan.settings.deployment import Recreate, Rolling
from groundplan.settings.load_balancer import INTERNAL_PATHS_PRIORITY
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def prod_images_stay_what_they_are(settings: Settings) -> Iterator[Problem]:
    """`latest`, or no tag, means another image after every push, rollbacks included."""
    if settings.stack.environment != "prod":
        return
    for name, service in settings.services.items():
        repository, _, tag = service.image.rpartition(":")
        untagged = "@" not in service.image and (not repository or "/" in tag)
        if untagged or service.image.endswith(":latest"):
            yield Problem(
                ("services", name, "image"),
                "in prod a task that restarts must get the same image, and a rollback the one "
                "before; write a digest (name@sha256:…) or a tag that is never moved",
                service.image,
            )


def priorities_are_distinct(settings: Settings) -> Iterator[Problem]:
    """Two rules of a listener cannot have one priority. Source: ELB API, CreateRule."""
    by_priority: dict[int, list[str]] = defaultdict(list)
    for name, service in settings.web_services.items():
        for priority in service.priorities:
            by_priority[priority].append(name)
    for priority, names in by_priority.items():
        for name in names[1:]:
            own = settings.web_services[name].priority
            before = (
                "" if own == priority else f", which the rule for its test_host has, {priority}"
            )
            yield Problem(
                ("services", name, "priority"),
                f"{names[0]} has this priority too{before}; give each web service its own, and two "
                "where it has a test_host",
                own,
            )


def internal_paths_are_asked_first(settings: Settings) -> Iterator[Problem]:
    """The rule that closes internal paths has the first priority of the listener."""
    taken = INTERNAL_PATHS_PRIORITY if settings.load_balancer.internal_paths else 0
    for name, service in settings.web_services.items():
        if min(service.priorities) <= taken:
            yield Problem(
                ("services", name, "priority"),
                "the rule that closes load_balancer.internal_paths has this priority, or /metrics "
                "would be open, and a test_host has the one before its service's; write "
                f"{taken + len(service.priorities)} or more",
                service.priority,
            )


def uvicorn_has_no_worker_class(settings: Settings) -> Iterator[Problem]:
    """`--worker-class` is gunicorn's: uvicorn ends with "No such option" and restarts for ever."""
    for name, service in settings.services.items():
        program, *options = service.command or ("",)
        for index, option in enumerate(options, start=1):
            is_class = option.startswith("--worker-class") or option == "-k"
            if program.endswith("uvicorn") and is_class:
                yield Problem(
                    ("services", name, "command", index),
                    "uvicorn has no such option and would end at once; write `uvicorn ... "
                    "--workers N`, or `gunicorn -k uvicorn_worker.UvicornWorker ...`",
                    option,
                )


def requests_are_counted_at_one_target_group(settings: Settings) -> Iterator[Problem]:
    """Traffic moves between two groups, and scaling would follow the empty one.

    Source: ECS Developer Guide, target tracking: ALBRequestCountPerTarget is not supported.
    """
    for name, service in settings.web_services.items():
        requests = service.scaling.target_requests_per_minute
        if requests and not isinstance(service.deployment, Rolling | Recreate):
            yield Problem(
                ("services", name, "scaling", "target_requests_per_minute"),
                f"deployment {service.deployment.strategy} moves traffic to a second target group "
                "whose requests ECS cannot follow; leave this key out, or write strategy: rolling",
                requests,
            )
