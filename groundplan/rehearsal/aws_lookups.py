"""Answers to the look-ups of a program that need no account."""

from collections.abc import Callable, Mapping
from typing import Any

from groundplan.plan.iam_policy_document import policy_document
from groundplan.rehearsal.invented import Place
from groundplan.rehearsal.stand_in import RefusedError
from groundplan.rehearsal.wire import Properties


def answer(token: str, arguments: Mapping[str, Any], place: Place) -> Properties:
    """The result of the function, or a refusal that names it."""
    known = _ANSWERS.get(token)
    if known is None:
        raise RefusedError(
            f"{token} looks something up in an account, and a rehearsal has none: "
            "pass the value by the stack's configuration"
        )
    return known(arguments, place)


def _caller_identity(_arguments: Mapping[str, Any], place: Place) -> Properties:
    user = f"arn:aws:iam::{place.account}:user/rehearsal"
    return {"id": place.account, "accountId": place.account, "arn": user, "userId": "AIDAREHEARSAL"}


def _region(arguments: Mapping[str, Any], place: Place) -> Properties:
    region = arguments.get("region") or place.region
    endpoint = f"ec2.{region}.amazonaws.com"
    return {"id": region, "name": region, "region": region, "description": "", "endpoint": endpoint}


def _partition(_arguments: Mapping[str, Any], _place: Place) -> Properties:
    suffix = {"dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}
    return {"id": "aws", "partition": "aws", **suffix}


def _availability_zones(_arguments: Mapping[str, Any], place: Place) -> Properties:
    names = [f"{place.region}{letter}" for letter in "abc"]
    ids = [f"{place.region}-az{number}" for number in (1, 2, 3)]
    return {"id": place.region, "names": names, "zoneIds": ids, "groupNames": [place.region]}


def _policy_document(arguments: Mapping[str, Any], _place: Place) -> Properties:
    try:
        return policy_document(arguments)
    except ValueError as error:
        raise RefusedError(f"aws:iam/getPolicyDocument: a source is no JSON: {error}") from None


_ANSWERS: Mapping[str, Callable[[Mapping[str, Any], Place], Properties]] = {
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
}
