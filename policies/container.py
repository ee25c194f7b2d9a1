"""The containers of a task definition: its JSON document, read like any other property."""

import re
from collections.abc import Callable, Iterator

from policies.properties import Properties
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

SECRET_NAME = re.compile(
    r"(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIAL|SENTRY_DSN"
    r"|ENCRYPTION_?KEY|SIGNING_?KEY|(^|_)DSN$)",
    re.IGNORECASE,
)
_HARMLESS_NAME = re.compile(
    r"(_EXPIRE|_MINUTES|_SECONDS|_TTL|_LENGTH|_ENABLED|_URL|_NAME|_ARN|_ALGORITHM|_HEADER|_FILE"
    r"|_PATH|_ID|_COUNT|_LIMIT|_SIZE)\w*$",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"(://[^/\s:@]*:[^/\s@]+@"  # a URL that carries a password
    r"|\b(AKIA|ASIA)[A-Z0-9]{16}\b"  # an AWS access key
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(sk_live_|sk-|ghp_|xox[abp]-)[A-Za-z0-9-]{10,})"
)


def containers(task: Subject) -> Iterator[Properties]:
    """The container definitions of a task. Raises Undecided where the document is unknown."""
    document = task.document("containerDefinitions")
    for index, item in enumerate(document.raw if isinstance(document.raw, list) else ()):
        yield Properties(item, f"containerDefinitions[{index}]").known()


def every_container(
    test: Callable[[Properties], Verdict | None],
) -> Callable[[Subject], Verdict | None]:
    """A demand on every container of a task."""
    return lambda task: all_of(lambda one=one: test(one) for one in containers(task))


def is_secret_name(name: object) -> bool:
    """Whether a variable's name says that its value is a secret."""
    text = name if isinstance(name, str) else ""
    return bool(SECRET_NAME.search(text)) and not _HARMLESS_NAME.search(text)


def is_secret_value(value: object) -> bool:
    """Whether a value carries a password or a key by its own form."""
    return isinstance(value, str) and bool(_SECRET_VALUE.search(value))


def environment(container: Properties) -> Iterator[tuple[str, Properties]]:
    """The container's plain variables: name, and the entry that holds the value."""
    for entry in container.each("environment"):
        yield str(entry.known().get("name", "")), entry


def variable(container: Properties, *names: str) -> Properties | None:
    """The entry of the first of these variables that is set; None where none is."""
    return next((entry for name, entry in environment(container) if name.upper() in names), None)


def variable_is(container: Properties, name: str, allowed: tuple[str, ...]) -> Verdict | None:
    """Whether a variable, where it is set at all, has one of the allowed values."""
    entry = variable(container, name)
    if entry is None:
        return None
    return demand(str(entry.get("value", "")).lower() in allowed, entry.at("value"))
