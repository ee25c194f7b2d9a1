"""A job on Fargate: a task that runs to its end, before a deployment or at set times."""

from dataclasses import dataclass

import pulumi

from components.after import after
from components.fargate_task import FargateTask, Platform
from components.migration_gate import GateArgs, build_gate
from components.surroundings import Surroundings
from components.task_schedule import schedule
from groundplan.settings.schedule import BeforeDeploy
from groundplan.settings.service import JobService


@dataclass(frozen=True, kw_only=True)
class FargateJobArgs:
    """What one job needs; `gates` are open once what must run before it has succeeded."""

    settings: JobService
    platform: Platform
    around: Surroundings
    gates: tuple[pulumi.Output[str], ...] = ()


class FargateJob(pulumi.ComponentResource):
    """One job with roles of its own.

    Its `gates` are those that open once it has succeeded: none for a job that runs at set times.
    """

    gates: tuple[pulumi.Output[str], ...]
    log_group: pulumi.Output[str]

    def __init__(
        self, name: str, args: FargateJobArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:FargateJob", name, {}, opts)
        self._name = name
        self._args = args
        task = FargateTask(name, args.settings, args.platform, args.around, self)
        self.log_group = task.log_group_name
        runs = args.settings.runs
        if isinstance(runs, BeforeDeploy):
            self.gates = (self._gate(task, runs),)
        else:
            self.gates = ()
            schedule(name, runs, task, after(task.definition_arn, *args.gates), self)
        self.register_outputs({})

    def _gate(self, task: FargateTask, runs: BeforeDeploy) -> pulumi.Output[str]:
        settings, labels = self._args.settings, self._args.platform.labels
        fields = {
            "cluster_arn": self._args.platform.cluster_arn,
            "definition_arn": task.definition_arn,
            "subnet_ids": self._args.platform.tier.subnet_ids_with_a_way_out,
            "security_group_id": task.network.security_group_id,
            "container": self._name,
            "log_group": task.log_group_name,
            "timeout_minutes": runs.timeout_minutes,
        }
        args = GateArgs(
            region=labels.region,
            task=pulumi.Output.all(**fields),
            parameter_name=f"/{labels.path('succeeded', self._name)}",
            revision=" ".join((settings.image, *settings.command)),
        )
        return build_gate(self._name, args, self)
