"""How clients reach DocumentDB."""

import pulumi

from groundplan.settings.document_database import DocumentDatabaseSettings

PORT = 27017


def connection_uri(
    settings: DocumentDatabaseSettings,
    username: str,
    password: pulumi.Output[str],
    host: pulumi.Output[str],
) -> pulumi.Output[str]:
    """The form that drivers need: one host, no SRV, no retryable writes, AWS's own CA.

    Users live in `admin`. Source: DocumentDB Developer Guide, connecting programmatically.
    """
    return pulumi.Output.format(
        "mongodb://{0}:{1}@{2}:{3}/{4}?authSource=admin&tls=true&tlsCAFile={5}"
        "&replicaSet=rs0&readPreference=secondaryPreferred&retryWrites=false",
        username,
        password,
        host,
        PORT,
        settings.name,
        settings.ca_file,
    )
