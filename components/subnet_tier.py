"""A tier of the network, as those who live in it see it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.after import after


@dataclass(frozen=True, kw_only=True)
class SubnetTier:
    """The subnets of one tier, one per zone, and what lies beside them in the VPC."""

    vpc_id: pulumi.Output[str]
    vpc_cidr: str
    s3_prefix_list_id: pulumi.Output[str]
    subnet_ids: list[pulumi.Output[str]]
    ways_out: Sequence[pulumi.Output[str]] = ()
    """Routes to the internet. What calls out as soon as it starts waits for them."""

    @property
    def subnet_ids_with_a_way_out(self) -> list[pulumi.Output[str]]:
        """The subnets, given out once their routes stand."""
        return [after(one, *self.ways_out) for one in self.subnet_ids]
