"""Holds a deployment until a job has run to success: no service gets a new revision before."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.one_off_task import OneOffTask, run_to_success
from components.parameter_history import has_held


@dataclass(frozen=True, kw_only=True)
class GateArgs:
    """What runs, and how it is remembered for what it has succeeded."""

    region: str
    task: pulumi.Output[dict[str, Any]]
    """The fields of OneOffTask, given out once the task can start."""

    parameter_name: str
    revision: str
    """What passes once: the image and its command."""


def build_gate(name: str, args: GateArgs, parent: pulumi.Resource) -> pulumi.Output[str]:
    """Give out a value once the job has succeeded for this revision; whoever uses it waits.

    The engine runs the job before it writes the parameter. If the job fails, the parameter stays
    as it was, whatever waits is not touched, and the next deployment tries again. Previews and
    reviews never run it. Source: Pulumi documentation, resource hooks.
    """

    async def run(change: pulumi.ResourceHookArgs) -> None:
        held = (has_held, args.region, args.parameter_name, args.revision)
        if change.old_inputs and await asyncio.to_thread(*held):
            return  # A rollback: the older image's migrations do not know the newer schema.
        task = await args.task.future()
        await asyncio.to_thread(run_to_success, OneOffTask(region=args.region, **task or {}))

    hook = pulumi.ResourceHook(f"{name}-gate", run)
    parameter = aws.ssm.Parameter(
        f"{name}-gate",
        name=args.parameter_name,
        # This makes the parameter, and with it the hook, wait for all that the task needs.
        description=args.task.apply(_last_run_as),
        type="String",
        insecure_value=args.revision,
        opts=pulumi.ResourceOptions(
            parent=parent,
            hooks=pulumi.ResourceHookBinding(before_create=[hook], before_update=[hook]),
        ),
    )
    return parameter.id


def _last_run_as(task: Mapping[str, Any]) -> str:
    return f"Image and command for which {task['definition_arn']} succeeded"
