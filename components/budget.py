"""AWS Budgets: somebody is told before the month's money is spent."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import Labels

_MOST_RECEIVERS = 10
"""E-mail addresses of one notification. Source: AWS Budgets API, Notification subscribers."""

_WARNINGS = (("ACTUAL", 80), ("FORECASTED", 100), ("ACTUAL", 100))
"""What has been spent, or is about to be, in percent of the budget."""


@dataclass(frozen=True)
class BudgetArgs:
    """What the budget needs from the rest of the stack."""

    labels: Labels
    monthly_budget_usd: int
    receivers: tuple[str, ...]


class Budget(pulumi.ComponentResource):
    """The budget of the stack file, for what carries the stack's tags.

    The tags `service` and `stack` have to be activated once per account as cost allocation tags;
    until then AWS counts nothing. Source: AWS Billing User Guide, activating cost allocation tags.
    """

    def __init__(
        self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Budget", name, {}, opts)
        tags = {key: args.labels.tags[key] for key in ("service", "stack")}
        aws.budgets.Budget(
            name,
            name=args.labels.name("monthly", limit=100),
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(args.monthly_budget_usd),
            limit_unit="USD",
            metrics="UnblendedCost",
            filter_expression={
                "ands": [{"tags": {"key": key, "values": [tags[key]]}} for key in tags]
            },
            notifications=[
                {
                    "notification_type": kind,
                    "comparison_operator": "GREATER_THAN",
                    "threshold": percent,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": list(args.receivers[:_MOST_RECEIVERS]),
                }
                for kind, percent in _WARNINGS
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
