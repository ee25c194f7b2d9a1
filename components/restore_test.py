"""Restores that are tried: a backup that was never restored is a hope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import Labels

_SCHEDULES = {"weekly": "cron(0 8 ? * MON *)", "monthly": "cron(0 8 1 * ? *)"}
_WINDOW_DAYS = {"weekly": 7, "monthly": 31}
_LOOKED_AT_HOURS = 24
_NAME_CHARACTERS = 50


@dataclass(frozen=True, kw_only=True)
class RestoreTest:
    """Builds a restore testing plan under one component.

    AWS Backup restores the latest recovery point of each type, keeps it for a day and removes it.
    Source: AWS Backup Developer Guide, restore testing.
    """

    parent: pulumi.Resource
    name: str
    labels: Labels
    role_arn: pulumi.Input[str]

    def build(
        self,
        schedule: str,
        vault_arn: pulumi.Input[str],
        resources: Mapping[str, Sequence[pulumi.Input[str]]],
    ) -> None:
        """Try each type of resource that the vault has recovery points of."""
        child = pulumi.ResourceOptions(parent=self.parent)
        plan = aws.backup.RestoreTestingPlan(
            self.name,
            name=self._name("restores"),
            schedule_expression=_SCHEDULES[schedule],
            recovery_point_selection={
                "algorithm": "LATEST_WITHIN_WINDOW",
                "include_vaults": [vault_arn],
                "recovery_point_types": ["SNAPSHOT"],
                "selection_window_days": _WINDOW_DAYS[schedule],
            },
            opts=child,
        )
        for kind, arns in resources.items():
            aws.backup.RestoreTestingSelection(
                f"{self.name}-{kind.lower()}",
                name=self._name(kind.lower()),
                restore_testing_plan_name=plan.name,
                protected_resource_type=kind,
                protected_resource_arns=arns,
                iam_role_arn=self.role_arn,
                validation_window_hours=_LOOKED_AT_HOURS,
                opts=child,
            )

    def _name(self, part: str) -> str:
        """Letters, digits and underscores. Source: AWS Backup API, CreateRestoreTestingPlan."""
        return self.labels.name(part, limit=_NAME_CHARACTERS).replace("-", "_")
