"""IAM policy documents, written as statements."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

Statement = Mapping[str, Any]


def document(statements: Sequence[Statement]) -> pulumi.Output[str]:
    """The JSON text of a policy. It is known in a preview as long as its parts are."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


def assumed_by(service: str, account_id: str, *more_actions: str) -> str:
    """A trust policy for an AWS service acting for this account only.

    Source: IAM User Guide, the confused deputy problem.
    """
    actions = ["sts:AssumeRole", *more_actions] if more_actions else "sts:AssumeRole"
    return _trust(service, actions, {"StringEquals": {"aws:SourceAccount": account_id}})


def assumed_by_instances() -> str:
    """A trust policy for EC2, which names no account: an instance gets its own account's roles."""
    return _trust("ec2.amazonaws.com", "sts:AssumeRole")


def _trust(
    service: str, actions: str | list[str], condition: Mapping[str, Any] | None = None
) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": actions}
    limits = {"Condition": condition} if condition else {}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **limits}]})
