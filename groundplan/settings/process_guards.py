"""Guards between the processes of a task, its memory and its command."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings

_COUNTS_PROCESSES = re.compile(r"(?:-w|--workers|--concurrency)(?:=(\d+))?")
"""Of uvicorn, gunicorn and Celery."""


def processes_fit_the_task(settings: Settings) -> Iterator[Problem]:
    """A task above its memory is killed, and its successor loads the same models again.

    Source: ECS API, TaskDefinition, memory: a hard limit on Fargate.
    """
    for name, service in settings.services.items():
        each = service.processes
        if each is None or each.count * each.memory_mib <= service.memory_mib:
            continue
        needed = each.count * each.memory_mib
        fewer = service.memory_mib // each.memory_mib
        yield Problem(
            ("services", name, "processes", "count"),
            f"{each.count} processes of {each.memory_mib} MiB need {needed} MiB, and memory_mib is "
            f"{service.memory_mib}: the task would be killed as it loads; "
            + (f"write at most {fewer} and more tasks, or " if fewer else "write ")
            + f"memory_mib {needed} or more",
            each.count,
        )


def processes_are_those_that_start(settings: Settings) -> Iterator[Problem]:
    """What is counted here is what the command starts."""
    for name, service in settings.services.items():
        started = _started(service.command)
        if service.processes and started not in (None, service.processes.count):
            yield Problem(
                ("services", name, "processes", "count"),
                f"the command starts {started}; write that, or change the command",
                service.processes.count,
            )


def _started(command: Sequence[str]) -> int | None:
    """The number beside or behind the option; None where the command says none."""
    for option, following in pairwise((*command, "")):
        if match := _COUNTS_PROCESSES.fullmatch(option):
            text = match[1] or following
            return int(text) if text.isdigit() else None
    return None
