"""The log groups of a cluster: AWS would make them itself, for ever and without our key."""

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from groundplan.settings.eks_cluster import EksSettings

_OF_NODES = ("performance", "host", "dataplane")
"""Source: CloudWatch User Guide, set up Fluent Bit: log groups of Container Insights."""


class ClusterLogs:
    """Built before what writes to them: the control plane, and the agent on the nodes.

    `pods` is the group that the lines of all services are in.
    """

    def __init__(
        self,
        name: str,
        labels: Labels,
        settings: EksSettings,
        encryption_key_arn: pulumi.Input[str],
        child: pulumi.ResourceOptions,
    ) -> None:
        self._encryption_key_arn, self._child = encryption_key_arn, child
        days, services = settings.log_retention_days, labels.settings.services.values()
        longest = max(service.log_retention_days for service in services)
        insights = f"/aws/containerinsights/{labels.prefix}"
        self.control_plane = self._group(name, f"/aws/eks/{labels.prefix}/cluster", days)
        self.pods = self._group(f"{name}-application", f"{insights}/application", longest)
        self.agents = [
            self.pods,
            *(self._group(f"{name}-{one}", f"{insights}/{one}", days) for one in _OF_NODES),
        ]

    def _group(self, name: str, path: str, retention_days: int) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            name,
            name=path,
            retention_in_days=retention_days,
            kms_key_id=self._encryption_key_arn,
            opts=self._child,
        )
