"""A policy pack judges the stack on the real engine, given as its folder."""

from pathlib import Path

from groundplan.rehearsal.run_result import PolicyEvent
from groundplan.rehearsal.workspace import Workspace

PACK = Path(__file__).parent / "packs" / "small"
VPC = "urn:pulumi:dev::small::aws:ec2/vpc:Vpc::vpc"


def test_a_pack_reports_what_is_broken_and_nothing_else(workspace: Workspace) -> None:
    expected = PolicyEvent("small", "vpc-hostnames", "advisory", VPC, "")

    preview, up = workspace.preview([PACK]), workspace.up([PACK])

    for result in (preview, up):
        assert result.exit_code == 0, result.errors
        (event,) = result.policy_events
        assert "set enable_dns_hostnames on vpc" in event.message
        assert event == PolicyEvent(**{**vars(expected), "message": event.message})


def test_what_is_mended_is_not_reported(workspace: Workspace) -> None:
    workspace.configure("small:hostnames", "true")

    assert workspace.preview([PACK]).policy_events == ()
