"""Guards on names, and on what refers to them."""

import re
from collections.abc import Iterator

from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.reference import (
    own_references,
    plain_references,
    references_in,
    secret_references,
)
from groundplan.settings.settings import Settings

_ENDS_LIKE_A_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")


def secret_names_do_not_look_like_arns(settings: Settings) -> Iterator[Problem]:
    """Services name secrets by ARN without AWS's random suffix of six characters.

    A name that ends like such a suffix is not found. Source: Secrets Manager User Guide, ARN.
    """
    places: list[KeyPath] = [
        *(("secrets_manager", "secrets", name) for name in settings.secrets_manager.secrets),
        *(("database", name) for name in settings.rds_databases),
        *(("document_database", name) for name in settings.document_database),
        *(("cache", name) for name in settings.cache),
    ]
    for place in places:
        name = str(place[-1])
        if _ENDS_LIKE_A_SUFFIX.search(name):
            yield Problem(
                place,
                "must not end in a hyphen and six characters: Secrets Manager would take them for "
                f"its own suffix; write {name}-value or the like",
            )


def references_exist(settings: Settings) -> Iterator[Problem]:
    """A reference names something that this stack builds, in the place where it belongs."""
    secret = secret_references(settings)
    for service_name, service in settings.services.items():
        plain = (*plain_references(settings), *own_references(service))
        for key, text in service.environment.items():
            place: KeyPath = ("services", service_name, "environment", key)
            for name in references_in(text):
                yield from _unless_known(place, name, plain, secret, "secrets")
        for key, text in service.secrets.items():
            place = ("services", service_name, "secrets", key)
            names = references_in(text)
            if len(names) != 1 or text != f"${{{names[0]}}}":
                yield Problem(
                    place,
                    "is not a reference: values of secrets never stand in a stack file; write one "
                    f"of {_listed(secret)}",
                )
            else:
                yield from _unless_known(place, names[0], secret, plain, "environment")


def _unless_known(
    place: KeyPath, name: str, known: tuple[str, ...], elsewhere: tuple[str, ...], other: str
) -> Iterator[Problem]:
    if name in elsewhere:
        yield Problem(place, f"${{{name}}} belongs under `{other}:` of the service; move it there")
    elif name not in known:
        yield Problem(place, f"nothing is called ${{{name}}}; there is {_listed(known)}")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"${{{name}}}" for name in names) or "nothing to refer to"


def names_are_free(settings: Settings) -> Iterator[Problem]:
    """The program builds a bucket for logs by itself."""
    if "access-logs" in settings.storage:
        yield Problem(
            ("storage", "access-logs"),
            "this bucket is built already, for the load balancer's logs; choose another name",
        )
