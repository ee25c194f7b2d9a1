"""The form of inputs is judged by the SDK's own types."""

from typing import Any

import pytest

from groundplan.rehearsal.input_check import problems
from groundplan.rehearsal.sdk_types import resource_type
from groundplan.rehearsal.wire import UNKNOWN

ASSET = {"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "text": "x"}
ARCHIVE = {"4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", "path": "x"}


def said(token: str, **inputs: Any) -> list[str]:
    kind = resource_type(token)
    assert kind is not None
    return [f"{problem.path} {problem.reason}" for problem in problems(kind, inputs)]


def vpc(**inputs: Any) -> list[str]:
    return said("aws:ec2/vpc:Vpc", **inputs)


def security_group(**rule: Any) -> list[str]:
    whole = {"protocol": "tcp", "fromPort": 443, "toPort": 443, **rule}
    return said("aws:ec2/securityGroup:SecurityGroup", ingress=[whole])


def test_well_formed_inputs_are_taken() -> None:
    assert not vpc(cidrBlock="10.0.0.0/16", enableDnsHostnames=True, tags={"team": "a"})
    assert not vpc(ipv4NetmaskLength=24.0), "every number of the protocol is a float"
    assert not security_group(cidrBlocks=["10.0.0.0/8"])


def test_what_is_not_known_yet_is_taken_everywhere() -> None:
    assert not vpc(enableDnsHostnames=UNKNOWN, tags=UNKNOWN)
    assert not security_group(fromPort=UNKNOWN, cidrBlocks=[UNKNOWN])


def test_an_unknown_property_is_named_with_the_nearest_known_one() -> None:
    assert vpc(cidrblock="10.0.0.0/16") == ["cidrblock is unknown; did you mean cidrBlock?"]
    assert security_group(zzz=1) == ["ingress[0].zzz is unknown"]


def test_every_problem_is_found_at_once() -> None:
    assert len(vpc(cidrblock="x", enableDnsSupport="yes", tags=[])) == 3


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"cidrBlock": 10.0}, "cidrBlock must be a text, not a number"),
        ({"enableDnsSupport": "true"}, "enableDnsSupport must be true or false, not a text"),
        ({"enableDnsSupport": 1.0}, "enableDnsSupport must be true or false, not a number"),
        (
            {"ipv4NetmaskLength": True},
            "ipv4NetmaskLength must be a whole number, not true or false",
        ),
        ({"ipv4NetmaskLength": 2.5}, "ipv4NetmaskLength must be a whole number, not a number"),
        ({"tags": ["a"]}, "tags must be a map, not a list"),
        ({"tags": {"size": 3.0}}, "tags[size] must be a text, not a number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(inputs: dict[str, Any], problem: str) -> None:
    assert vpc(**inputs) == [problem]


def test_a_structure_is_judged_inside_its_list() -> None:
    assert security_group(cidrBlocks="10.0.0.0/8") == [
        "ingress[0].cidrBlocks must be a list, not a text"
    ]
    assert said("aws:ec2/securityGroup:SecurityGroup", ingress={}) == [
        "ingress must be a list, not a map"
    ]
    assert said("aws:ec2/securityGroup:SecurityGroup", ingress=["tcp"]) == [
        "ingress[0] must be a map, not a text"
    ]


def test_missing_properties_are_named_at_any_depth() -> None:
    subnet = said("aws:ec2/subnet:Subnet", cidrBlock="10.0.0.0/24")
    rule = said("aws:ec2/securityGroup:SecurityGroup", ingress=[{"protocol": "tcp"}])

    assert subnet == ["vpcId is required and missing"]
    assert rule == [
        "ingress[0].fromPort is required and missing",
        "ingress[0].toPort is required and missing",
    ]


def test_a_policy_may_be_a_text_or_a_document() -> None:
    role = "aws:iam/role:Role"

    assert not said(role, assumeRolePolicy="{}")
    assert not said(role, assumeRolePolicy={"Version": "2012-10-17", "Statement": []})
    assert said(role, assumeRolePolicy=3.0) == ["assumeRolePolicy must be a text, not a number"]


def test_an_archive_is_no_asset_of_another_kind() -> None:
    function = "aws:lambda/function:Function"

    assert not said(function, role="r", code=ARCHIVE)
    assert said(function, role="r", code="zip")[0].startswith("code must be")
    assert said(function, role="r", environment=ASSET)[0].startswith("environment must be")


def test_the_engines_own_entries_are_left_alone() -> None:
    assert not vpc(__defaults=[])
