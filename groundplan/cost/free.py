"""The resource types that cost nothing by themselves, each with the reason.

Every entry is a statement about AWS's price pages; a type that is not here and has no rule is
unpriced, never free.
"""

from collections.abc import Mapping

_ROUTING = "routing inside a VPC carries no charge (aws.amazon.com/vpc/pricing)"
_GROUP = "a group of settings: the resource that uses it is charged"
_RULES = "firewall rules of security groups and network ACLs carry no charge"
_IAM = "IAM carries no charge (aws.amazon.com/iam)"
_BUCKET = "a setting of a bucket: storage and requests are charged on the bucket"
_SCALING = "Application Auto Scaling carries no charge; what it starts is charged as itself"
_ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration"

FREE: Mapping[str, str] = {
    "aws:ec2/vpc:Vpc": _ROUTING,
    "aws:ec2/subnet:Subnet": _ROUTING,
    "aws:ec2/routeTable:RouteTable": _ROUTING,
    "aws:ec2/route:Route": _ROUTING,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _ROUTING,
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": _ROUTING,
    "aws:ec2/defaultRouteTable:DefaultRouteTable": _ROUTING,
    "aws:ec2/internetGateway:InternetGateway": _ROUTING,
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": _ROUTING,
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": _ROUTING,
    "aws:ec2/eipAssociation:EipAssociation": "the address is charged on the Elastic IP",
    "aws:ec2/securityGroup:SecurityGroup": _RULES,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _RULES,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _RULES,
    "aws:ec2/networkAcl:NetworkAcl": _RULES,
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": _RULES,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _RULES,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _RULES,
    "aws:lb/listener:Listener": "listeners are part of the load balancer's hours",
    "aws:lb/listenerRule:ListenerRule": "rules count into the load balancer's capacity units",
    "aws:lb/listenerCertificate:ListenerCertificate": "part of the load balancer's hours",
    "aws:lb/targetGroup:TargetGroup": "target groups are part of the load balancer's hours",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": "part of the load balancer's hours",
    "aws:ecs/cluster:Cluster": "an ECS cluster carries no charge; its tasks do",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": "a setting of the cluster",
    "aws:ecs/taskDefinition:TaskDefinition": "charged by the service that runs it",
    "aws:appautoscaling/target:Target": _SCALING,
    "aws:appautoscaling/policy:Policy": _SCALING,
    "aws:appautoscaling/scheduledAction:ScheduledAction": _SCALING,
    "aws:rds/parameterGroup:ParameterGroup": _GROUP,
    "aws:rds/subnetGroup:SubnetGroup": _GROUP,
    "aws:rds/optionGroup:OptionGroup": _GROUP,
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": _GROUP,
    "aws:elasticache/parameterGroup:ParameterGroup": _GROUP,
    "aws:elasticache/subnetGroup:SubnetGroup": _GROUP,
    "aws:s3/bucketVersioning:BucketVersioning": _BUCKET,
    f"{_ENCRYPTION}:BucketServerSideEncryptionConfiguration": _BUCKET,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _BUCKET,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _BUCKET,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _BUCKET,
    "aws:s3/bucketPolicy:BucketPolicy": _BUCKET,
    "aws:s3/bucketLogging:BucketLogging": _BUCKET,
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": _BUCKET,
    "aws:s3/bucketNotification:BucketNotification": _BUCKET,
    "aws:s3/bucketAcl:BucketAcl": _BUCKET,
    "aws:secretsmanager/secretVersion:SecretVersion": "versions are part of the secret",
    "aws:secretsmanager/secretRotation:SecretRotation": (
        "rotation itself carries no charge; the function that rotates is charged as itself"
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": "part of the secret",
    "aws:kms/alias:Alias": "an alias of a key carries no charge",
}  # fmt: skip

FREE_MODULES: Mapping[str, str] = {
    "aws:iam/": _IAM,
    "pulumi:": "part of the program, nothing in the cloud",
    "random:": "a value in the state, nothing in the cloud",
    "tls:": "a value in the state, nothing in the cloud",
    "command:": "a command of the program, nothing in the cloud",
    "time:": "a value in the state, nothing in the cloud",
}


def reason_free(kind: str) -> str | None:
    """Say why a type costs nothing by itself; None for one that is not declared free."""
    if kind in FREE:
        return FREE[kind]
    return next((why for start, why in FREE_MODULES.items() if kind.startswith(start)), None)
