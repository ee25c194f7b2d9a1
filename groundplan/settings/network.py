"""The VPC, its subnets and its ways out."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce, LogRetentionDays, VpcCidr, ZoneLetter

InterfaceEndpoint = Literal["ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms", "ssmmessages"]


class NetworkSettings(Section):
    """Three tiers of subnets in each zone: public, private (egress by NAT) and isolated."""

    cidr_block: VpcCidr
    """Of the VPC; no other one that it may ever be joined to has it."""

    availability_zones: Annotated[
        tuple[ZoneLetter, ...], Field(min_length=2, max_length=6), EachOnce
    ]
    """Letters; each letter has its place in the address plan, so adding one moves nothing."""

    nat: Literal["none", "one", "per_zone"]
    """The way out of private subnets: none, one for all, or one per zone."""

    interface_endpoints: Annotated[tuple[InterfaceEndpoint, ...], EachOnce]
    """Private ways to AWS services, each billed per zone; worth it where NAT traffic costs more."""

    flow_log_retention_days: LogRetentionDays
    """Of the log of all traffic."""
