"""Small stacks that several tests price: a web service, two gateways, a database."""

from typing import Any

from groundplan.plan import UNKNOWN, Plan, PlannedResource
from tests.cost.plans import plan_of, resource

NAT = "aws:ec2/natGateway:NatGateway"
EIP = "aws:ec2/eip:Eip"
DATABASE = "aws:rds/instance:Instance"


def database(**inputs: Any) -> PlannedResource:
    settings = {"engine": "postgres", "instanceClass": "db.t3.large", "allocatedStorage": 100}
    return resource(DATABASE, "main", **(settings | inputs))


def two_gateways() -> tuple[PlannedResource, ...]:
    addresses = [resource(EIP, f"address-{zone}") for zone in "ab"]
    gateways = [
        resource(NAT, f"nat-{address.name[-1]}", uses={"allocationId": (address,)})
        for address in addresses
    ]
    return (*addresses, *gateways)


def web_stack() -> Plan:
    task = resource("aws:ecs/taskDefinition:TaskDefinition", "web", cpu="1024", memory="2048")
    service = resource(
        "aws:ecs/service:Service",
        "web",
        launchType="FARGATE",
        desiredCount=2,
        loadBalancers=[{"targetGroupArn": UNKNOWN}],
        uses={"taskDefinition": (task,)},
    )
    logs = resource("aws:cloudwatch/logGroup:LogGroup", "web", retentionInDays=365)
    return plan_of(task, service, logs, resource("aws:lb/loadBalancer:LoadBalancer", "front"))
