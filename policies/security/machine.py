"""What is demanded of machines: instance metadata by token, private, encrypted."""

from typing import Unpack

from policies.condition import Check
from policies.kinds import (
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
)
from policies.properties import is_true
from policies.rule import ALWAYS, Rule, Text
from policies.subject import Subject
from policies.verdict import PASS, Verdict, all_of, demand

_MACHINES = (LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, INSTANCE)


def _needs_token(machine: Subject) -> Verdict | None:
    options = machine.sub("metadataOptions")
    if options.get("httpEndpoint", "enabled") == "disabled":
        return PASS
    return demand(options.get("httpTokens") == "required", "metadataOptions.httpTokens")


def _one_hop(machine: Subject) -> Verdict | None:
    hops = machine.sub("metadataOptions").number("httpPutResponseHopLimit", 1)
    return demand(hops <= 1, "metadataOptions.httpPutResponseHopLimit")


def _private(machine: Subject) -> Verdict | None:
    flags = [(machine.get("associatePublicIpAddress"), "associatePublicIpAddress")]
    flags += [
        (one.known().get("associatePublicIpAddress"), one.at("associatePublicIpAddress"))
        for one in machine.each("networkInterfaces")
    ]
    return all_of(lambda flag=flag: demand(not is_true(flag[0]), flag[1]) for flag in flags)


def _disks_encrypted(machine: Subject) -> Verdict | None:
    names = ("blockDeviceMappings", "rootBlockDevice", "ebsBlockDevices")
    disks = [one.known() for name in names for one in machine.each(name)]
    blocks = [one.sub("ebs") if one.has("ebs") else one for one in disks]
    return all_of(
        lambda one=one: demand(is_true(one.get("encrypted")), one.at("encrypted"))
        for one in blocks
        if not one.has("virtualName") and not one.has("noDevice")
    )


def _machine(name: str, ids: str, check: Check, **text: Unpack[Text]) -> Rule:
    return Rule(
        name=name,
        control="EKS-06",
        ids=ids,
        severity="high",
        levels=ALWAYS,
        applies_to=_MACHINES,
        check=check,
        **text,
    )


RULES = (
    _machine(
        "ec2-metadata-needs-token",
        "FSBP:EC2.8 FSBP:EC2.170 CIS5:5.7 CKV_AWS_79",
        _needs_token,
        problem="instance metadata is given out without a token",
        why="one request that a program forwards by mistake returns the role's credentials",
        fix='metadata_options={"http_tokens": "required"}',
    ),
    _machine(
        "ec2-metadata-one-hop",
        "FSBP:EC2.8 CKV_AWS_341",
        _one_hop,
        problem="containers reach the host's instance metadata",
        why="every pod could take the node's credentials",
        fix='metadata_options={"http_put_response_hop_limit": 1}',
    ),
    _machine(
        "ec2-address-private",
        "FSBP:EC2.25 CKV_AWS_88 CKV_AWS_389",
        _private,
        problem="the machine gets a public address",
        why="it would be reachable beside the load balancer",
        fix="associate_public_ip_address=False",
    ),
    _machine(
        "ec2-disks-encrypted",
        "FSBP:EC2.181",
        _disks_encrypted,
        problem="a disk is not encrypted",
        why="snapshots and old disks are readable to whoever gets hold of them",
        fix='"ebs": {"encrypted": True}',
    ),
)
