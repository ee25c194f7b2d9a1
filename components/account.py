"""The account and region in which everything is built."""

import pulumi
import pulumi_aws as aws

from components.labels import Labels


class Account:
    """The one provider: this account and no other, this region, the stack's tags."""

    def __init__(self, labels: Labels) -> None:
        self._provider = aws.Provider(
            "aws",
            region=labels.region,
            allowed_account_ids=[labels.account_id],
            default_tags={"tags": labels.tags},
        )

    def options(self, *, protect: bool = False) -> pulumi.ResourceOptions:
        """Options for a component here; protected, Pulumi refuses to delete what it holds."""
        return pulumi.ResourceOptions(providers=[self._provider], protect=protect)
