"""No secret of the program is told, whatever goes wrong with what holds it."""

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from groundplan.plan import Plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.recovery import settle_creates
from groundplan.rehearsal.workspace import Workspace
from tests.command import groundplan
from tests.conftest import ROOT

CANARY = "canary-92b0fe"
PASSWORD = "random:index/randomPassword:RandomPassword"
HOLDERS = (
    PASSWORD,
    "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:rds/instance:Instance",
    "aws:elasticache/replicationGroup:ReplicationGroup",
)
KINDS = ("throttled", "answer lost", "engine killed after", "provider dies after")


def attempts(stack: Workspace) -> Iterator[str]:
    """Deploy, and after each failure what the guide says; give what was said."""
    while True:
        run = stack.up(go_on=True, at_once=60)
        yield run.stdout + run.stderr
        if run.exit_code == 0:
            return
        if run.exit_code < 0:
            stack.cancel()
        settle_creates(stack)


def passwords(state: dict[str, Any]) -> list[str]:
    found = [one for one in state["deployment"]["resources"] if one["type"] == PASSWORD]
    return [json.loads(one["outputs"]["result"]["plaintext"]) for one in found]


def test_no_secret_is_in_state_output_report_or_any_other_file(
    engine: Engine, staging_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched, clear = tmp_path / "searched", tmp_path / "clear.json"
    searched.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(searched))
    given = {"groundplan-test:canary": CANARY}
    with Workspace(ROOT, "staging", engine, secret_config=given, seconds_per_minute=0) as stack:
        for one, kind in zip(staging_plan.of_kind(*HOLDERS), cycle(KINDS), strict=False):
            stack.cloud.plant_fault(one.urn, "create", kind, 1)
        said = list(attempts(stack))
        clear.write_text(json.dumps(state := stack.export(in_clear=True)))
        told = groundplan("review", "--from-export", clear, "--output", searched / "review")
        files = [file for file in searched.rglob("*") if file.is_file()]
        written = b"".join(file.read_bytes() for file in files)

    secrets = [CANARY, *passwords(state)]
    everything = "".join(said) + told.stdout + told.stderr
    assert len(said) > 2
    assert len(secrets) == 1 + len(list(staging_plan.of_kind(PASSWORD)))
    assert {"report.html", "cloud.db", "staging.json"} <= {file.name for file in files}
    assert [one for one in secrets if one in everything or one.encode() in written] == []
