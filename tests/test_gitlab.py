"""The jobs of the page for GitLab: their form, and their scripts, run as written."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT
from tests.repository import PROGRAM, changed, executable
from tests.test_how_to import blocks

CURL = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
*per_page*) echo "$KNOWN" ;;
esac
"""
PULUMI = """#!/bin/sh
echo "$@" >> "$CALLS"
[ "$1" != preview ] || cat "$PREVIEW"
"""
STACK = "urn:pulumi:prod::infra::pulumi:pulumi:Stack::infra-prod"


@pytest.fixture(scope="module")
def page() -> str:
    (block,) = blocks("gitlab.md", "yaml")
    return block


@pytest.fixture(scope="module")
def jobs(page: str) -> dict[str, Any]:
    return YAML(typ="safe").load(page)


def run(script: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the runner does: line by line in one bash that ends at the first failure."""
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(script)],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_has_the_form_that_gitlab_takes(page: str, tmp_path: Path) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text(page)
    checker = Path(sys.executable).with_name("check-jsonschema")
    form = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]

    ran = subprocess.run(
        [str(checker), *form, str(tmp_path / ".gitlab-ci.yml")], check=False, capture_output=True
    )

    assert ran.returncode == 0, ran.stdout


def test_what_prepares_a_job_is_there(jobs: dict[str, Any]) -> None:
    ran = run(jobs[".groundplan"]["before_script"], ROOT, MAKEFLAGS="--dry-run --always-make")

    assert ran.returncode == 0, ran.stderr
    assert "requirements.lock" in ran.stdout


def test_a_merge_request_shows_what_it_changes_and_fails_by_what_it_breaks(
    jobs: dict[str, Any], repository: Path
) -> None:
    base = changed(repository, "__main__.py", PROGRAM.format(delay=2))

    ran = run(
        jobs["review"]["script"], repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, STACK="prod"
    )

    assert ran.returncode == 1, "an unencrypted queue is a finding"
    assert "delaySeconds: 1 → 2" in (repository / "preview/prod/comment.md").read_text()
    assert (repository / "preview/prod/junit.xml").is_file()


@pytest.mark.parametrize(
    ("known", "call"),
    [
        ('[{"id": 1, "body": "fine"}]', "-X POST .* https://gitlab/projects/4/.*/7/notes$"),
        ('[{"id": 42, "body": "<!-- groundplan -->"}]', "-X PUT .*/7/notes/42$"),
    ],
)
def test_there_is_one_note(jobs: dict[str, Any], tmp_path: Path, known: str, call: str) -> None:
    for stack in ("prod", "staging"):
        (tmp_path / "preview" / stack).mkdir(parents=True)
        (tmp_path / "preview" / stack / "comment.md").write_text(f"### {stack}\n")
    calls = tmp_path / "calls"
    project = {"CI_PROJECT_ID": "4", "CI_MERGE_REQUEST_IID": "7", "NOTE_TOKEN": "token"}

    ran = run(
        jobs["note"]["script"], tmp_path, PATH=executable(tmp_path / "bin", "curl", CURL),
        CI_API_V4_URL="https://gitlab", KNOWN=known, CALLS=str(calls), **project,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert re.search(call, calls.read_text(), re.MULTILINE)
    assert (tmp_path / "body.md").read_text().startswith("<!-- groundplan -->\n### prod")


@pytest.mark.parametrize(("resources", "status"), [([], 0), (["aws:sqs/queue:Queue"], 1)])
def test_what_is_ready_is_deployed_with_every_pack(
    jobs: dict[str, Any], repository: Path, resources: list[str], status: int
) -> None:
    urns = {f"urn:pulumi:prod::infra::{kind}::jobs": kind for kind in resources}
    urns[STACK] = "pulumi:pulumi:Stack"
    steps = [
        {"op": "create", "urn": urn, "newState": {"urn": urn, "type": kind, "custom": True}}
        for urn, kind in urns.items()
    ]
    calls, preview = repository / "calls", repository / "given.json"
    preview.write_text(json.dumps({"steps": steps}))

    given = {
        "CALLS": str(calls),
        "PREVIEW": str(preview),
        "CI_PIPELINE_ID": "1",
        "AWS_TOKEN": "token",
    }

    ran = run(
        jobs[".deploy"]["script"], repository, STACK="prod",
        PATH=executable(repository / "bin", "pulumi", PULUMI), **given,
    )  # fmt: skip

    updated = status == 0
    assert ran.returncode == status, ran.stderr
    assert ("up --stack prod" in calls.read_text()) is updated
    for pack in ("security", "reliability", "cost"):
        config = f"--policy-pack policies/{pack} --policy-pack-config policies/{pack}/prod.json"
        assert (config in calls.read_text()) is updated


def test_prod_waits_for_staging_and_for_a_person(jobs: dict[str, Any]) -> None:
    assert jobs["deploy-prod"]["needs"] == ["deploy-staging"]
    assert jobs["deploy-prod"]["when"] == "manual"
