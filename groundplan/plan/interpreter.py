"""The Python that a program runs in, and how its packages get there.

Source of the toolchains: https://www.pulumi.com/docs/iac/languages-sdks/python/#package-management
"""

import shutil
import subprocess
import sys
from pathlib import Path

from groundplan.plan.project import Project

_INSTALL = {
    "uv": "uv sync",
    "poetry": "poetry install",
    "pip": "{python} -m pip install -r requirements.txt",
}
_DISTRIBUTIONS = {"yaml": "pyyaml", "dotenv": "python-dotenv", "OpenSSL": "pyopenssl"}


def interpreter_of(project: Project) -> Path:
    """The Python of the project's virtual environment, where there is one; else this one."""
    if project.virtualenv is not None:
        return _python_in(project.virtualenv) or Path(sys.executable)
    if manager_of(project) == "pip":
        return Path(sys.executable)
    nearby = (_python_in(folder / ".venv") for folder in (project.folder, *project.folder.parents))
    found = next((python for python in nearby if python), None)
    return found or _pythons_of_poetry(project) or Path(sys.executable)


def borrowed_environment(project: Project) -> tuple[str, ...]:
    """What a plan says that was made without the environment that the project names."""
    if project.virtualenv is None or _python_in(project.virtualenv):
        return ()
    name = project.virtualenv.name
    told = (
        f"the virtual environment {name} that Pulumi.yaml names is not there: the program ran with "
        "the packages of Groundplan, whose versions may be others"
    )
    return (told,)


def manager_of(project: Project) -> str:
    """What installs the program's packages: as Pulumi.yaml says, or by the files beside it."""
    if project.toolchain in _INSTALL:
        return str(project.toolchain)
    folder = project.folder
    if (folder / "uv.lock").is_file():
        return "uv"
    if (folder / "poetry.lock").is_file() or "[tool.poetry]" in _text(folder / "pyproject.toml"):
        return "poetry"
    return "pip"


def install_command(project: Project, module: str) -> str:
    """What to type so that the program can import module."""
    manager, python = manager_of(project), interpreter_of(project)
    if manager == "pip" and project.virtualenv and not _python_in(project.virtualenv):
        name = project.virtualenv.name
        return (
            f"cd {project.folder} && python3 -m venv {name} && "
            f"{name}/bin/python -m pip install -r requirements.txt"
        )
    if manager == "pip" and not (project.folder / "requirements.txt").is_file():
        return f"{python} -m pip install {_distribution(module)}"
    return f"cd {project.folder} && {_INSTALL[manager].format(python=python)}"


def _distribution(module: str) -> str:
    top = module.partition(".")[0]
    return _DISTRIBUTIONS.get(top, top.replace("_", "-"))


def _python_in(environment: Path) -> Path | None:
    places = (environment / "bin/python", environment / "Scripts/python.exe")
    return next((python for python in places if python.exists()), None)


def _pythons_of_poetry(project: Project) -> Path | None:
    """Poetry keeps environments in a folder of its own, which only it can tell."""
    poetry = shutil.which("poetry")
    if poetry is None or manager_of(project) != "poetry":
        return None
    told = subprocess.run(  # noqa: S603 - the user's own poetry
        [poetry, "env", "info", "--path"],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return _python_in(Path(told.stdout.strip())) if told.returncode == 0 else None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
