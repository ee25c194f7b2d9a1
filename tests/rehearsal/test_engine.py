"""Where the engine comes from: PATH, the cache, or a build that is whole or not there."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import build, cache_folder, locate
from groundplan.rehearsal.engine_build import BuildError

HOST = "pulumi-language-python"
COMMAND = (sys.executable, "-m", "groundplan.rehearsal.engine")

# Does what the build asks of Go: writes the file after -o, names the folder of the SDK.
GO = """\
case "$1" in
get) : ;;
build) while [ "$1" != -o ]; do shift; done; echo "#!/bin/sh" >"$2"; chmod 755 "$2" ;;
list) echo "$SDK" ;;
esac
"""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, beside an empty cache."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for needed in ("chmod", "cat"):
        (folder / needed).symlink_to(f"/bin/{needed}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def executable(file: Path, script: str = "") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def fill_cache() -> Path:
    for name in ("pulumi", HOST, f"{HOST}-exec"):
        executable(cache_folder() / "bin" / name)
    return cache_folder() / "bin"


def working_go(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = tools.parent / "sdk"
    executable(sdk / "python" / "cmd" / f"{HOST}-exec")
    monkeypatch.setenv("SDK", str(sdk))
    executable(tools / "go", GO)


def test_a_supported_installation_comes_before_the_cache(tools: Path) -> None:
    fill_cache()
    pulumi = executable(tools / "pulumi", "echo v3.272.0")
    executable(tools / HOST)

    found = locate()

    assert found is not None
    assert found.pulumi == pulumi
    assert found.starts_policy_packs


@pytest.mark.parametrize("version", ["v3.100.0", "v4.0.0", "nonsense", ""])
def test_an_installation_of_another_age_is_passed_over(tools: Path, version: str) -> None:
    executable(tools / "pulumi", f"echo {version}")
    executable(tools / HOST)
    built = fill_cache()

    found = locate()

    assert found is not None
    assert found.folder == built
    assert not found.starts_policy_packs


def test_an_installation_without_its_language_host_is_none(tools: Path) -> None:
    executable(tools / "pulumi", "echo v3.272.0")

    assert locate() is None


def test_the_language_host_is_found_beside_a_linked_installation(tools: Path) -> None:
    real = tools.parent / "opt" / "pulumi"
    executable(real / "pulumi", "echo v3.272.0")
    host = executable(real / HOST)
    (tools / "pulumi").symlink_to(real / "pulumi")

    found = locate()

    assert found is not None
    assert host.parent in found.path


def test_a_cache_that_lacks_a_part_is_none(tools: Path) -> None:
    assert tools.exists()
    (fill_cache() / HOST).unlink()

    assert locate() is None


def test_a_build_fills_the_cache_once(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working_go(tools, monkeypatch)

    built = build()
    executable(tools / "go", "echo must not run again >&2; exit 1")

    assert build() == built == locate()
    assert sorted(file.name for file in built.folder.iterdir()) == ["pulumi", HOST, f"{HOST}-exec"]
    assert {file.name for file in cache_folder().parent.iterdir()} == {cache_folder().name, "lock"}


def test_without_go_the_error_says_what_to_install(tools: Path) -> None:
    assert not (tools / "go").exists()

    said = subprocess.run(COMMAND, capture_output=True, text=True, check=False)

    assert said.returncode == 1
    assert said.stdout == ""
    assert "no Go to build one. Install Pulumi" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_failed_build_shows_gos_last_words_and_leaves_nothing(tools: Path) -> None:
    executable(tools / "go", "n=0; while [ $((n += 1)) -le 40 ]; do echo line $n >&2; done; exit 1")

    with pytest.raises(BuildError) as failure:
        build()

    message = str(failure.value)
    assert "`go get` failed" in message
    assert "line 40" in message
    assert "line 25\n" not in message, "only the end of a long log is shown"
    assert "go env GOPROXY" in message
    assert [file.name for file in cache_folder().parent.iterdir()] == ["lock"]


def test_an_interrupted_build_leaves_nothing(tools: Path) -> None:
    pipe = tools.parent / "pipe"
    os.mkfifo(pipe)
    executable(tools / "go", f'echo started >"{pipe}"; cat "{pipe}"')
    with subprocess.Popen(COMMAND, stderr=subprocess.PIPE, text=True) as building:
        assert pipe.read_text() == "started\n"
        building.send_signal(signal.SIGINT)
        building.communicate(timeout=30)

    assert building.returncode != 0
    assert [file.name for file in cache_folder().parent.iterdir()] == ["lock"]


def test_a_second_build_waits_for_the_first_and_takes_its_result(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working_go(tools, monkeypatch)
    pipe, log = tools.parent / "pipe", tools.parent / "log"
    os.mkfifo(pipe)
    executable(tools / "go", f'echo "$1" >>"{log}"\n[ -e "{pipe}" ] && cat "{pipe}"\n{GO}')
    with (
        subprocess.Popen(COMMAND, stderr=subprocess.PIPE, text=True) as first,
        pipe.open("w") as gate,
        subprocess.Popen(COMMAND, stderr=subprocess.PIPE, text=True) as second,
    ):
        assert second.stderr is not None
        said = second.stderr.readline()
        pipe.unlink()
        gate.close()
        first.communicate(timeout=30)
        second.communicate(timeout=30)

    assert said == "engine: waiting for another build\n"
    assert (first.returncode, second.returncode) == (0, 0)
    assert log.read_text().split() == ["get", "build", "get", "build", "list"]


def test_what_a_crash_left_behind_is_cleared(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working_go(tools, monkeypatch)
    leftover = cache_folder().parent / ".building-x"
    leftover.mkdir(parents=True)

    build()

    assert not leftover.exists()


def test_an_incomplete_cache_is_named(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working_go(tools, monkeypatch)
    (build().folder / "pulumi").unlink()

    with pytest.raises(BuildError, match="remove the folder"):
        build()


def test_the_command_prints_the_folder_of_the_engine(tools: Path) -> None:
    assert tools.exists()
    folder = fill_cache()

    said = subprocess.run(COMMAND, capture_output=True, text=True, check=True)

    assert said.stdout == f"{folder}\n"
