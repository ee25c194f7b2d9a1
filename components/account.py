"""The account and region in which everything is built."""

import pulumi
import pulumi_aws as aws

from components.labels import Labels

_HOLDS_DATA = frozenset(
    {
        "aws:backup/vault:Vault",
        "aws:docdb/cluster:Cluster",
        "aws:efs/fileSystem:FileSystem",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:kms/key:Key",
        "aws:rds/instance:Instance",
        "aws:s3/bucket:Bucket",
    }
)
"""What stands around these, such as a password or a group of parameters, may be built anew."""


class Account:
    """The one provider: this account and no other, this region, the stack's tags.

    Where the stack protects its data, Pulumi refuses to delete what holds any.
    """

    def __init__(self, labels: Labels) -> None:
        provider = aws.Provider(
            "aws",
            region=labels.region,
            allowed_account_ids=[labels.account_id],
            default_tags={"tags": labels.tags},
        )
        protects = labels.settings.stack.protect_data
        self.options = pulumi.ResourceOptions(
            providers=[provider], transformations=[_protect_data] if protects else None
        )


def _protect_data(
    args: pulumi.ResourceTransformationArgs,
) -> pulumi.ResourceTransformationResult | None:
    if args.type_ not in _HOLDS_DATA:
        return None
    protected = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True))
    return pulumi.ResourceTransformationResult(props=args.props, opts=protected)
