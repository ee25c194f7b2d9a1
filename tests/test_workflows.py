"""The workflows: their form, what they may do, and their steps, run as written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.command import groundplan
from tests.conftest import PROGRAMS, ROOT
from tests.repository import PROGRAM, changed, executable

FOLDER = ROOT / ".github/workflows"
FILES = sorted(FOLDER.glob("*.yml"))
MOST_CHARACTERS = 65_536
GH = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
*/pulls*) echo 7 ;;
*"run download"*) cp -r "$FOUND" artefacts ;;
*"--paginate"*) echo "$KNOWN" ;;
esac
"""


def workflow(name: str) -> dict[str, Any]:
    return YAML(typ="safe").load(FOLDER / name)


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def run(name: str, step: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does: bash that ends at the first failure."""
    (script,) = (one["run"] for one in steps(name) if one.get("name") == step)
    files = {
        key: str(folder / key) for key in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY")
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **files, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def alerts(file: Path) -> set[str]:
    """Give the files that alerts point at; all of them are of what is broken."""
    (run,) = json.loads(file.read_text())["runs"]
    assert {one["kind"] for one in run["results"]} == {"fail"}
    return {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_has_the_form_that_github_takes(file: Path) -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    words = [str(checker), "--builtin-schema", "vendor.github-workflows", str(file)]

    assert subprocess.run(words, check=False, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def actionlint() -> list[str]:
    """GitHub's checker as Go builds it from the sources that tests/actionlint/go.sum names."""
    words = ["go", "-C", str(ROOT / "tests/actionlint"), "tool"]
    missing = "no Go on PATH to build actionlint"
    if shutil.which("go"):
        built = subprocess.run([*words, "-n", "actionlint"], capture_output=True, check=False)
        missing = built.stderr.decode() if built.returncode else ""
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    return [*words, "actionlint", "-shellcheck=", "-pyflakes="]


def test_githubs_own_checker_finds_nothing_in_the_workflows(actionlint: list[str]) -> None:
    ran = subprocess.run([*actionlint, *map(str, FILES)], capture_output=True, check=False)

    assert ran.stdout.decode() == ""
    assert ran.returncode == 0, ran.stderr


def test_githubs_own_checker_sees_a_value_that_no_event_has(
    actionlint: list[str], tmp_path: Path
) -> None:
    text = (FOLDER / "preview.yml").read_text()
    (tmp_path / "bad.yml").write_text(text.replace("matrix.target.stack", "matrix.stack"))

    ran = subprocess.run([*actionlint, str(tmp_path / "bad.yml")], capture_output=True, check=False)

    assert 'property "stack" is not defined' in ran.stdout.decode()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_value_of_an_event_is_part_of_a_script(file: Path) -> None:
    assert [step["name"] for step in steps(file.name) if "${{" in step.get("run", "")] == []


def test_what_runs_the_change_may_read_only_and_has_no_secret() -> None:
    preview = workflow("preview.yml")

    assert preview["permissions"] == {"contents": "read"}
    assert list(preview["on"]) == ["pull_request"]
    assert "secrets." not in (FOLDER / "preview.yml").read_text()


def test_what_may_write_runs_nothing_of_the_change() -> None:
    assert [step for step in steps("preview-comment.yml") if "uses" in step] == []


@pytest.mark.parametrize(
    ("file", "stacks"),
    [("Pulumi.prod.yaml", ["prod"]), ("__main__.py", ["prod", "staging"])],
)
def test_the_stacks_that_a_change_touches_are_found(
    repository: Path, file: str, stacks: list[str]
) -> None:
    base = changed(repository, file, "# changed\n")

    ran = run("preview.yml", "Stacks touched", repository, BASE=base)

    assert ran.returncode == 0, ran.stderr
    touched = json.loads((repository / "GITHUB_OUTPUT").read_text().partition("=")[2])
    assert [(one["project"], one["stack"]) for one in touched] == [(".", one) for one in stacks]


def test_the_review_shows_what_the_change_does(repository: Path) -> None:
    base = changed(repository, "__main__.py", PROGRAM.format(delay=2))

    ran = run("preview.yml", "Review", repository, BASE=base, PROJECT=".", STACK="prod")

    assert ran.returncode == 0, ran.stderr
    assert "delaySeconds: 1 → 2" in (repository / "preview/comment.md").read_text()
    assert "delaySeconds: 1 → 2" in (repository / "GITHUB_STEP_SUMMARY").read_text()
    assert alerts(repository / "preview/alerts.sarif") == {"__main__.py"}
    assert "status=1" in (repository / "GITHUB_ENV").read_text(), (
        "an unencrypted queue is a finding"
    )


def test_a_stack_that_is_new_is_shown_whole(repository: Path) -> None:
    base = changed(repository, "__main__.py", PROGRAM.format(delay=2))
    shutil.copy(repository / "Pulumi.prod.yaml", repository / "Pulumi.review.yaml")

    ran = run("preview.yml", "Review", repository, BASE=base, PROJECT=".", STACK="review")

    assert ran.returncode == 0, ran.stderr
    assert (repository / "preview/comment.md").read_text().startswith("# infra · review")


@pytest.mark.parametrize(
    ("known", "call"),
    [
        ("", "--method POST repos/a/b/issues/7/comments"),
        ("42", "--method PATCH repos/a/b/issues/comments/42"),
    ],
)
def test_there_is_one_comment_and_it_fits(tmp_path: Path, known: str, call: str) -> None:
    for stack in ("prod", "staging"):
        found = tmp_path / "found" / f"preview-{stack}"
        found.mkdir(parents=True)
        (found / "comment.md").write_text(f"### {stack}\n<details>\n\n" + "| line |\n" * 9_000)
    path = executable(tmp_path / "bin", "gh", GH)
    given = {"FOUND": str(tmp_path / "found"), "CALLS": str(tmp_path / "calls"), "KNOWN": known}

    ran = run(
        "preview-comment.yml", "Comment", tmp_path,
        PATH=path, GH_REPO="a/b", RUN="1", RUN_URL="https://example.com/1", HEAD="a:b", **given,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    body = (tmp_path / "body.md").read_text()
    assert call in (tmp_path / "calls").read_text()
    assert body.startswith("<!-- groundplan -->")
    assert len(body) < MOST_CHARACTERS
    assert body.count("<details>") == body.count("</details>") == 2
    assert "### prod" in body
    assert "### staging" in body


def test_alerts_go_to_the_head_of_the_pull_request_one_upload_per_stack(tmp_path: Path) -> None:
    for stack in ("prod", "staging"):
        found = tmp_path / "artefacts" / f"preview-{stack}"
        found.mkdir(parents=True)
        (found / "alerts.sarif").write_text(f"of {stack}\n")
    (tmp_path / "number").write_text("7\n")
    keep = '#!/bin/sh\necho "$@" >> "$CALLS"\nbase64 -d < encoded | gunzip >> "$CALLS"\n'
    path = executable(tmp_path / "bin", "gh", keep)
    calls = tmp_path / "calls"

    ran = run(
        "preview-comment.yml", "Alerts", tmp_path,
        PATH=path, GH_REPO="a/b", COMMIT="c0ffee", CALLS=str(calls),
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    upload = "repos/a/b/code-scanning/sarifs -f commit_sha=c0ffee -f ref=refs/pull/7/head"
    assert calls.read_text().count(upload) == 2
    assert "of prod" in calls.read_text()
    assert "of staging" in calls.read_text()


def test_what_names_no_pull_request_uploads_nothing(tmp_path: Path) -> None:
    path = executable(tmp_path / "bin", "gh", "#!/bin/sh\nexit 1\n")

    assert run("preview-comment.yml", "Alerts", tmp_path, PATH=path).returncode == 0


def test_what_is_deployed_is_what_alerts_of_a_change_are_compared_with(
    tmp_path: Path,
) -> None:
    (tmp_path / "preview").mkdir()
    groundplan("review", PROGRAMS / "foreign", "dev", "--output", tmp_path / "preview")

    ran = run("deploy.yml", "Alerts", tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert alerts(tmp_path / "preview/alerts.sarif") == {"tests/programs/foreign/__main__.py"}


def test_staging_comes_before_prod_and_prod_waits_for_its_environment() -> None:
    (job,) = workflow("deploy.yml")["jobs"].values()

    assert job["strategy"] == {"max-parallel": 1, "matrix": {"stack": ["staging", "prod"]}}
    assert job["environment"] == "${{ matrix.stack }}"
    assert job["concurrency"]["cancel-in-progress"] is False


def test_the_update_is_judged_by_every_pack_at_the_stacks_levels(tmp_path: Path) -> None:
    path = executable(tmp_path / "bin", "pulumi", '#!/bin/sh\necho "$@" > "$CALLS"\n')

    ran = run(
        "deploy.yml", "Update", tmp_path, PATH=path, STACK="prod", CALLS=str(tmp_path / "calls")
    )

    assert ran.returncode == 0, ran.stderr
    called = (tmp_path / "calls").read_text()
    assert called.startswith("up --stack prod --non-interactive --yes --skip-preview")
    for pack in ("security", "reliability", "cost"):
        config = f"policies/{pack}/prod.json"
        assert f"--policy-pack policies/{pack} --policy-pack-config {config}" in called
        assert (ROOT / config).is_file()
