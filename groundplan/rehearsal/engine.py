"""The real Pulumi engine: the one on PATH, or one built from source with Go and kept in a cache.

No Python package index carries the Pulumi command line, so a rehearsal takes what the machine
has: an official installation first, then the cache that `make engine` fills.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from groundplan.rehearsal.engine_build import LANGUAGE_HOST, PULUMI, BuildError, build_into

# Older engines do not know resource hooks, which the migration gate of a service needs.
OLDEST_SUPPORTED = (3, 200)
NEXT_UNSUPPORTED = (4, 0)
VERSION = re.compile(r"^v?(\d+)\.(\d+)\.\d+")
HOST = "pulumi-language-python"


class EngineMissing(Exception):
    """No engine of a supported version is on this machine; the message says what to install."""


@dataclass(frozen=True)
class Engine:
    """A `pulumi` that can run Python programs, and what must be on PATH for it to do so."""

    pulumi: Path
    path: tuple[Path, ...]
    starts_policy_packs: bool
    """False for the built engine: its older language host cannot start a policy pack folder."""

    @property
    def folder(self) -> Path:
        """Where the executables lie."""
        return self.pulumi.parent


def locate() -> Engine | None:
    """The engine on PATH when its version is supported, else the one built earlier, else none."""
    return _on_path() or _in_cache()


def required() -> Engine:
    """The engine on PATH or in the cache. Raises EngineMissing, which says how to get one."""
    found = locate()
    if found is None:
        raise EngineMissing(
            "a rehearsal needs the Pulumi engine, and there is no `pulumi` 3.200 or newer with "
            f"`{HOST}` on PATH: install it from https://www.pulumi.com/docs/install, or with "
            "Go 1.26 run `make engine` once in Groundplan's folder"
        )
    return found


def build() -> Engine:
    """The built engine of this version; builds it first when the cache has none."""
    built = _in_cache()
    if built is None:
        build_into(cache_folder())
        built = _in_cache()
    if built is None:
        raise BuildError(f"the engine in {cache_folder()} is incomplete: remove the folder")
    return built


def cache_folder() -> Path:
    """Where the built engine of these versions lies, whether it exists or not."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    machine = f"{platform.system()}-{platform.machine()}".lower()
    return Path(root) / "groundplan" / "engine" / f"{PULUMI}-python-{LANGUAGE_HOST}-{machine}"


def _in_cache() -> Engine | None:
    folder = cache_folder() / "bin"
    wanted = [folder / name for name in ("pulumi", HOST, f"{HOST}-exec")]
    if not all(os.access(file, os.X_OK) for file in wanted):
        return None
    return Engine(pulumi=wanted[0], path=(folder,), starts_policy_packs=False)


def _on_path() -> Engine | None:
    pulumi = shutil.which("pulumi")
    if pulumi is None or not _is_supported(_version(pulumi)):
        return None
    # A package manager may link `pulumi` into a folder that lacks the language host.
    folder = Path(pulumi).resolve().parent
    host = shutil.which(HOST, path=str(folder)) or shutil.which(HOST)
    if host is None:
        return None
    return Engine(Path(pulumi), (Path(pulumi).parent, Path(host).parent), starts_policy_packs=True)


def _version(pulumi: str) -> str:
    quiet = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    command = [pulumi, "version"]
    said = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)  # noqa: S603
    return said.stdout.strip()


def _is_supported(version: str) -> bool:
    match = VERSION.match(version)
    if match is None:
        return False
    return OLDEST_SUPPORTED <= (int(match[1]), int(match[2])) < NEXT_UNSUPPORTED


def main() -> int:
    """Print the folder of the engine; build it when the machine has none."""
    try:
        engine = locate() or build()
    except BuildError as error:
        sys.stderr.write(f"groundplan: {error}\n")
        return 1
    sys.stdout.write(f"{engine.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
