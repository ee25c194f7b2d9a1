"""A project file and a stack file of the rehearsal's own, so that the user's are never written.

The engine writes an encryption salt into the stack file as soon as a stack exists. So it gets a
folder with copies: the project file points back to the program, which runs where it lies.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

# How the values of the real stack are encrypted: neither key nor service is at hand.
ENCRYPTION = ("encryptionsalt", "secretsprovider", "encryptedkey")


@dataclass(frozen=True)
class ProjectCopy:
    """The folder that the engine takes for the project."""

    folder: Path
    python: Path
    """The interpreter of the program."""

    secret_paths: tuple[str, ...]
    """Configuration that is encrypted in the user's file, and so is missing in the copy."""


def copy_project(project: Path, stack: str, folder: Path) -> ProjectCopy:
    """Write both files to the folder."""
    folder.mkdir(parents=True)
    settings = _load(project / "Pulumi.yaml")
    environment = _environment(project, settings["runtime"])
    _dump(_pointing_back(settings, project, environment), folder / "Pulumi.yaml")
    stack_file = project / settings.get("stackConfigDir", ".") / f"Pulumi.{stack}.yaml"
    configuration = _load(stack_file) if stack_file.exists() else {}
    values = configuration.get("config") or {}
    hidden = tuple(_secret_paths(values))
    kept = {key: value for key, value in configuration.items() if key not in ENCRYPTION}
    _dump({**kept, "config": _without_secrets(values)}, folder / stack_file.name)
    return ProjectCopy(folder, environment / "bin" / "python", hidden)


def _environment(project: Path, runtime: Any) -> Path:
    """The virtual environment that the project names; ours when a fresh checkout lacks it."""
    named = _options(runtime).get("virtualenv")
    if named and (project / named / "bin" / "python").exists():
        # Not resolved: the path through the environment is what makes it one.
        return (project / named).absolute()
    return Path(sys.prefix)


def _pointing_back(settings: Mapping[str, Any], project: Path, environment: Path) -> dict[str, Any]:
    """Name the program and its environment by absolute paths."""
    options = {**_options(settings["runtime"]), "virtualenv": str(environment)}
    kept = {key: value for key, value in settings.items() if key != "stackConfigDir"}
    return {
        **kept,
        "main": str((project / settings.get("main", ".")).resolve()),
        "runtime": {"name": "python", "options": options},
    }


def _options(runtime: Any) -> Mapping[str, Any]:
    return runtime.get("options") or {} if isinstance(runtime, Mapping) else {}


def _secret_paths(value: Any, path: str = "") -> Iterator[str]:
    """Find encrypted values, in the notation of `pulumi config set --path`."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _secret_paths(inner, f"{path}[{index}]")
    if not isinstance(value, Mapping):
        return
    if _is_secret(value):
        yield path
        return
    for key, inner in value.items():
        yield from _secret_paths(inner, f'{path}["{key}"]' if path else key)


def _without_secrets(value: Any) -> Any:
    if isinstance(value, list):
        return ["" if _is_secret(inner) else _without_secrets(inner) for inner in value]
    if isinstance(value, Mapping):
        kept = {key: inner for key, inner in value.items() if not _is_secret(inner)}
        return {key: _without_secrets(inner) for key, inner in kept.items()}
    return value


def _is_secret(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {"secure"}


def _load(file: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(file) or {}


def _dump(content: Mapping[str, Any], file: Path) -> None:
    YAML(typ="safe").dump(dict(content), file)
