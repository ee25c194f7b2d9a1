"""Builds the Pulumi engine and its Python language host from their Go modules.

Go takes the modules from wherever the machine's own settings point; nothing is set here.
Each program is built in a module of its own, because the engine and the last language host that
is published as a module need different versions of the same libraries.
"""

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from groundplan.rehearsal.child import Finished, run

PULUMI = "3.258.0"
LANGUAGE_HOST = "3.79.0"
SDK = "github.com/pulumi/pulumi/sdk/v3"
UNFINISHED = ".building-"
LINES_SHOWN = 15


class BuildError(Exception):
    """The engine cannot be built here; the message says why and what to do."""


@dataclass(frozen=True)
class _Program:
    name: str
    package: str
    version: str
    replace: str = ""
    ldflags: str = "-s -w"


PROGRAMS = (
    _Program(
        name="pulumi",
        package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        version=PULUMI,
        # Pulumi's own go.mod has this replacement; Go ignores it in a module that others use.
        replace="github.com/atotto/clipboard => "
        "github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e",
        ldflags=f"-s -w -X {SDK}/go/common/version.Version={PULUMI}",
    ),
    _Program(
        name="pulumi-language-python",
        package=f"{SDK}/python/cmd/pulumi-language-python",
        version=LANGUAGE_HOST,
    ),
)


def build_into(folder: Path) -> None:
    """Fill `folder`/bin. The folder appears complete or not at all."""
    go = shutil.which("go")
    if go is None:
        raise BuildError(
            "there is no Pulumi engine on this machine and no Go to build one. "
            "Install Pulumi (https://www.pulumi.com/docs/install), or Go 1.25 or newer, "
            "and run `make engine` again."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if folder.exists():
            return
        for leftover in folder.parent.glob(f"{UNFINISHED}*"):
            shutil.rmtree(leftover)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=UNFINISHED) as scratch:
            _build_all(go, Path(scratch))
            (Path(scratch) / "done").rename(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let a second build wait for the first; the lock falls with the process that holds it."""
    with (folder.parent / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("waiting for another build")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build_all(go: str, scratch: Path) -> None:
    target = scratch / "done" / "bin"
    target.mkdir(parents=True)
    for program in PROGRAMS:
        module = scratch / program.name
        module.mkdir()
        _build_one(go, program, module, target)
    _copy_exec_script(go, scratch / "pulumi", target)


def _build_one(go: str, program: _Program, module: Path, target: Path) -> None:
    replace = f"replace {program.replace}\n" if program.replace else ""
    (module / "go.mod").write_text(f"module groundplan.local/{program.name}\n\n{replace}")
    _say(f"fetching the modules of {program.name} {program.version}")
    _go(go, module, "get", "-tool", f"{program.package}@v{program.version}")
    _say(f"compiling {program.name} (minutes, once)")
    output = str(target / program.name)
    _go(
        go, module, "build", "-trimpath", "-ldflags", program.ldflags, "-o", output, program.package
    )


def _copy_exec_script(go: str, module: Path, target: Path) -> None:
    """Take the script that starts a program from the engine's SDK, which carries it as source."""
    sdk = _go(go, module, "list", "-m", "-f", "{{.Dir}}", SDK).stdout.strip()
    name = "pulumi-language-python-exec"
    shutil.copyfile(Path(sdk) / "python" / "cmd" / name, target / name)
    (target / name).chmod(0o755)


def _go(go: str, module: Path, *arguments: str) -> Finished:
    finished = run([go, *arguments], env=os.environ, cwd=module)
    if finished.exit_code == 0:
        return finished
    last = "\n".join(f"  {line}" for line in finished.stderr.splitlines()[-LINES_SHOWN:])
    raise BuildError(
        f"`go {arguments[0]}` failed while building the Pulumi engine {PULUMI}:\n{last}\n"
        "Go must reach its module proxy (see `go env GOPROXY`) or have the modules in its cache. "
        "An official installation of Pulumi on PATH makes this build unnecessary."
    )


def _say(progress: str) -> None:
    sys.stderr.write(f"engine: {progress}\n")
    sys.stderr.flush()
