"""Where the stack's secrets are stored, and how a container names them."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import Labels


@dataclass(frozen=True)
class StoredSecret:
    """A secret in Secrets Manager; `reference` is what a container definition says of it.

    The ARN is made from the name, without AWS's random suffix: it is known in a preview, and ECS
    resolves it. Source: Secrets Manager API, GetSecretValue, SecretId (a partial ARN is accepted).
    """

    labels: Labels
    name: pulumi.Output[str]

    def reference(self, json_key: str = "") -> pulumi.Output[str]:
        """What `valueFrom` takes: the whole secret, or one key of its JSON."""
        arn = self.labels.arn("secretsmanager", "secret:")
        ending = f":{json_key}::" if json_key else ""
        return pulumi.Output.concat(arn, self.name, ending)


@dataclass(frozen=True)
class Vault:
    """Secrets Manager under the stack's own key; a deleted secret can be restored for a while."""

    labels: Labels
    encryption_key_arn: pulumi.Input[str]
    recovery_window_days: int

    def place(
        self, parent: pulumi.Resource, name: str, path: str, description: str
    ) -> StoredSecret:
        """A secret without a value, for somebody to fill."""
        secret = self._secret(parent, name, path, description)
        return StoredSecret(self.labels, secret.name)

    def store(
        self,
        parent: pulumi.Resource,
        name: str,
        path: str,
        *,
        description: str,
        value: pulumi.Input[str],
    ) -> StoredSecret:
        """A secret with a value; what names it waits until the value is there."""
        secret = self._secret(parent, name, path, description)
        version = aws.secretsmanager.SecretVersion(
            name,
            secret_id=secret.name,
            secret_string=pulumi.Output.secret(value),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        return StoredSecret(self.labels, version.secret_id)

    def _secret(
        self, parent: pulumi.Resource, name: str, path: str, description: str
    ) -> aws.secretsmanager.Secret:
        return aws.secretsmanager.Secret(
            name,
            name=self.labels.path(path),
            description=description,
            kms_key_id=self.encryption_key_arn,
            recovery_window_in_days=self.recovery_window_days,
            opts=pulumi.ResourceOptions(parent=parent),
        )
