"""One rule that the small program keeps and one that it breaks."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)


def hostnames(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Demand names for the machines of a network."""
    if args.resource_type == "aws:ec2/vpc:Vpc" and not args.props["enableDnsHostnames"]:
        report(f"set enable_dns_hostnames on {args.name}", None)


def tagged(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Demand tags on buckets."""
    if args.resource_type == "aws:s3/bucket:Bucket" and not args.props["tags"]:
        report(f"tag {args.name}", None)


PolicyPack(
    name="small",
    enforcement_level=EnforcementLevel.ADVISORY,
    policies=[
        ResourceValidationPolicy("vpc-hostnames", "Machines have names.", hostnames),
        ResourceValidationPolicy("bucket-tagged", "Buckets have tags.", tagged),
    ],
)
