"""Where a subnet's traffic goes: its route tables, and whether one leads to the internet."""

from policies.kinds import (
    INTERNET_GATEWAY,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
)
from policies.subject import Subject


def tables_of(subnet: Subject) -> list[Subject]:
    """The route tables that are associated with the subnet. Raises Undecided."""
    found: list[Subject] = []
    for association in subnet.users(ROUTE_TABLE_ASSOCIATION, "subnetId"):
        tables = association.uses("routeTableId", ROUTE_TABLE)
        if not tables:
            association.get("routeTableId")
        found += tables
    return found


def leads_to_internet(table: Subject) -> bool:
    """Whether a route of the table goes to an internet gateway."""
    inline = table.uses("routes", INTERNET_GATEWAY)
    routes = table.users(ROUTE, "routeTableId")
    by_name = any(
        str(route.known().get("gatewayId", "")).startswith("igw-")
        for route in table.each("routes")
        if not inline
    )
    return bool(inline) or by_name or any(one.uses("gatewayId", INTERNET_GATEWAY) for one in routes)


def is_public(subnet: Subject) -> bool:
    """Whether the subnet has a route to an internet gateway."""
    return any(leads_to_internet(table) for table in tables_of(subnet))
