"""One name per resource type, where pulumi-aws has two for the same thing."""

import re

_V2_TWIN = re.compile(r"^(aws:s3/bucket\w*?)V2:(Bucket\w*?)V2$")
_MODULE_TWIN = re.compile(r"^aws:(alb|elasticloadbalancingv2)/")


def canonical(token: str) -> str:
    """Give `aws:lb/…` for `aws:alb/…` and the plain S3 token for its V2 twin.

    Source: pulumi_aws 7.51.1 exports both `aws.alb` and `aws.lb`, and `aws.s3.BucketV2` beside
    `aws.s3.Bucket`, for the same Terraform resources.
    """
    return _V2_TWIN.sub(r"\1:\2", _MODULE_TWIN.sub("aws:lb/", token))
