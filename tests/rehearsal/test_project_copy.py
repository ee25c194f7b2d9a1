"""The files that the engine gets in place of the user's."""

import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from groundplan.rehearsal.project_copy import ProjectCopy, copy_project

STACK_FILE = """\
# yaml-language-server: $schema=stack.schema.json
secretsprovider: awskms://alias/pulumi
encryptedkey: AQICAHh
encryptionsalt: v1:salt
environment: [shared]
config:
  aws:region: eu-west-1
  shop:token: {secure: v1:abc}
  shop:services:
    web: {port: 8000, key: {secure: v1:def}}
    keys: [plain, {secure: v1:ghi}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(STACK_FILE)
    return folder


def load(file: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(file)


def copied(project: Path, stack: str = "dev") -> ProjectCopy:
    return copy_project(project, stack, project.parent / "copy")


def test_the_program_runs_where_it_lies(project: Path) -> None:
    settings = load(copied(project).folder / "Pulumi.yaml")

    assert settings["name"] == "shop"
    assert settings["main"] == str(project)


def test_a_main_folder_above_the_project_is_found(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\nmain: ../program\n")

    settings = load(copied(project).folder / "Pulumi.yaml")

    assert settings["main"] == str(project.parent / "program")


def test_a_project_without_an_environment_gets_ours(project: Path) -> None:
    runtime = "{name: python, options: {virtualenv: .venv, typechecker: mypy}}"
    (project / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n")

    copy = copied(project)
    options = load(copy.folder / "Pulumi.yaml")["runtime"]["options"]

    assert options == {"virtualenv": sys.prefix, "typechecker": "mypy"}
    assert copy.python == Path(sys.prefix) / "bin" / "python"


def test_a_project_keeps_the_environment_that_it_has(project: Path) -> None:
    (project / "Pulumi.yaml").write_text(
        "name: shop\nruntime: {name: python, options: {virtualenv: ../env}}\n"
    )
    python = project.parent / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()

    assert copied(project).python.samefile(python)


def test_what_cannot_be_decrypted_is_left_out_and_named(project: Path) -> None:
    copy = copied(project)

    assert copy.secret_paths == (
        "shop:token",
        'shop:services["web"]["key"]',
        'shop:services["keys"][1]',
    )
    assert load(copy.folder / "Pulumi.dev.yaml") == {
        "environment": ["shared"],
        "config": {
            "aws:region": "eu-west-1",
            "shop:services": {"web": {"port": 8000}, "keys": ["plain", ""]},
        },
    }


def test_the_stack_file_is_found_in_its_own_folder(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\nstackConfigDir: stacks\n")
    (project / "stacks").mkdir()
    (project / "Pulumi.dev.yaml").rename(project / "stacks" / "Pulumi.dev.yaml")

    copy = copied(project)

    assert "stackConfigDir" not in load(copy.folder / "Pulumi.yaml")
    assert load(copy.folder / "Pulumi.dev.yaml")["config"]["aws:region"] == "eu-west-1"


def test_a_stack_without_a_file_has_no_configuration(project: Path) -> None:
    copy = copied(project, "fresh")

    assert load(copy.folder / "Pulumi.fresh.yaml") == {"config": {}}
