"""The pages for a team that adopts the product say what works: their blocks run as written."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from groundplan.plan import Plan, PlannedResource, record
from groundplan.review import judge
from tests.command import COMMAND
from tests.conftest import PROGRAMS, ROOT

PAGES = ROOT / "docs/how-to"
CONFIG = {"repository": "acme/shop", "environments": '["staging", "prod"]'}
ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (PAGES / page).read_text(), re.DOTALL)


@pytest.fixture(scope="module")
def bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = tmp_path_factory.mktemp("bootstrap")
    (folder / "Pulumi.yaml").write_text("name: bootstrap\nruntime: python\n")
    (program,) = blocks("deploy-roles.md", "python")
    (folder / "__main__.py").write_text(program)
    config = {f"bootstrap:{key}": value for key, value in CONFIG.items()}
    return record(folder, "production", config=config | {"aws:region": "eu-west-1"})


def test_a_deploy_role_is_for_one_environment_of_one_repository(bootstrap: Plan) -> None:
    page = (PAGES / "deploy-roles.md").read_text()

    assert {one.name for one in bootstrap.of_kind(ROLE)} == {"staging", "prod"}
    assert 'f"repo:{repository}:environment:{environment}"' in page
    assert '"StringEquals": claims' in page, "a pattern would let other environments in"


def test_a_deploy_role_may_do_with_roles_what_stacks_need_and_not_change_itself(
    bootstrap: Plan, prod_plan: Plan
) -> None:
    policy = next(bootstrap.of_kind("aws:iam/rolePolicy:RolePolicy")).document("policy")
    allowed, denied = policy["Statement"]
    kinds = {one.type for one in prod_plan.resources if one.type.startswith("aws:iam/")}

    assert kinds <= {ROLE, "aws:iam/rolePolicy:RolePolicy", ATTACHMENT}
    for needed in ("CreateRole", "PassRole", "PutRolePolicy", "AttachRolePolicy"):
        assert f"iam:{needed}" in allowed["Action"]
    assert (denied["Effect"], denied["Resource"]) == ("Deny", "arn:aws:iam::*:role/deploy-*")


def test_state_is_versioned_private_and_keeps_no_plain_secret(bootstrap: Plan) -> None:
    def only(kind: str) -> PlannedResource:
        return next(bootstrap.of_kind(kind))

    closed = only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
    flags = [value for key, value in closed.items() if key != "bucket"]
    critical = [one for one in judge(bootstrap) if one.blocks and one.severity == "critical"]

    assert only("aws:kms/key:Key").read("enableKeyRotation") is True
    assert flags == [True] * 4
    assert critical == []


@pytest.fixture
def adopting(tmp_path: Path) -> Path:
    """A repository with a program that is not ours, and the product beside it."""
    (tmp_path / "path/to").mkdir(parents=True)
    project = shutil.copytree(PROGRAMS / "foreign", tmp_path / "path/to/project")
    (project / "Pulumi.dev.yaml").rename(project / "Pulumi.prod.yaml")
    (tmp_path / ".groundplan/bin").mkdir(parents=True)
    (tmp_path / ".groundplan/bin/groundplan").symlink_to(COMMAND)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "-qb", "main"], ["add", "path"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    return tmp_path


def test_adopting_takes_the_commands_of_the_page(adopting: Path) -> None:
    """The first block needs an index of packages, the last one the engine."""
    _install, review, diff, _engine = blocks("adopt.md", "sh")

    for block, shown in ((review, "What it builds"), (diff, "nothing changes")):
        ran = subprocess.run(
            ["bash", "-c", block],
            cwd=adopting,
            env=os.environ | {"PATH": f"{COMMAND.parent}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode in (0, 1), ran.stderr
        assert shown in ran.stdout
