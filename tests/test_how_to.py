"""The pages for a team that adopts the product say what works: their blocks run as written."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from groundplan.plan import Plan, PlannedResource, record
from groundplan.review import judge
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


@pytest.fixture(scope="module")
def adopting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a program that is not ours, and a checkout of the product beside it."""
    folder = tmp_path_factory.mktemp("adopting")
    (folder / "path/to").mkdir(parents=True)
    shutil.copytree(PROGRAMS / "foreign", folder / "path/to/project")
    (folder / "path/to/project/Pulumi.dev.yaml").rename(folder / "path/to/project/Pulumi.prod.yaml")
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "-qb", "main"], ["add", "path"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    for part in ("groundplan", "policies", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
        (folder / "path/to/groundplan").mkdir(exist_ok=True)
        copy(ROOT / part, folder / "path/to/groundplan" / part)
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an index of packages would give: those of the tests, without the product itself."""
    folder = tmp_path_factory.mktemp("index")
    for found in Path(sysconfig.get_path("purelib")).iterdir():
        if not re.match("(__editable__.)?groundplan", found.name.lower()):
            (folder / found.name).symlink_to(found)
    return folder


def test_adopting_takes_the_commands_of_the_page(adopting: Path, index: Path) -> None:
    """All but those of the engine, which tests/engine runs; nothing is asked of a network."""
    *ours, _engine = blocks("adopt.md", "sh")
    offline = {"PYTHONPATH": str(index), "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    python = {"PATH": f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"}

    ran = subprocess.run(
        ["bash", "-c", "\n".join(ours)],
        cwd=adopting,
        env=os.environ | offline | python,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "What it builds" in ran.stdout, ran.stderr
    assert "nothing changes" in ran.stdout
    assert ran.stderr == ""
