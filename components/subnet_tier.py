"""A tier of the network, as those who live in it see it."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class SubnetTier:
    """The subnets of one tier, one per zone, and what lies beside them in the VPC."""

    vpc_id: pulumi.Output[str]
    vpc_cidr: str
    s3_prefix_list_id: pulumi.Output[str]
    subnet_ids: list[pulumi.Output[str]]
