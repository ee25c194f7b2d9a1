"""What goes wrong in the middle of a deployment is survived, and no secret is told by it.

`make rehearse-all` lets every fault strike every resource; docs/reliability.md has its table.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_campaign import Extent, campaign, opener
from groundplan.rehearsal.fault_trial import Opener, Strikes, try_faults, undisturbed
from groundplan.rehearsal.recovery import settle_creates
from groundplan.rehearsal.workspace import Workspace
from tests.engine.conftest import CANARY

SECRET = "urn:pulumi:dev::small::aws:secretsmanager/secretVersion:SecretVersion::database"


@pytest.fixture
def opened(engine: Engine, project: Path) -> Opener:
    return opener(project / "Pulumi.dev.yaml", engine, {"small:canary": CANARY})


def test_a_deployment_converges_whatever_strikes_its_resources(opened: Opener) -> None:
    trials = list(campaign(opened, Extent(rounds=3, seed=7)))

    assert [trial.problems for trial in trials] == [()] * 3
    assert [sum(trial.creations.values()) for trial in trials] == [7] * 3
    assert [sum(trial.updates.values()) for trial in trials] == [1] * 3
    assert [sum(trial.deletions.values()) for trial in trials] == [7] * 3
    assert [{FAULTS[kind].ends for kind in trial.creations} for trial in trials] == [
        {""},
        {"provider"},
        {"engine"},
    ]


def test_updates_of_everything_that_another_hand_has_changed_converge(opened: Opener) -> None:
    sound = undisturbed(opened)
    lost = dict.fromkeys(sound.changed, "answer lost")

    trial = try_faults(opened, sound, Strikes({}, lost, {}))

    assert trial.problems == ()
    assert trial.updates == {"answer lost": 5}, "all but the password and what it is written into"


def test_what_does_not_converge_is_told(opened: Opener) -> None:
    sound = undisturbed(opened)
    wishful = replace(sound, urns=sound.urns | {"urn:never-built"})

    trial = try_faults(opened, wishful, Strikes({"urn:none": "refused"}, {}, {}))

    assert set(trial.problems) == {
        "urn:never-built is missing",
        "urn:none was never struck: refused on create",
    }


def test_no_secret_is_told_by_what_goes_wrong_with_it(
    engine: Engine, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Workspace(project, "dev", engine, secret_config={"small:canary": CANARY}) as workspace:
        said = ""
        for kind in ("throttled", "answer lost", "provider dies after", "engine killed after"):
            workspace.cloud.plant_fault(SECRET, "create", kind, 1)
            failed = workspace.up()
            assert failed.exit_code != 0, kind
            said += failed.stdout + failed.stderr
            if failed.exit_code < 0:
                workspace.cancel()
            settle_creates(workspace)
        assert workspace.up().exit_code == 0
        password = workspace.reveal("password").strip().strip('"')
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        written = b"".join(file.read_bytes() for file in files)

    assert b"SecretVersion::database" in written, "the state is among what was searched"
    for secret in (CANARY, password):
        assert secret not in said
        assert secret.encode() not in written
