"""What must be there before the pods of a service start: identity, rules, secrets."""

from collections.abc import Iterator

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from components.ground import Ground
from components.manifest import Manifest
from components.pod import Pod
from components.pod_identity import pod_role
from components.pod_network import allowed
from components.pod_secrets import provider_class
from groundplan.settings.eks_cluster import SERVICES_NAMESPACE


class PodNeeds:
    """Builds them under the component of one service: its pods read what it references, no more."""

    def __init__(self, pod: Pod, ground: Ground, parent: pulumi.Resource) -> None:
        self._pod, self._ground, self._parent = pod, ground, parent
        self.metadata: Manifest = {"name": pod.name, "namespace": SERVICES_NAMESPACE}
        self.resources = list(self._build())

    def options(
        self, *after: pulumi.Resource, ignore_changes: tuple[str, ...] = ()
    ) -> pulumi.ResourceOptions:
        """Options of an object of this service."""
        return self._ground.kubernetes.options(
            self._parent, after=after, ignore_changes=ignore_changes
        )

    def _build(self) -> Iterator[pulumi.Resource]:
        """A pod that starts before its account has a role never gets one."""
        yield self._identity()
        yield k8s.core.v1.ServiceAccount(
            self._pod.name,
            metadata=self.metadata,
            automount_service_account_token=False,
            opts=self.options(),
        )
        yield self._network_policy()
        if self._pod.settings.secrets:
            yield self._secrets()

    def _identity(self) -> pulumi.Resource:
        name, settings, ground = self._pod.name, self._pod.settings, self._ground
        child = pulumi.ResourceOptions(parent=self._parent)
        may, around = ground.permissions, ground.around
        statements = [
            *may.read(around.secrets(settings), "secretsmanager:DescribeSecret"),
            *may.use(around.buckets(settings)),
            *may.sign_in(settings.database_users.values()),
        ]
        role = pod_role(name, ground.labels, statements, child)
        return aws.eks.PodIdentityAssociation(
            name,
            cluster_name=ground.cluster_name,
            namespace=SERVICES_NAMESPACE,
            service_account=name,
            role_arn=role.arn,
            opts=child,
        )

    def _network_policy(self) -> pulumi.Resource:
        settings, ground = self._pod.settings, self._ground
        stores = ground.around.stores(settings).values()
        return k8s.networking.v1.NetworkPolicy(
            self._pod.name,
            metadata=self.metadata,
            spec=allowed(self._pod.selector, settings, stores, ground.addresses),
            opts=self.options(),
        )

    def _secrets(self) -> pulumi.Resource:
        name, ground = self._pod.name, self._ground
        references = ground.around.references
        return k8s.apiextensions.CustomResource(
            f"{name}-secrets",
            api_version="secrets-store.csi.x-k8s.io/v1",
            kind="SecretProviderClass",
            metadata=self.metadata,
            spec=provider_class(name, self._pod.settings, ground.labels, references),
            opts=self.options(),
        )
