"""The architecture that is read from a plan, and the drawing of it."""

from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest

from groundplan.plan import UNKNOWN, Plan, PlannedResource
from groundplan.review.architecture import Architecture, architecture
from groundplan.review.diagram_layout import NARROW, WIDE, Style, layout
from groundplan.review.diagram_shapes import Rectangle
from tests.cost.plans import plan_of, resource

VPC = resource("aws:ec2/vpc:Vpc", "net", cidrBlock="10.0.0.0/16")
GATEWAY = resource("aws:ec2/internetGateway:InternetGateway", "door")


def subnet(name: str, zone: str = "eu-west-1a", **more: Any) -> PlannedResource:
    kind = "aws:ec2/subnet:Subnet"
    return resource(kind, name, availabilityZone=zone, uses={"vpcId": (VPC,)}, **more)


def table(name: str, *members: PlannedResource, **routes: PlannedResource) -> list[PlannedResource]:
    """Give a route table with its subnets, and a route of its own per gateway."""
    own = resource("aws:ec2/routeTable:RouteTable", name)
    association = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    return [
        own,
        *(
            resource(association, one.name, uses={"subnetId": (one,), "routeTableId": (own,)})
            for one in members
        ),
        *(
            resource("aws:ec2/route:Route", name, uses={key: (one,), "routeTableId": (own,)})
            for key, one in routes.items()
        ),
    ]


def group(name: str, **more: Any) -> PlannedResource:
    return resource("aws:ec2/securityGroup:SecurityGroup", name, **more)


def let_in(own: PlannedResource, *sources: PlannedResource, **entry: Any) -> PlannedResource:
    uses = {"securityGroupId": (own,), "referencedSecurityGroupId": sources}
    inputs = {"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, **entry}
    name = f"into-{own.name}-{'-'.join(one.name for one in sources)}"
    kind = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    return resource(kind, name, uses=uses, **inputs)


def service(name: str, *used: PlannedResource, **more: Any) -> PlannedResource:
    uses = {"networkConfiguration": used}
    return resource("aws:ecs/service:Service", name, desiredCount=2, uses=uses, **more)


def database(name: str, *used: PlannedResource, **more: Any) -> PlannedResource:
    uses = {"vpcSecurityGroupIds": used}
    return resource("aws:rds/instance:Instance", name, engine="postgres", uses=uses, **more)


def drawn(*resources: PlannedResource) -> Architecture:
    return architecture(plan_of(*resources))


def ways(found: Architecture) -> set[tuple[str, str, str]]:
    return {
        (found.name(one.source), found.name(one.target), ", ".join(one.ports))
        for one in found.reaches
    }


def places(*resources: PlannedResource) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    return {one.name: (one.tier, one.zones) for one in drawn(VPC, *resources).nodes}


def test_a_subnet_is_public_private_or_isolated_by_its_routes() -> None:
    front, back, deep, odd = (subnet(name) for name in ("front", "back", "deep", "odd"))
    nat = resource("aws:ec2/natGateway:NatGateway", "nat", uses={"subnetId": (front,)})
    found = drawn(
        VPC, GATEWAY, nat, front, back, deep, odd,
        *table("public", front, gatewayId=GATEWAY),
        *table("private", back, natGatewayId=nat),
        *table("isolated", deep),
    )  # fmt: skip
    tiers = {tier.name: [one.urn for one in tier.subnets] for tier in found.networks[0].tiers}

    assert tiers == {
        "public": [front.urn],
        "private": [back.urn],
        "isolated": [deep.urn],
        "unrouted": [odd.urn],
    }
    assert [tier.gateways for tier in found.networks[0].tiers] == [1, 0, 0, 0]


def test_routes_inside_a_route_table_count_as_well() -> None:
    front = subnet("front")
    own, association = table("public", front)
    inline = resource(own.type, own.name, uses={"routes": (GATEWAY,)})

    assert places(GATEWAY, front, inline, association, service("web", front)) == {
        "web": ("public", ("eu-west-1a",))
    }


def test_a_database_stands_where_its_subnet_group_is() -> None:
    deep = [subnet("deep-a"), subnet("deep-b", "eu-west-1b")]
    subnets = resource("aws:rds/subnetGroup:SubnetGroup", "data", uses={"subnetIds": tuple(deep)})
    stored = resource("aws:rds/instance:Instance", "orders", uses={"dbSubnetGroupName": (subnets,)})

    assert places(*deep, *table("isolated", *deep), subnets, stored) == {
        "orders": ("isolated", ("eu-west-1a", "eu-west-1b"))
    }


def test_pods_stand_where_their_cluster_does_and_rules_name_the_cluster() -> None:
    inner = subnet("inner")
    cluster = resource("aws:eks/cluster:Cluster", "cluster", uses={"vpcConfig": (inner,)})
    provider = resource("pulumi:providers:kubernetes", "c", uses={"kubeconfig": (cluster,)})
    web = replace(resource("kubernetes:apps/v1:Deployment", "web"), provider=provider.urn)
    stores = group("stores")
    parts = (
        inner, *table("isolated", inner), cluster, provider, web,
        stores, database("orders", stores), let_in(stores, cluster),
    )  # fmt: skip

    assert places(*parts)["web"] == ("isolated", ("eu-west-1a",))
    assert ways(drawn(VPC, *parts)) == {("cluster", "orders", "5432")}


def test_a_rule_between_groups_is_a_way_between_their_members() -> None:
    clients, stores = group("clients"), group("stores")
    found = drawn(
        clients, stores, service("web", clients), service("worker", clients),
        database("orders", stores), let_in(stores, clients),
    )  # fmt: skip

    assert ways(found) == {("web", "orders", "5432"), ("worker", "orders", "5432")}


def test_rules_inside_a_group_are_ways_too() -> None:
    clients = group("clients")
    entry = {"protocol": "tcp", "fromPort": 6379, "toPort": 6380, "securityGroups": [UNKNOWN]}
    stores = group("stores", ingress=[entry], uses={"ingress": (clients,)})
    found = drawn(clients, stores, service("web", clients), database("orders", stores))

    assert ways(found) == {("web", "orders", "6379-6380")}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"cidrIpv4": "0.0.0.0/0"}, "5432"),
        ({"cidrIpv6": "::/0"}, "5432"),
        ({"cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"}, "all"),
        ({"cidrIpv4": "0.0.0.0/0", "ipProtocol": "udp"}, "udp 5432"),
        ({"cidrIpv4": "0.0.0.0/0", "fromPort": UNKNOWN}, "?"),
    ],
)
def test_what_is_open_to_the_world_is_reached_from_the_internet(
    entry: dict[str, Any], told: str
) -> None:
    stores = group("stores")

    assert ways(drawn(stores, database("orders", stores), let_in(stores, **entry))) == {
        ("Internet", "orders", told)
    }


