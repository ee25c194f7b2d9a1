"""What is demanded of sizes that must fit each other: connections, addresses, brokers, ports."""

import math

from policies.address_range import parse
from policies.connection_budget import is_primary, spare
from policies.container import containers, variable
from policies.kinds import (
    DATABASE,
    ECS_SERVICE,
    LOAD_BALANCER,
    SUBNET,
    TARGET_GROUP,
    TASK_DEFINITION,
    VPC_ENDPOINT,
)
from policies.properties import Properties
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.scaling import is_service, most_tasks
from policies.subject import Subject
from policies.verdict import Undecided, Verdict, all_of, demand

_RESERVED_ADDRESSES = 5
"""Source: VPC user guide, "Subnet sizing": the first four addresses and the last."""

_BALANCER_ADDRESSES = 8
"""Source: ELB user guide: an Application Load Balancer needs 8 free addresses per subnet."""

_PORT_NAMES = ("PORT", "APP_PORT", "HTTP_PORT", "UVICORN_PORT")


def _connections_fit(database: Subject) -> Verdict | None:
    if not is_primary(database):
        return None
    left = spare(database)
    return None if left is None else demand(left >= 0, "instanceClass")


def _addresses_fit(subnet: Subject) -> Verdict | None:
    network = parse(str(subnet.get("cidrBlock", "")))
    users = {one.urn: subnet.other(one) for one, _ in subnet.plan.users(subnet.resource.urn)}
    wanted = sum(_addresses(one) for one in users.values())
    if network is None or not wanted:
        return None
    return demand(network.num_addresses - _RESERVED_ADDRESSES >= wanted, "cidrBlock")


def _addresses(user: Subject) -> int:
    """The addresses that a user of the subnet takes in it, when one zone is lost."""
    if user.kind == ECS_SERVICE and is_service(user):
        return math.ceil(most_tasks(user) / max(1, _spread(user, "networkConfiguration") - 1))
    if user.kind == LOAD_BALANCER:
        return _BALANCER_ADDRESSES
    return 1 if user.kind == VPC_ENDPOINT else 0


def _spread(user: Subject, name: str) -> int:
    return len(user.uses(name, SUBNET))


def _ports_agree(service: Subject) -> Verdict | None:
    return all_of(
        lambda one=one: _port_is_served(service, one.known())
        for one in service.each("loadBalancers")
    )


def _port_is_served(service: Subject, balancer: Properties) -> Verdict | None:
    port, name = balancer.number("containerPort"), balancer.get("containerName")
    mine = [
        one
        for task in service.uses("taskDefinition", TASK_DEFINITION)
        for one in containers(task)
        if one.get("name") == name
    ]
    if not mine:
        raise Undecided("taskDefinition")
    return all_of(
        [
            *(lambda one=one: _listens(one, port, balancer) for one in mine),
            *(
                lambda group=group: demand(
                    group.number("port", port) == port, balancer.at("containerPort")
                )
                for group in service.uses("loadBalancers", TARGET_GROUP)
                if len(list(service.each("loadBalancers"))) == 1
            ),
        ]
    )


def _listens(container: Properties, port: float, balancer: Properties) -> Verdict | None:
    mapped = [one.known().number("containerPort") for one in container.each("portMappings")]
    told = variable(container, *_PORT_NAMES)
    return all_of(
        [
            lambda: demand(port in mapped, balancer.at("containerPort")),
            lambda: (
                None if told is None else demand(told.number("value") == port, told.at("value"))
            ),
        ]
    )


RULES = (
    Rule(
        name="database-connections-fit",
        control="X-05",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DATABASE,),
        graph=True,
        check=_connections_fit,
        problem="the services may open more connections than the database takes",
        why="at full scale, or in the middle of a deployment, new tasks are refused",
        fix="a bigger instance_class, a smaller DB_POOL_SIZE or fewer processes, or RDS Proxy; "
        "(pool + overflow) x processes x tasks at 200 % + 10",
    ),
    Rule(
        name="subnet-addresses-fit",
        control="X-07",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(SUBNET,),
        graph=True,
        check=_addresses_fit,
        problem="there are fewer addresses than tasks at full scale",
        why="a deployment at peak fails, and never in a test",
        fix="a wider cidr_block (/20 for tasks), or a lower max_capacity; settings: "
        "network.cidr_block, services.<name>.scaling",
    ),
    Rule(
        name="service-ports-agree",
        control="X-11",
        severity="medium",
        levels=ALWAYS,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=_ports_agree,
        problem="load balancer, target group and container name different ports",
        why="every request is answered with 502",
        fix="one port in load_balancers, portMappings, the target group and PORT; settings: "
        "services.<name>.port",
    ),
)
