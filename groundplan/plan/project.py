"""A Pulumi project on disk: Pulumi.yaml, its stack files, the program they run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from groundplan.plan.engine_state import HIDDEN

PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")


class ProgramInvalid(Exception):
    """The project cannot be read or run; the message says where and what to do.

    `details` is for --verbose: a traceback or what the program printed, without secrets.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True)
class Config:
    """The configuration of one stack: namespaced keys, text values as Pulumi passes them.

    The values of `secret_keys` are encrypted in the file, wholly or in part; a stand-in takes the
    place of what is.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    secret_keys: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Project:
    """What Pulumi.yaml says: name, program, interpreter and where the stack files are."""

    folder: Path
    name: str
    main: Path
    virtualenv: Path | None
    toolchain: str | None
    stack_folder: Path
    defaults: Mapping[str, Any]

    @staticmethod
    def read(path: Path) -> "Project":
        """Read the project in folder `path`. Raises ProgramInvalid."""
        folder = path.parent if path.is_file() else path
        file = next((folder / name for name in PROJECT_FILES if (folder / name).is_file()), None)
        if file is None:
            raise ProgramInvalid(f"{path}: no Pulumi.yaml here; name the folder of a project")
        document = read_yaml(file)
        runtime = document.get("runtime")
        options = runtime.get("options") or {} if isinstance(runtime, dict) else {}
        _refuse_other_runtimes(file, runtime)
        virtualenv, defaults = options.get("virtualenv"), document.get("config") or {}
        return Project(
            folder=folder.resolve(),
            name=str(document.get("name", folder.resolve().name)),
            main=(folder / str(document.get("main", "."))).resolve(),
            virtualenv=(folder / virtualenv).absolute() if virtualenv else None,
            toolchain=options.get("toolchain"),
            stack_folder=(folder / _stack_folder(document)).resolve(),
            defaults=defaults if isinstance(defaults, dict) else {},
        )

    def refuse_without_program(self) -> None:
        """Raise ProgramInvalid where Python would find nothing to run."""
        if not (self.main.is_file() or (self.main / "__main__.py").is_file()):
            raise ProgramInvalid(
                f"{self.main}: no __main__.py here; `main` in Pulumi.yaml names the program"
            )

    @property
    def stacks(self) -> tuple[str, ...]:
        """The names of the stacks that have a file."""
        files = sorted(self.stack_folder.glob("Pulumi.*.y*ml"))
        return tuple(file.name.split(".", 1)[1].rsplit(".", 1)[0] for file in files)

    def stack_file(self, stack: str) -> Path | None:
        """The stack's configuration file; None in a project that has not one such file yet.

        Raises ProgramInvalid, naming the stacks there are.
        """
        for ending in ("yaml", "yml"):
            file = self.stack_folder / f"Pulumi.{stack}.{ending}"
            if file.is_file():
                return file
        if not self.stacks:
            return None
        near = get_close_matches(stack, self.stacks, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        known = ", ".join(self.stacks)
        raise ProgramInvalid(
            f"stack {stack}: there is no Pulumi.{stack}.yaml in {self.folder.name}/; "
            f"{hint}stacks with a file: {known}"
        )

    def config(self, stack: str, given: Mapping[str, str] | None = None) -> Config:
        """The values given over the stack's and the project's defaults. Raises ProgramInvalid."""
        file = self.stack_file(stack)
        own = (read_yaml(file).get("config") or {} if file else {}) | dict(given or {})
        values: dict[str, str] = {}
        secret_keys: set[str] = set()
        for key, value in {**self.defaults, **own}.items():
            name = key if ":" in key else f"{self.name}:{key}"
            if key not in own and isinstance(value, dict) and not _is_encrypted(value):
                _take_default(values, name, value)
                continue
            readable = _without_ciphertext(value)
            values[name] = as_text(readable)
            if readable != value:
                secret_keys.add(name)
        return Config(values, frozenset(secret_keys))


def _stack_folder(document: Mapping[str, Any]) -> str:
    """Where Pulumi.<stack>.yaml lies: `stackConfigDir`, which was called `config` once."""
    old = document.get("config")
    return str(document.get("stackConfigDir") or (old if isinstance(old, str) else "."))


def _take_default(values: dict[str, str], name: str, declaration: Mapping[str, Any]) -> None:
    """A project's config entry is a declaration: `value` or `default`, or a type alone."""
    for key in ("value", "default"):
        if key in declaration:
            values[name] = as_text(declaration[key])


def _is_encrypted(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"secure"}


def _without_ciphertext(value: Any) -> Any:
    """The value with a stand-in for what is encrypted, at any depth, as `pulumi config` does."""
    if _is_encrypted(value):
        return HIDDEN
    if isinstance(value, dict):
        return {key: _without_ciphertext(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_ciphertext(item) for item in value]
    return value


def as_text(value: Any) -> str:
    """A configuration value as Pulumi hands it to a program: text, or JSON for a structure."""
    return value if isinstance(value, str) else json.dumps(value)


def as_structure(text: str) -> Any:
    """A configuration value as a plan holds it: the structure that JSON text stands for."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _refuse_other_runtimes(file: Path, runtime: Any) -> None:
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise ProgramInvalid(
            f"{file.name}: runtime is {name}; only Python programs run offline. Review the "
            "engine's own preview: `pulumi preview --json --show-sames > preview.json`, then "
            "`groundplan review --from-preview preview.json`"
        )


def read_yaml(file: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises ProgramInvalid with file, line and column."""
    from ruamel.yaml import YAML, YAMLError  # noqa: PLC0415 - a program's interpreter may lack it
    from ruamel.yaml.error import MarkedYAMLError  # noqa: PLC0415

    try:
        document = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{file.name}:{mark.line + 1}:{mark.column + 1}" if mark else file.name
        raise ProgramInvalid(f"{place}: this is not YAML: {error.problem}") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise ProgramInvalid(f"{file.name}: this is not YAML: {error}") from None
    except OSError as error:
        raise ProgramInvalid(f"{file.name}: cannot be read: {error.strerror}") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise ProgramInvalid(f"{file.name}:1: a mapping of keys is expected")
    return document
