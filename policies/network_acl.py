"""What a network ACL lets in from the internet: the first entry that matches decides."""

from collections.abc import Callable, Iterator

from policies.address_range import covers_internet
from policies.kinds import NETWORK_ACL_RULE
from policies.properties import Properties, is_true
from policies.subject import Subject
from policies.verdict import Verdict, demand

_LAST_PORT = 65535


def acl_keeps_closed(*ports: int) -> Callable[[Subject], Verdict | None]:
    """A demand: none of these ports is open to the internet; without ports: not all of them are."""

    def check(acl: Subject) -> Verdict | None:
        wanted = ports or (None,)
        entries = [entry for entry in _entries(acl) if _from_anywhere(entry)]
        found = [entry for port in wanted for entry in _first(entries, port)]
        path = next((entry.path or "ruleAction" for entry in found if _allows(entry)), None)
        return demand(path is None, path or "")

    return check


def _entries(acl: Subject) -> Iterator[Properties]:
    """The ingress entries in the order in which they are tried."""
    if acl.kind == NETWORK_ACL_RULE:
        if not is_true(acl.get("egress")):
            yield acl
        return
    yield from sorted(
        (entry.known() for entry in acl.each("ingress")), key=lambda entry: entry.number("ruleNo")
    )


def _from_anywhere(entry: Properties) -> bool:
    return covers_internet(entry.strings("cidrBlock") + entry.strings("ipv6CidrBlock"))


def _first(entries: list[Properties], port: int | None) -> Iterator[Properties]:
    """The first entry for a port; for None, the first that allows or refuses everything."""
    yield from [one for one in entries if _covers(one, port)][:1]


def _covers(entry: Properties, port: int | None) -> bool:
    everything = str(entry.get("protocol", "-1")).lower() in ("-1", "all")
    start, end = entry.number("fromPort", 0), entry.number("toPort", _LAST_PORT)
    if everything or (start == 0 and end in (0, _LAST_PORT)):
        return True
    return port is not None and start <= port <= end


def _allows(entry: Properties) -> bool:
    action = entry.get("action", entry.get("ruleAction", "allow"))
    return str(action).lower() == "allow"
