"""A place in a cluster: what an object needs to be built there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_kubernetes as k8s


@dataclass(frozen=True, kw_only=True)
class Kubernetes:
    """One cluster by its provider, and the resources that must be there before its objects.

    Objects go with the cluster: a destroy deletes the cluster and needs not reach it first.
    """

    provider: k8s.Provider
    cluster: pulumi.Resource
    after: Sequence[pulumi.Resource] = field(default=())

    def options(
        self,
        parent: pulumi.Resource,
        *,
        after: Sequence[pulumi.Resource] = (),
        ignore_changes: Sequence[str] = (),
    ) -> pulumi.ResourceOptions:
        """Options of an object; `after` are what it would be refused or fail without."""
        return pulumi.ResourceOptions(
            parent=parent,
            provider=self.provider,
            deleted_with=self.cluster,
            depends_on=[*self.after, *after],
            ignore_changes=list(ignore_changes),
        )
