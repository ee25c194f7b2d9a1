"""What a container starts with, run by a real shell."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from components.start_command import start_command
from tests.components.recorded import settings

TELLS_HOSTS = ["sh", "-c", 'printf %s "$HOSTS"']


def started(hosts: str, form: str | None, folder: Path) -> str:
    """What a program behind the command finds in HOSTS, on a machine with the address 10.0.0.7."""
    hostname = folder / "hostname"
    hostname.write_text("#!/bin/sh\necho 10.0.0.7\n")
    hostname.chmod(0o755)
    check: dict[str, Any] = {"allowed_hosts": {"variable": "HOSTS", "form": form} if form else None}
    web = {"command": TELLS_HOSTS, "health_check": check,
           "environment": {"ALLOWED_HOSTS": "*", "HOSTS": hosts}}  # fmt: skip
    command = start_command(settings({"services": {"web": web}}).services["web"])
    environment = {"HOSTS": hosts, "PATH": f"{folder}:/usr/bin:/bin"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("hosts", ["api.example.com", "a.example.com,b.example.com"])
def test_the_tasks_address_joins_a_list_with_commas(hosts: str, tmp_path: Path) -> None:
    assert started(hosts, "comma", tmp_path) == f"{hosts},10.0.0.7"


@pytest.mark.parametrize("hosts", [["api.example.com"], ["a.example.com", "b.example.com"]])
def test_the_tasks_address_joins_a_json_list(hosts: list[str], tmp_path: Path) -> None:
    assert json.loads(started(json.dumps(hosts), "json", tmp_path)) == [*hosts, "10.0.0.7"]


def test_a_command_that_checks_no_hosts_starts_as_it_is_written(tmp_path: Path) -> None:
    assert started("api.example.com", None, tmp_path) == "api.example.com"
    assert start_command(settings().services["worker"])[0] == "celery"
