"""Small executables that let the engine start Python code of this environment.

The engine finds a provider as `pulumi-resource-<package>` on PATH and takes it in place of a
download. It takes a policy pack as an executable too, when the language host beside it is too
old to start the pack from its folder. `-P` keeps the folder of the program out of their way: it
may have a `groundplan.py` of its own.
"""

import shlex
import shutil
import sys
from pathlib import Path

PROVIDERS = {
    "aws": "groundplan.rehearsal.aws_provider",
    "kubernetes": "groundplan.rehearsal.kubernetes_provider",
    "random": "groundplan.rehearsal.random_provider",
    "tls": "groundplan.rehearsal.tls_provider",
}
PACK_FILE = "PulumiPolicy.yaml"


def write_providers(folder: Path) -> Path:
    """One launcher for each stand-in; the folder goes first on PATH."""
    folder.mkdir(parents=True)
    for package, module in PROVIDERS.items():
        _write(folder / f"pulumi-resource-{package}", f'exec {_python()} -P -m {module} "$@"')
    return folder


def write_policy_pack(pack: Path, folder: Path) -> Path:
    """Something that starts the pack's own code: what to give as `--policy-pack`.

    The engine passes its address as the first argument and reads PulumiPolicy.yaml beside the
    executable; `pulumi.policy` runs the `__main__.py` of the folder that it gets.
    """
    folder.mkdir(parents=True)
    shutil.copyfile(pack / PACK_FILE, folder / PACK_FILE)
    launcher = folder / "pack"
    _write(launcher, f'exec {_python()} -P -u -m pulumi.policy "$1" {shlex.quote(str(pack))}')
    return launcher


def _python() -> str:
    return shlex.quote(sys.executable)


def _write(file: Path, command: str) -> None:
    file.write_text(f"#!/bin/sh\n{command}\n")
    file.chmod(0o755)
