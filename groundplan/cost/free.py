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
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": _BUCKET,
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
    "aws:kms/keyPolicy:KeyPolicy": "part of the key",
    "aws:rds/proxyTarget:ProxyTarget": "charged on the proxy",
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": "charged on the proxy",
    "aws:docdb/subnetGroup:SubnetGroup": _GROUP,
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup": _GROUP,
    "aws:efs/mountTarget:MountTarget": "mount targets are part of the file system",
    "aws:efs/accessPoint:AccessPoint": "access points are part of the file system",
    "aws:efs/backupPolicy:BackupPolicy": "what is backed up is charged on the vault",
    "aws:efs/fileSystemPolicy:FileSystemPolicy": "part of the file system",
    "aws:backup/plan:Plan": "what is backed up is charged on the vault",
    "aws:backup/selection:Selection": "what is backed up is charged on the vault",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": "charged on what it restores",
    "aws:backup/vaultPolicy:VaultPolicy": "part of the vault",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "part of the vault",
    "aws:wafv2/webAclAssociation:WebAclAssociation": "part of the web ACL",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": (
        "logs are charged where they are delivered"
    ),
    "aws:wafv2/ruleGroup:RuleGroup": "charged on each web ACL that refers to it",
    "aws:wafv2/ipSet:IpSet": "part of the rules that use it",
    "aws:wafv2/regexPatternSet:RegexPatternSet": "part of the rules that use it",
    "aws:acm/certificateValidation:CertificateValidation": "waits for a certificate",
    "aws:autoscaling/policy:Policy": _SCALING,
    "aws:autoscaling/schedule:Schedule": _SCALING,
    "aws:autoscaling/attachment:Attachment": _SCALING,
    "aws:ec2/launchTemplate:LaunchTemplate": "charged by the instances started from it",
    "aws:ec2/launchConfiguration:LaunchConfiguration": "charged by the instances started from it",
    "aws:ec2/keyPair:KeyPair": "key pairs carry no charge",
    "aws:ec2/placementGroup:PlacementGroup": "placement groups carry no charge",
    "aws:ec2/networkInterface:NetworkInterface": _ROUTING,
    "aws:ec2/dhcpOptions:VpcDhcpOptions": _ROUTING,
    "aws:ec2/volumeAttachment:VolumeAttachment": "the volume is charged as itself",
    "aws:ec2transitgateway/transitGateway:TransitGateway": "charged by its attachments",
    "aws:ec2/vpnGateway:VpnGateway": "charged by its connections",
    "aws:ec2/customerGateway:CustomerGateway": "a description of the other side",
    "aws:apigatewayv2/stage:Stage": "part of the API",
    "aws:apigatewayv2/route:Route": "part of the API",
    "aws:apigatewayv2/integration:Integration": "part of the API",
    "aws:apigateway/resource:Resource": "part of the API",
    "aws:apigateway/method:Method": "part of the API",
    "aws:apigateway/integration:Integration": "part of the API",
    "aws:apigateway/deployment:Deployment": "part of the API",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "part of the repository",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "part of the repository",
    "aws:sns/topicPolicy:TopicPolicy": "part of the topic",
    "aws:sqs/queuePolicy:QueuePolicy": "part of the queue",
    "aws:lambda/permission:Permission": "part of the function",
    "aws:lambda/alias:Alias": "part of the function",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "calls are charged on the function",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "the metric it makes is charged as a metric",
    "aws:cloudwatch/eventRule:EventRule": "rules carry no charge; events are charged on the bus",
    "aws:cloudwatch/eventTarget:EventTarget": "rules carry no charge",
    "aws:cloudwatch/logStream:LogStream": "charged on the log group",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "a permission",
    "aws:eks/addon:Addon": "AWS's own add-ons carry no charge; their pods run on the nodes",
    "aws:eks/accessEntry:AccessEntry": "a permission",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "a permission",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": "a permission",
    "aws:cloudfront/originAccessControl:OriginAccessControl": "part of the distribution",
    "aws:cloudfront/cachePolicy:CachePolicy": "part of the distribution",
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": "part of the distribution",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "part of the distribution",
    "aws:budgets/budget:Budget": "budgets carry no charge; actions of a budget would",
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": _RULES,
    "aws:ec2/networkAclRule:NetworkAclRule": _RULES,
    "kubernetes:core/v1:Namespace": "an object in the cluster",
    "kubernetes:core/v1:ConfigMap": "an object in the cluster",
    "kubernetes:core/v1:Secret": "an object in the cluster",
    "kubernetes:core/v1:ServiceAccount": "an object in the cluster",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": "an object in the cluster",
    "kubernetes:policy/v1:PodDisruptionBudget": "an object in the cluster",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": "an object in the cluster",
    "kubernetes:core/v1:ResourceQuota": "an object in the cluster",
    "kubernetes:core/v1:LimitRange": "an object in the cluster",
}  # fmt: skip

FREE_MODULES: Mapping[str, str] = {
    "aws:iam/": _IAM,
    "pulumi:": "part of the program, nothing in the cloud",
    "random:": "a value in the state, nothing in the cloud",
    "tls:": "a value in the state, nothing in the cloud",
    "kubernetes:rbac.authorization.k8s.io/": "an object in the cluster",
    "command:": "a command of the program, nothing in the cloud",
    "time:": "a value in the state, nothing in the cloud",
}


def reason_free(kind: str) -> str | None:
    """Say why a type costs nothing by itself; None for one that is not declared free."""
    if kind in FREE:
        return FREE[kind]
    return next((why for start, why in FREE_MODULES.items() if kind.startswith(start)), None)
