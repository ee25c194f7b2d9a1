"""Runs a Pulumi program against a monitor that writes down what is registered, as a preview would.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from pulumi.runtime import mocks, register_stack_transformation
from pulumi.runtime.settings import set_root_resource
from pulumi.runtime.stack import run_in_stack

from groundplan.plan.engine_state import HIDDEN
from groundplan.plan.lean_sdk import lean_sdk
from groundplan.plan.lookups import Lookups
from groundplan.plan.recording_monitor import RecordingMonitor
from groundplan.plan.source_lines import SourceLines
from groundplan.plan.unread import read_as_json
from groundplan.plan.web_manifests import WebManifests
from groundplan.plan.wire import Door

Program = Callable[[], Awaitable[None] | None]

ORGANIZATION = "organization"
"""What the engine answers when it keeps state in files or a bucket."""


@dataclass(frozen=True)
class Recording:
    """What a program registered, as plan JSON, and what had to be taken for granted."""

    resources: list[dict[str, Any]]
    caveats: list[str]


def run(
    program: Program,
    *,
    project: str,
    stack: str,
    config: Mapping[str, str] | None = None,
    secret_keys: frozenset[str] = frozenset(),
    door: Door | None = None,
    root_directory: str | None = None,
    program_folder: str | None = None,
) -> Recording:
    """Run program as the only one of this process for the while; give what it registered.

    Whatever the program raises comes through. Configuration values are text, as Pulumi holds them.
    With `program_folder` each resource tells the line of that folder which declares it.
    """
    config, door = dict(config or {}), door or Door()
    lookups, lines = Lookups(door, config), SourceLines(program_folder)
    monitor = RecordingMonitor(door, lookups, project=project, stack=stack)
    if secret_keys:
        door.withhold(HIDDEN)
    pulumi.runtime.set_all_config(config, sorted(secret_keys))
    _configure(monitor, project=project, stack=stack, root_directory=root_directory)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # as Pulumi's language host does
    loop = asyncio.new_event_loop()
    try:
        asyncio.set_event_loop(loop)
        with lookups.told_which_form_asks(), read_as_json(door.is_placeholder), lean_sdk():
            loop.run_until_complete(
                run_in_stack(_watched(program, lines, WebManifests(door.caveats)))
            )
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    entries = sorted(monitor.recorded, key=lambda one: one["urn"])
    return Recording(
        [door.redact(lines.added_to(entry)) for entry in entries],
        sorted(map(door.redact_text, door.caveats)),
    )


def _watched(program: Program, lines: SourceLines, manifests: WebManifests) -> Program:
    """The program, seen by those who must know what it constructs, while it does."""

    def run() -> Awaitable[None] | None:
        register_stack_transformation(lines.note)
        register_stack_transformation(manifests.expect)
        return program()

    return run


def _configure(
    monitor: RecordingMonitor, *, project: str, stack: str, root_directory: str | None
) -> None:
    """Point the SDK at monitor. `set_mocks` would leave a stack resource of its own behind."""
    settings = {
        "monitor": monitor,
        "engine": mocks.MockEngine(None),
        "project": project,
        "stack": stack,
        "dry_run": True,
        "organization": ORGANIZATION,
        "root_directory": root_directory,
        "callbacks": None,
    }
    if hasattr(mocks.MockMonitor, "GetDeploymentInfo"):
        features = monitor.GetDeploymentInfo(empty_pb2.Empty()).supportedFeatures
        settings["monitor_features"] = set(features)
    pulumi.runtime.configure(mocks.MockSettings(**settings))
    set_root_resource(None)  # type: ignore[arg-type]
