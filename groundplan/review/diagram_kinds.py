"""Which resource types are boxes of the diagram, and what stands in them."""

import re
from dataclasses import dataclass
from typing import Literal

from groundplan.plan import PlannedResource, is_known
from groundplan.review.words import count

Role = Literal["edge", "service", "data"]


@dataclass(frozen=True)
class Kind:
    """How a type is drawn: its part in the flow, its noun, and facts as templates.

    `{path}` is filled with a property, `{path|noun}` counts it: `2 tasks`.
    """

    role: Role
    noun: str
    facts: tuple[str, ...] = ()


_ENGINE = "{engine} {engineVersion}"

KINDS = {
    "aws:cloudfront/distribution:Distribution": Kind("edge", "CloudFront distribution"),
    "aws:wafv2/webAcl:WebAcl": Kind("edge", "Web firewall"),
    "aws:lb/loadBalancer:LoadBalancer": Kind("edge", "Load balancer", ("{loadBalancerType}",)),
    "aws:apigateway/restApi:RestApi": Kind("edge", "REST API"),
    "aws:apigatewayv2/api:Api": Kind("edge", "API", ("{protocolType}",)),
    "aws:ecs/service:Service": Kind("service", "ECS service", ("{desiredCount|task}",)),
    "aws:lambda/function:Function": Kind("service", "Function", ("{runtime}", "{memorySize} MiB")),
    "aws:ec2/instance:Instance": Kind("service", "Instance", ("{instanceType}",)),
    "aws:autoscaling/group:Group": Kind("service", "Instance group", ("{minSize} to {maxSize}",)),
    "aws:eks/cluster:Cluster": Kind("service", "EKS cluster", ("Kubernetes {version}",)),
    "aws:eks/nodeGroup:NodeGroup": Kind(
        "service", "Node group", ("{scalingConfig.minSize} to {scalingConfig.maxSize|node}",)
    ),
    "aws:scheduler/schedule:Schedule": Kind("service", "Schedule", ("{scheduleExpression}",)),
    "aws:sfn/stateMachine:StateMachine": Kind("service", "State machine"),
    "kubernetes:apps/v1:Deployment": Kind("service", "Deployment", ("{spec.replicas|pod}",)),
    "kubernetes:apps/v1:StatefulSet": Kind("service", "Stateful set", ("{spec.replicas|pod}",)),
    "kubernetes:batch/v1:CronJob": Kind("service", "Cron job", ("{spec.schedule}",)),
    "aws:rds/instance:Instance": Kind("data", "Database", (_ENGINE, "{instanceClass}")),
    "aws:rds/cluster:Cluster": Kind("data", "Database cluster", (_ENGINE,)),
    "aws:rds/proxy:Proxy": Kind("data", "Database proxy", ("{engineFamily}",)),
    "aws:docdb/cluster:Cluster": Kind("data", "Document database", ("{engineVersion}",)),
    "aws:elasticache/replicationGroup:ReplicationGroup": Kind(
        "data", "Cache", (_ENGINE, "{nodeType}", "{numCacheClusters|node}")
    ),
    "aws:elasticache/cluster:Cluster": Kind("data", "Cache", (_ENGINE, "{nodeType}")),
    "aws:dynamodb/table:Table": Kind("data", "DynamoDB table", ("{billingMode}",)),
    "aws:s3/bucket:Bucket": Kind("data", "Bucket"),
    "aws:efs/fileSystem:FileSystem": Kind("data", "File system"),
    "aws:opensearch/domain:Domain": Kind("data", "Search domain", ("{engineVersion}",)),
    "aws:sqs/queue:Queue": Kind("data", "Queue"),
    "aws:kinesis/stream:Stream": Kind("data", "Data stream"),
    "aws:mq/broker:Broker": Kind("data", "Message broker", ("{engineType} {engineVersion}",)),
    "aws:msk/cluster:Cluster": Kind("data", "Kafka cluster", ("{kafkaVersion}",)),
    "aws:redshift/cluster:Cluster": Kind("data", "Warehouse", ("{nodeType}",)),
}
"""By canonical type token. What is not here connects these, or watches them."""

AROUND = {
    "aws:kms/key:Key": "key",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "alarm",
    "aws:cloudwatch/dashboard:Dashboard": "dashboard",
    "aws:cloudwatch/logGroup:LogGroup": "log group",
    "aws:sns/topic:Topic": "topic",
    "aws:iam/role:Role": "role",
    "aws:ecr/repository:Repository": "image repository",
    "aws:backup/vault:Vault": "backup vault",
    "aws:route53/record:Record": "DNS record",
}
"""What watches and protects the boxes: told by number."""

_PLACE = re.compile(r"\{([^}|]+)(?:\|([^}]+))?\}")


def facts(resource: PlannedResource) -> tuple[str, ...]:
    """What a box says of a resource; a fact with an unknown, secret or unset value is left out."""
    kind = KINDS[resource.kind]
    return tuple(text for fact in kind.facts if (text := _filled(fact, resource)))


def _filled(template: str, resource: PlannedResource) -> str | None:
    values = {path: resource.read(path) for path, _ in _PLACE.findall(template)}
    if not all(is_known(value) and isinstance(value, str | int) for value in values.values()):
        return None
    return _PLACE.sub(lambda place: _worded(values[place[1]], place[2]), template)


def _worded(value: str | int, noun: str | None) -> str:
    return count(value, noun) if noun and isinstance(value, int) else str(value)
