"""The program's prod stack on the real engine, with stand-ins for the cloud."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundplan.exemptions import read_exemptions
from groundplan.plan import Plan, record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.recovery import let_go
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import judge
from tests.conftest import ROOT
from tests.engine.order import its_order_is_good

PACKS = [ROOT / "policies" / name for name in ("security", "reliability", "cost")]
ENGINES_OWN = ("pulumi:pulumi:Stack", "pulumi:providers:random")
CANARY = "canary-5d1e77"


@pytest.fixture(scope="module")
def prod(engine: Engine) -> Workspace:
    given = {"groundplan-test:canary": CANARY}
    with Workspace(ROOT, "prod", engine, secret_config=given) as workspace:
        yield workspace


def urns(result: RunResult) -> set[str]:
    """What the program registers; the stack and default providers are the engine's own."""
    return {
        step.urn for step in result.steps if not step.urn.split("::")[2].startswith(ENGINES_OWN)
    }


def ops(result: RunResult) -> set[str]:
    assert result.exit_code == 0, result.errors
    return {step.op for step in result.steps}


def test_the_offline_plan_and_the_engines_preview_hold_the_same_urns(
    prod: Workspace, prod_plan: Plan
) -> None:
    preview = prod.preview()

    assert ops(preview) == {"create"}
    assert urns(preview) == {one.urn for one in prod_plan.resources}


def what_another_hand_has_changed_is_found_and_mended(stack: Workspace) -> None:
    assert stack.refresh(expect_no_changes=True).exit_code == 0, "nothing has drifted"
    live = {one.type: one for one in stack.cloud.built}
    database, policy = live["aws:rds/instance:Instance"], live["aws:iam/rolePolicy:RolePolicy"]

    stack.cloud.plant_drift(database.urn, "backupRetentionPeriod", 0)
    stack.cloud.remove(policy)
    assert stack.refresh(expect_no_changes=True).exit_code != 0
    stack.refresh()
    mended = {(one.op, one.urn) for one in stack.up().changes}
    assert {("update", database.urn), ("create", policy.urn)} <= mended
    assert stack.refresh(expect_no_changes=True).exit_code == 0, "all is as the program says"


def last_word(result: RunResult) -> str:
    assert result.exit_code != 0
    return result.errors


def test_prod_is_built_left_alone_and_kept_until_it_is_let_go(
    prod: Workspace, prod_plan: Plan
) -> None:
    up = prod.up()
    assert ops(up) == {"create"}
    made = prod.cloud.operations
    state = json.dumps(prod.export())
    again = prod.preview(expect_no_changes=True)
    assert ops(again) == {"same"}
    its_order_is_good(state, made, prod_plan)
    what_another_hand_has_changed_is_found_and_mended(prod)

    for store in ("database.main", "cache.broker", "cache.sessions"):
        prod.configure(f"groundplan:{store}.password_version", "2")
    prod.configure("groundplan:database.main.engine_version", "18", kind="string")
    assert "replace" in ops(prod.up()), "a password or a group of parameters is no data"

    prod.configure("groundplan:database.main.name", "another")
    refused = last_word(prod.up())
    assert "database-main-primary" in refused
    assert "protect" in refused, "another database would be built, and this one deleted"
    prod.configure("groundplan:database.main.name", "backend")

    assert "protected" in last_word(prod.destroy())
    prod.unprotect()
    kept = prod.destroy()
    assert "eletionProtection to false" in last_word(kept)

    let_go(prod)
    assert "delete" in ops(prod.destroy())
    assert "resources" not in prod.export()["deployment"]
    assert prod.cloud.built == (), "nothing is left in the cloud"
    assert CANARY not in state + up.stdout + up.stderr + again.stdout + kept.stdout


def planted(folder: Path) -> Path:
    """The root program with a bucket that a destroy would empty."""
    text = (ROOT / "Pulumi.prod.yaml").read_text()
    project = (ROOT / "Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(f"{project}main: {ROOT}\n")
    (folder / "Pulumi.prod.yaml").write_text(
        text.replace("force_destroy: false", "force_destroy: true", 1)
    )
    return folder


def test_engine_and_offline_review_find_the_same_violation(engine: Engine, tmp_path: Path) -> None:
    folder = planted(tmp_path)
    exemptions = read_exemptions(ROOT / "policies/exemptions.yaml", datetime.now(UTC).date())
    offline = {
        (finding.policy, finding.urn, finding.message)
        for finding in judge(record(folder, "prod"), exemptions=exemptions)
        if finding.blocks
    }
    with Workspace(folder, "prod", engine) as workspace:
        preview = workspace.preview(PACKS)
    online = {
        (event.policy, event.urn, event.message)
        for event in preview.policy_events
        if event.level == "mandatory"
    }
    found = [finding for finding in offline if finding[1].endswith("::storage-media")]

    assert preview.exit_code != 0, "a mandatory violation must stop the update"
    assert found, "the planted violation is a finding"
    assert Counter(policy for policy, _, _ in online) == Counter(policy for policy, _, _ in offline)
    for policy, urn, message in found:
        assert any((policy, urn) == one[:2] and message in one[2] for one in online), (
            f"{policy} says another thing to the engine"
        )
