"""What an AWS account usually answers, for look-ups that programs cannot do without.

Forms of identifiers: https://docs.aws.amazon.com/service-authorization/latest/reference/. The
account number is the one of AWS's own examples. The default VPC is 172.31.0.0/16 with one subnet
per zone: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

ACCOUNT = "123456789012"
DEFAULT_VPC = "172.31.0.0/16"
SUBNETS = 3

# Zones that a new account sees, where they are not a, b and c.
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_ZONES = {
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "ca-central-1": "abd",
    "us-east-1": "abcdef",
    "us-west-1": "ac",
    "us-west-2": "abcd",
}


@dataclass(frozen=True)
class Place:
    """The region that a question is asked in."""

    region: str
    is_assumed: bool = False

    @property
    def partition(self) -> str:
        """Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html."""
        partitions = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
        return next((name for start, name in partitions.items() if self._starts(start)), "aws")

    def _starts(self, start: str) -> bool:
        return self.region.startswith(start)


@dataclass(frozen=True)
class Unknown:
    """A text that only the account knows; `text` says what it would be, `written` its form."""

    text: str
    written: Callable[[str], str] = str


@dataclass(frozen=True)
class Answer:
    """The values of a result; `exact` where they follow from the question alone."""

    values: Mapping[str, Any]
    exact: bool = False


def of(token: str, arguments: Mapping[str, Any], place: Place) -> Answer | None:
    """The answer of the function, None when there is no typical one."""
    known = _ANSWERS.get(token)
    return known(arguments, place) if known else None


def _region(_: Mapping[str, Any], place: Place) -> Answer:
    name = place.region
    values = {"id": name, "name": name, "region": name, "description": name}
    endpoint = f"ec2.{name}.{_suffix(place)}"
    return Answer(values | {"endpoint": endpoint}, exact=not place.is_assumed)


def _partition(_: Mapping[str, Any], place: Place) -> Answer:
    suffix = _suffix(place)
    backwards = ".".join(reversed(suffix.split(".")))
    names = {"id": place.partition, "partition": place.partition}
    return Answer(names | {"dnsSuffix": suffix, "reverseDnsPrefix": backwards}, exact=True)


def _suffix(place: Place) -> str:
    return "amazonaws.com.cn" if place.partition == "aws-cn" else "amazonaws.com"


def _caller_identity(_: Mapping[str, Any], place: Place) -> Answer:
    arn = f"arn:{place.partition}:iam::{ACCOUNT}:user/deployer"
    return Answer({"accountId": ACCOUNT, "id": ACCOUNT, "arn": arn, "userId": Unknown("user-id")})


def _zones(_: Mapping[str, Any], place: Place) -> Answer:
    letters = _ZONES.get(place.region, "abc")
    return Answer(
        {
            "id": place.region,
            "names": [f"{place.region}{letter}" for letter in letters],
            "zoneIds": [Unknown(f"zone-{letter}") for letter in letters],
            "groupNames": [place.region],
        }
    )


def _vpc(_: Mapping[str, Any], __: Place) -> Answer:
    return Answer({"id": Unknown("vpc"), "cidrBlock": DEFAULT_VPC, "enableDnsSupport": True})


def _subnets(_: Mapping[str, Any], __: Place) -> Answer:
    return Answer({"ids": [Unknown(f"subnet-{number}") for number in range(1, SUBNETS + 1)]})


def _subnet(_: Mapping[str, Any], place: Place) -> Answer:
    zone = f"{place.region}{_ZONES.get(place.region, 'abc')[0]}"
    return Answer({"id": Unknown("subnet"), "availabilityZone": zone, "cidrBlock": "172.31.0.0/20"})


def _image(_: Mapping[str, Any], __: Place) -> Answer:
    known = {"architecture": "x86_64", "rootDeviceType": "ebs", "virtualizationType": "hvm"}
    return Answer({"id": Unknown("ami"), "imageId": Unknown("ami"), **known})


def _parameter(arguments: Mapping[str, Any], __: Place) -> Answer:
    return Answer({"value": Unknown(f"value-of-{arguments.get('name')}"), "type": "String"})


def _registry_token(_: Mapping[str, Any], place: Place) -> Answer:
    """Programs take the token apart: `AWS:<password>` in base 64.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html.
    """
    address = f"https://{ACCOUNT}.dkr.ecr.{place.region}.{_suffix(place)}"
    token = Unknown("password", lambda text: b64encode(f"AWS:{text}".encode()).decode())
    known = {"userName": "AWS", "proxyEndpoint": address}
    return Answer({"authorizationToken": token, "password": Unknown("password"), **known})


_ANSWERS: Mapping[str, Callable[[Mapping[str, Any], Place], Answer]] = {
    "aws:ec2/getAmi:getAmi": _image,
    "aws:ec2/getSubnet:getSubnet": _subnet,
    "aws:ec2/getSubnetIds:getSubnetIds": _subnets,
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": _registry_token,
    "aws:ecr/getCredentials:getCredentials": _registry_token,
    "aws:index/getAmi:getAmi": _image,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:ssm/getParameter:getParameter": _parameter,
}
