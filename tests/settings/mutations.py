"""Five ways to get a key of a stack file wrong, and what must be said to each."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.settings.stack_files import ABSENT, Place, at, config_of, key_text, places, put

_WRONG_TYPE = {
    bool: "yes",
    int: "many",
    float: "much",
    str: 7,
    type(None): "soon",
    list: "text",
    dict: "text",
}
_TOO_SMALL: dict[type, Any] = {int: -1, float: -1.0, str: "", list: []}
_TOO_LARGE = {int: 10**10, float: 1e10, str: "x" * 2000}
_SURPLUS = "surplus"


def misspelt(key: str) -> str:
    """Double the last letter: `nat` becomes `natt`."""
    return key + key[-1]


def _wrong_type(config: Any, place: Place) -> None:
    put(config, place, _WRONG_TYPE[type(at(config, place))])


def _too_small(config: Any, place: Place) -> None:
    put(config, place, _TOO_SMALL[type(at(config, place))])


def _too_large(config: Any, place: Place) -> None:
    put(config, place, _TOO_LARGE[type(at(config, place))])


def _typo(config: Any, place: Place) -> None:
    above = at(config, place[:-1])
    entries = [(misspelt(key) if key == place[-1] else key, above[key]) for key in above]
    above.clear()
    above.update(entries)


def _missing(config: Any, place: Place) -> None:
    put(config, place, ABSENT)


def _extra(config: Any, place: Place) -> None:
    """Put a key that nobody knows in front of the one at place."""
    above = at(config, place[:-1])
    entries = list(above.items())
    above.clear()
    above.update([(extra_key(place), 1), *entries])


def extra_key(place: Place) -> str:
    """Give the surplus key beside place."""
    return _SURPLUS if len(place) > 1 else f"groundplan:{_SURPLUS}"


def _is_mapping_key(config: Any, place: Place) -> bool:
    return isinstance(place[-1], str) and isinstance(at(config, place[:-1]), dict)


def _is_first_key(config: Any, place: Place) -> bool:
    return _is_mapping_key(config, place) and next(iter(at(config, place[:-1]))) == place[-1]


@dataclass(frozen=True)
class Kind:
    """A way to get keys wrong; `legal` and `between_keys` are patterns of key texts.

    What is `legal` must be accepted. What is `between_keys` is refused by a rule that is asked once
    each value is right by itself, so it is not mixed with other mistakes.
    """

    mutate: Callable[[Any, Place], None]
    applies: Callable[[Any, Place], bool]
    legal: tuple[str, ...] = ()
    between_keys: tuple[str, ...] = ()

    def group(self, place: Place) -> str:
        """Places of one group are got wrong in one file."""
        found = (one for one in (*self.legal, *self.between_keys) if _matches(place, one))
        return next(found, f"depth {len(place)}")


def _matches(place: Place, pattern: str) -> bool:
    text = key_text(place).removeprefix("groundplan:").replace("[", ".").replace("]", "")
    parts, wanted = text.split("."), pattern.split(".")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


DISCRIMINATORS = (
    "compute.kind",
    "services.*.role",
    "services.*.runs.kind",
    "services.*.deployment.strategy",
    "certificate.kind",
    "database.*.kind",
    "secrets_manager.secrets.*.kind",
)
REFERENCED = ("database.*", "cache.*", "storage.media", "secrets_manager.secrets.*")
ONLY_ENTRIES = ("monitoring.alarm_receivers.*",)
_FREE_TEXT = (
    "services.*.environment.*",
    "services.*.command.*",
    "services.*.container_health.command.*",
)
_BETWEEN_KEYS = (
    *DISCRIMINATORS,
    "services.*.memory_mib",
    "services.*.secrets.*",
    "services.web.command",
)

KINDS = {
    "wrong type": Kind(_wrong_type, lambda _config, _place: True, between_keys=DISCRIMINATORS),
    "too small": Kind(
        _too_small,
        lambda config, place: type(at(config, place)) in _TOO_SMALL,
        legal=(
            *_FREE_TEXT,
            "services.worker.command",
            "services.scheduler.command",
            "services.migrate.command",
            "services.clear-sessions.command",
            "services.*.egress_ports",
            "network.interface_endpoints",
            "load_balancer.internal_paths",
            "load_balancer.more_domain_names",
            "web_firewall.upload_paths",
            "storage.*.transitions",
            "database.*.audit_log",
        ),
        between_keys=_BETWEEN_KEYS,
    ),
    "too large": Kind(
        _too_large,
        lambda config, place: type(at(config, place)) in _TOO_LARGE,
        legal=_FREE_TEXT,
        between_keys=_BETWEEN_KEYS,
    ),
    "typo": Kind(
        _typo,
        _is_mapping_key,
        legal=(
            "services.*",
            "services.*.environment.*",
            "services.*.secrets.*",
            "services.*.log_metrics.*",
            "storage.backups",
            *ONLY_ENTRIES,
            "web_firewall.path_rate_limits.*",
        ),
        between_keys=(*DISCRIMINATORS, *REFERENCED, "services.*.database_pools.*"),
    ),
    "missing": Kind(
        _missing,
        _is_mapping_key,
        legal=(
            "services.web",
            "services.worker",
            "services.scheduler",
            "services.migrate",
            "services.clear-sessions",
            "services.*.database_pools",
            "services.*.database_pools.*",
            "services.*.deployment",
            "services.*.scaling.target_requests_per_minute",
            "services.*.egress_ports",
            "services.*.log_metrics",
            "services.*.log_metrics.*",
            "services.*.environment",
            "services.*.environment.*",
            "services.*.secrets",
            "services.*.secrets.*",
            "database.*.max_connections",
            "database.*.statement_timeout_seconds",
            "database.*.idle_transaction_seconds",
            "storage.backups",
            "web_firewall.path_rate_limits.uploads",
            "web_firewall.path_rate_limits.sign-in",
        ),
        between_keys=(
            *DISCRIMINATORS,
            *REFERENCED,
            *ONLY_ENTRIES,
            "services.web.health_check.allowed_hosts",
        ),
    ),
    "extra": Kind(_extra, _is_first_key),
}


@dataclass(frozen=True)
class Mistakes:
    """Keys of one stack file that are got wrong at once."""

    stack: str
    kind: str
    group: str
    chosen: tuple[Place, ...]

    @property
    def are_legal(self) -> bool:
        """Whether the file is still right."""
        return self.group in KINDS[self.kind].legal

    @property
    def config(self) -> dict[str, Any]:
        """The stack's configuration with the mistakes in it."""
        config = config_of(self.stack)
        for place in self.chosen:
            KINDS[self.kind].mutate(config, place)
        return config

    def wrong_place(self, place: Place) -> Place:
        """Where the mistake made at place is to be reported."""
        *above, last = place
        if self.group in DISCRIMINATORS:
            return place
        if self.group in ONLY_ENTRIES and self.kind == "missing":
            return place[:-1]
        if self.kind == "typo":
            return (*above, misspelt(str(last)))
        return (*above, extra_key(place)) if self.kind == "extra" else place


def every_mistake(stack: str) -> Iterator[Mistakes]:
    """Yield every mistake that can be made in a stack file, by group."""
    config = config_of(stack)
    for kind, rules in KINDS.items():
        groups: dict[str, list[Place]] = defaultdict(list)
        for place in places(config):
            if rules.applies(config, place):
                groups[rules.group(place)].append(place)
        for group, chosen in groups.items():
            yield Mistakes(stack, kind, group, tuple(chosen))
