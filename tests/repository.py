"""A repository of somebody who uses the product in CI, and stand-ins for what CI brings."""

import os
import subprocess
from pathlib import Path

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
PROGRAM = 'import pulumi_aws as aws\n\naws.sqs.Queue("jobs", delay_seconds={delay})\n'


def git(folder: Path, *words: str) -> str:
    done = subprocess.run([*GIT, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def changed(repository: Path, name: str, text: str) -> str:
    """Commit a change; give the revision before it."""
    before = git(repository, "rev-parse", "HEAD")
    (repository / name).write_text(text)
    git(repository, "commit", "-qam", "second")
    return before


def executable(folder: Path, name: str, text: str) -> str:
    """Put a command on PATH; give that PATH."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