def test_what_is_open_to_some_addresses_is_not_reached_from_the_internet() -> None:
    stores = group("stores")
    rule = let_in(stores, cidrIpv4="10.0.0.0/8")

    assert ways(drawn(stores, database("orders", stores), rule)) == set()


def test_the_ports_on_which_a_box_may_leave_are_told_in_it() -> None:
    clients = group("clients")
    way_out = resource(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "out",
        cidrIpv4="0.0.0.0/0", ipProtocol="tcp", fromPort=443, toPort=443,
        uses={"securityGroupId": (clients,)},
    )  # fmt: skip
    found = layout(drawn(clients, way_out, service("web", clients)), WIDE)
    told = [line.text for card in found.cards for line in card.lines]

    assert "to the internet: 443" in told


def test_a_web_firewall_stands_between_the_internet_and_what_it_guards() -> None:
    doors = group("doors")
    balancer = resource(
        "aws:lb/loadBalancer:LoadBalancer", "front", uses={"securityGroups": (doors,)}
    )
    firewall = resource("aws:wafv2/webAcl:WebAcl", "guard")
    use = resource(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "guard",
        uses={"webAclArn": (firewall,), "resourceArn": (balancer,)},
    )
    rule = let_in(doors, cidrIpv4="0.0.0.0/0", fromPort=443, toPort=443)

    assert ways(drawn(doors, balancer, firewall, use, rule)) == {
        ("Internet", "guard", "443"),
        ("guard", "front", "443"),
    }


def test_a_distribution_leads_to_its_origins() -> None:
    pages = resource("aws:s3/bucket:Bucket", "pages")
    site = resource("aws:cloudfront/distribution:Distribution", "site", uses={"origins": (pages,)})

    assert ways(drawn(pages, site)) == {("Internet", "site", "443"), ("site", "pages", "")}


def test_resources_of_one_kind_in_one_component_are_one_box() -> None:
    component = resource("shop:components:Database", "orders")
    pair = [database(f"orders-{number}", parent=component) for number in (1, 2)]
    (box,) = drawn(component, *pair).nodes

    assert (box.name, box.facts) == ("orders", ("2 instances",))


