"""What a parameter of Systems Manager has held, asked with the credentials of whoever deploys."""

import boto3


def has_held(region: str, name: str, value: str) -> bool:
    """Whether value is among the last 100 of the parameter; False where there is none.

    Source: Systems Manager User Guide, parameter versions.
    """
    ssm = boto3.client("ssm", region_name=region)
    pages = ssm.get_paginator("get_parameter_history").paginate(Name=name)
    try:
        return any(one["Value"] == value for page in pages for one in page["Parameters"])
    except ssm.exceptions.ParameterNotFound:
        return False
