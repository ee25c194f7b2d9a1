"""What is gone with a resource that is deleted or replaced, and what still holds it back."""

from collections.abc import Mapping

from groundplan.plan import PlannedResource

_HELD: Mapping[str, str] = {
    "aws:backup/vault:Vault": "its recovery points",
    "aws:cloudwatch/logGroup:LogGroup": "its logs",
    "aws:cognito/userPool:UserPool": "its users",
    "aws:docdb/cluster:Cluster": "its data",
    "aws:dynamodb/table:Table": "its items",
    "aws:ebs/volume:Volume": "its disk",
    "aws:ec2/instance:Instance": "its disks, where they go with it",
    "aws:ecr/repository:Repository": "its images",
    "aws:efs/fileSystem:FileSystem": "its files",
    "aws:elasticache/cluster:Cluster": "what it holds in memory",
    "aws:elasticache/replicationGroup:ReplicationGroup": "what it holds in memory",
    "aws:elasticache/serverlessCache:ServerlessCache": "what it holds in memory",
    "aws:fsx/lustreFileSystem:LustreFileSystem": "its files",
    "aws:kinesis/stream:Stream": "its records",
    "aws:kms/key:Key": "the use of everything that it encrypted",
    "aws:memorydb/cluster:Cluster": "its data",
    "aws:msk/cluster:Cluster": "its records",
    "aws:neptune/cluster:Cluster": "its data",
    "aws:opensearch/domain:Domain": "its indices",
    "aws:rds/cluster:Cluster": "its data",
    "aws:rds/instance:Instance": "its data",
    "aws:redshift/cluster:Cluster": "its data",
    "aws:s3/bucket:Bucket": "its objects",
    "aws:secretsmanager/secret:Secret": "its value, after the recovery window",
    "aws:sqs/queue:Queue": "its messages",
    "kubernetes:core/v1:PersistentVolumeClaim": "its disk, where the class does not retain it",
    "random:index/randomPassword:RandomPassword": "the password that others use",
}
_DELETION_PROTECTIONS = ("deletionProtection", "deletionProtectionEnabled")
_SNAPSHOTS = frozenset({"aws:rds/instance:Instance", "aws:rds/cluster:Cluster"})


def data_loss(resource: PlannedResource) -> str | None:
    """What is lost in words, with what holds it back; None for what holds no data."""
    held = _HELD.get(resource.kind)
    if held is None or resource.retain_on_delete:
        return None
    holds = tuple(_holds_back(resource))
    return f"loses {held}" + (f" ({'; '.join(holds)})" if holds else "")


def _holds_back(resource: PlannedResource) -> list[str]:
    holds: list[str] = []
    if resource.protect:
        holds.append("refused as long as it is protected in Pulumi")
    if any(resource.read(name) is True for name in _DELETION_PROTECTIONS):
        holds.append("refused as long as deletion protection is on")
    if resource.kind in _SNAPSHOTS and resource.read("skipFinalSnapshot") is not True:
        holds.append("a final snapshot is taken")
    if resource.kind == "aws:s3/bucket:Bucket" and resource.read("forceDestroy") is not True:
        holds.append("refused as long as it is not empty")
    return holds