def test_a_fact_that_is_not_known_is_left_out() -> None:
    (box,) = drawn(database("orders", engineVersion=UNKNOWN, instanceClass="db.t4g.micro")).nodes

    assert box.facts == ("db.t4g.micro",)


def test_many_boxes_of_a_kind_become_one_that_names_them() -> None:
    stores = group("stores")
    clients = [group(f"clients-{number:02}") for number in range(30)]
    services = [service(f"service-{one.name[-2:]}", one) for one in clients]
    rules = [let_in(stores, one) for one in clients]
    found = drawn(stores, *clients, *services, *rules, database("orders", stores))
    cards = {card.title: card for card in layout(found, WIDE).cards}

    assert ways(found) == {("30 ECS services", "orders", "5432")}
    assert [line.text for line in cards["30 ECS services"].lines][-2:] == [
        "service-05",
        "and 24 more",
    ]


def test_the_order_of_resources_does_not_matter(prod_plan: Plan) -> None:
    backwards = {**prod_plan.to_json(), "resources": prod_plan.to_json()["resources"][::-1]}

    assert architecture(Plan.from_json(backwards)) == architecture(prod_plan)


def test_the_reference_stack_is_drawn_as_it_is(prod_plan: Plan) -> None:
    drawn_stack = architecture(prod_plan)
    found = ways(drawn_stack)
    tiers = {one.noun: one.tier for one in drawn_stack.nodes if one.vpc}
    stores = {one.name for one in drawn_stack.nodes if one.tier == "isolated"}

    assert tiers["Load balancer"] == "public"
    assert tiers["ECS service"] == "private"
    assert tiers["Database"] == tiers["Cache"] == "isolated"
    assert [target for source, target, _ in found if source == "Internet"] == ["web-firewall"]
    assert stores <= {target for source, target, _ in found if source == "web"}
    assert not [way for way in found if way[0] in stores], "a store reaches nothing by itself"


def test_what_a_box_merely_mentions_does_not_place_it() -> None:
    doors = group("doors")
    task = resource("aws:ecs/taskDefinition:TaskDefinition", "web", uses={"volumes": (doors,)})
    mentioned = resource(
        "aws:ecs/service:Service", "web", uses={"taskDefinition": (task,), "tags": (doors,)}
    )
    (box,) = drawn(doors, task, mentioned).nodes

    assert box.security_groups == set()


@pytest.mark.parametrize("style", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("stack", ["prod", "staging"])
def test_no_box_covers_another_and_all_stand_in_their_lane(
    stack: str, style: Style, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(f"{stack}_plan")
    found = layout(architecture(plan), style)
    boxes = [card.place for card in found.cards]

    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [
        pair for pair in combinations([one.place for one in found.lanes], 2) if overlap(*pair)
    ]
    assert all(any(holds(lane.place, box) for lane in found.lanes) for box in boxes)
    assert all(holds(Rectangle(0, 0, found.width, found.height), box) for box in boxes)


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return not (
        one.right <= other.x or other.right <= one.x
        or one.bottom <= other.y or other.bottom <= one.y
    )  # fmt: skip


def holds(outer: Rectangle, inner: Rectangle) -> bool:
    return (
        outer.x <= inner.x and outer.y <= inner.y
        and outer.right >= inner.right and outer.bottom >= inner.bottom
    )  # fmt: skip


def test_tiers_stand_in_the_order_in_which_requests_pass_them(prod_plan: Plan) -> None:
    found = layout(architecture(prod_plan), WIDE)
    titles = [one.lane.title for one in found.lanes]

    assert titles == ["Edge", "Public", "Private", "Isolated", "Outside the network"]
    assert all(a.place.right < b.place.x for a, b in pairwise(found.lanes))


def test_a_narrow_drawing_says_in_words_what_arrows_would_show() -> None:
    clients, stores = group("clients"), group("stores")
    two = [service(name, clients) for name in ("web", "worker")]
    rule = let_in(stores, clients)
    found = layout(drawn(clients, stores, *two, rule, database("orders", stores)), NARROW)
    card = next(card for card in found.cards if card.title == "orders")

    assert found.arrows == ()
    assert found.width <= 350
    assert [one.text for one in card.lines if one.style == "from"] == [
        "from web on 5432; worker on 5432"
    ]


def test_a_small_drawing_is_not_blown_up() -> None:
    found = layout(drawn(database("orders")), WIDE)

    assert found.width < 250
    assert found.height < 150
