"""The application's own secrets: generated ones, and places that somebody fills."""

from dataclasses import dataclass

import pulumi
import pulumi_random as random

from components.vault import StoredSecret, Vault
from groundplan.settings.secrets_manager import GeneratedSecret, Secret, SecretsManagerSettings


@dataclass(frozen=True)
class SecretsManagerArgs:
    """What the secrets need from the rest of the stack."""

    settings: SecretsManagerSettings
    vault: Vault


class SecretsManager(pulumi.ComponentResource):
    """One secret per entry. Each service may read exactly those that it references.

    An external secret starts empty: tasks that reference it wait until somebody has put a value
    in, with `aws secretsmanager put-secret-value`.
    """

    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: SecretsManagerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:SecretsManager", name, {}, opts)
        self._vault = args.vault
        self.references = {
            f"secrets_manager.{key}": self._secret(key, secret).reference()
            for key, secret in args.settings.secrets.items()
        }
        self.register_outputs({})

    def _secret(self, key: str, secret: Secret) -> StoredSecret:
        if isinstance(secret, GeneratedSecret):
            return self._vault.store(
                self, key, key, description=f"Generated: {key}", value=self._random(key, secret)
            )
        return self._vault.place(self, key, key, secret.description)

    def _random(self, key: str, secret: GeneratedSecret) -> pulumi.Output[str]:
        value = random.RandomPassword(
            key,
            length=secret.length,
            special=False,
            keepers={"version": str(secret.version)},
            opts=pulumi.ResourceOptions(parent=self),
        )
        return value.result
