"""One resource of every kind whose price depends on many inputs."""

from tests.cost.plans import resource

TASK = resource(
    "aws:ecs/taskDefinition:TaskDefinition",
    "task",
    cpu="512",
    memory="1024",
    runtimePlatform={"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
    ephemeralStorage={"sizeInGib": 40},
)
TEMPLATE = resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "launch",
    instanceType="m5.large",
    blockDeviceMappings=[{"deviceName": "b", "ebs": {"volumeSize": 20, "volumeType": "gp3"}}],
    monitoring={"enabled": True},
)
CONTEXT = (TASK, TEMPLATE)
RESOURCES = (
    TASK,
    TEMPLATE,
    resource(
        "aws:ecs/service:Service",
        "web",
        capacityProviderStrategies=[{"capacityProvider": "FARGATE", "base": 1, "weight": 1}],
        desiredCount=3,
        networkConfiguration={"assignPublicIp": True, "subnets": ["a", "b"]},
        uses={"taskDefinition": (TASK,)},
    ),
    resource(
        "aws:autoscaling/group:Group",
        "group",
        minSize=2,
        maxSize=4,
        desiredCapacity=3,
        uses={"launchTemplate": (TEMPLATE,)},
    ),
    resource(
        "aws:autoscaling/group:Group",
        "mixed",
        minSize=4,
        maxSize=4,
        mixedInstancesPolicy={
            "instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 100},
            "launchTemplate": {"overrides": [{"instanceType": "m5.large", "weightedCapacity": 2}]},
        },
        uses={"mixedInstancesPolicy": (TEMPLATE,)},
    ),
    resource(
        "aws:eks/nodeGroup:NodeGroup",
        "nodes",
        instanceTypes=["m5.large"],
        diskSize=30,
        capacityType="ON_DEMAND",
        scalingConfig={"minSize": 1, "desiredSize": 2, "maxSize": 3},
    ),
    resource("aws:eks/cluster:Cluster", "eks", version="1.29"),
    resource(
        "aws:ec2/instance:Instance",
        "machine",
        instanceType="m5.large",
        tenancy="default",
        monitoring=True,
        rootBlockDevice={"volumeSize": 30, "volumeType": "gp3"},
        ebsBlockDevices=[{"deviceName": "c", "volumeSize": 40, "volumeType": "io1", "iops": 500}],
        associatePublicIpAddress=True,
    ),
    resource("aws:ebs/volume:Volume", "disk", size=50, type="io2", iops=500),
    resource(
        "aws:rds/instance:Instance",
        "database",
        engine="postgres",
        engineVersion="13.4",
        instanceClass="db.t3.large",
        allocatedStorage=450,
        storageType="gp3",
        iops=13_000,
        multiAz=True,
        performanceInsightsEnabled=True,
        performanceInsightsRetentionPeriod=731,
    ),
    resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "cache",
        engine="valkey",
        nodeType="cache.t4g.small",
        numNodeGroups=2,
        replicasPerNodeGroup=1,
        snapshotRetentionLimit=3,
    ),
    resource("aws:lb/loadBalancer:LoadBalancer", "front", loadBalancerType="application"),
    resource(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "endpoint",
        vpcEndpointType="Interface",
        subnetIds=["a", "b"],
    ),
    resource(
        "aws:s3/bucket:Bucket",
        "bucket",
        lifecycleRules=[{"enabled": True, "transitions": [{"storageClass": "GLACIER", "days": 9}]}],
    ),
    resource(
        "aws:wafv2/webAcl:WebAcl",
        "acl",
        scope="REGIONAL",
        rules=[
            {"name": "own", "statement": {"geoMatchStatement": {"countryCodes": ["NL"]}}},
            {"name": "aws", "statement": {"managedRuleGroupStatement": {"vendorName": "AWS"}}},
        ],
    ),
    resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "alarm",
        metricQueries=[
            {"id": "e1", "expression": "m1/m2"},
            {"id": "m1", "metric": {"period": 60}},
            {"id": "m2", "metric": {"period": 60}},
        ],
    ),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "fast-alarm", period=10),
    resource("aws:secretsmanager/secret:Secret", "secret", replicas=[{"region": "eu-west-1"}]),
    resource("aws:kms/key:Key", "key", enableKeyRotation=True),
    resource(
        "aws:efs/fileSystem:FileSystem",
        "files",
        throughputMode="provisioned",
        provisionedThroughputInMibps=20,
        lifecyclePolicies=[{"transitionToIa": "AFTER_7_DAYS"}],
    ),
    resource(
        "aws:dynamodb/table:Table",
        "table",
        billingMode="PROVISIONED",
        writeCapacity=10,
        readCapacity=5,
        replicas=[{"regionName": "us-east-2"}],
    ),
    resource(
        "aws:route53/healthCheck:HealthCheck", "check", type="HTTPS_STR_MATCH", requestInterval=10
    ),
    resource(
        "aws:route53/resolverEndpoint:ResolverEndpoint",
        "resolver",
        ipAddresses=[{"subnetId": "a"}, {"subnetId": "b"}],
    ),
    resource(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "stream",
        elasticsearchConfiguration={"vpcConfig": {"subnetIds": ["a", "b"]}},
    ),
    resource(
        "aws:networkfirewall/firewall:Firewall", "wall", subnetMappings=[{"subnetId": "a"}]
    ),
    resource(
        "aws:cloudfront/distribution:Distribution",
        "cdn",
        viewerCertificate={"sslSupportMethod": "vip"},
        origins=[{"originShield": {"originShieldRegion": "eu-west-1"}}],
    ),
    resource("aws:acm/certificate:Certificate", "certificate", certificateAuthorityArn="arn"),
    resource("aws:ssm/parameter:Parameter", "parameter", tier="Advanced"),
    resource("aws:rds/clusterInstance:ClusterInstance", "aurora", engine="aurora-mysql",
             engineVersion="5.7", instanceClass="db.t3.large"),
    resource("aws:lambda/function:Function", "function", memorySize=512, architectures=["arm64"],
             ephemeralStorage={"size": 1024}),
    resource("aws:kinesis/stream:Stream", "shards", shardCount=3),
)  # fmt: skip
