"""MongoDB that somebody else runs: the URI that services are told, and the way out to it."""

import pulumi

from components.data_store import OutsideStore
from groundplan.settings.document_database import ExternalDocumentDatabaseSettings


class ExternalDocumentDatabase:
    """Builds nothing. `uri` names the secret that is the whole URI."""

    def __init__(
        self, name: str, settings: ExternalDocumentDatabaseSettings, uri: pulumi.Output[str]
    ) -> None:
        self.data_store = OutsideStore(
            cidr_blocks=tuple(map(str, settings.cidr_blocks)), port=settings.port
        )
        self.references = {f"document_database.{name}.uri": uri}
