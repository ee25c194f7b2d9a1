"""The stand-in for the `tls` provider: `python -m groundplan.rehearsal.tls_provider`."""

from groundplan.rehearsal.provider import serve
from groundplan.rehearsal.tls_model import TlsModel

if __name__ == "__main__":
    serve(TlsModel(), "pulumi_tls")
