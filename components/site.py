"""What everything else of the stack stands on: key, network, vault for secrets."""

import pulumi

from components.account import Account
from components.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.labels import Labels
from components.network import Network, NetworkArgs
from components.vault import Vault
from groundplan.settings import Settings


class Site:
    """One account, one region, one network, one key; `here` are the options of what is built."""

    def __init__(self, stack: Settings) -> None:
        self.stack = stack
        self.labels = Labels(pulumi.get_project(), pulumi.get_stack(), stack)
        self.here = Account(self.labels).options
        self.key = EncryptionKey(
            "key", EncryptionKeyArgs(self.labels, stack.encryption_key), self.here
        )
        self.network = Network(
            "network", NetworkArgs(self.labels, stack.network, self.key.arn), self.here
        )
        self.vault = Vault(self.labels, self.key.arn, stack.secrets_manager.recovery_window_days)
