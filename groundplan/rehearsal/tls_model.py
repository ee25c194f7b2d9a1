"""Keys and certificates as the `tls` provider makes them: of the right form, and worth nothing.

https://www.pulumi.com/registry/packages/tls/
"""

import base64
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from groundplan.rehearsal.input_check import Problem, problems
from groundplan.rehearsal.sdk_types import resource_type
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, RefusedError, Resource
from groundplan.rehearsal.wire import UNKNOWN, Properties, bare, secret

VALID_FROM, VALID_TO = "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z"
BODY_BYTES = 192


class TlsModel:
    """Every change of an input asks for a new key or certificate, as in the real provider."""

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Have nothing to configure."""

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Judge the form of the inputs."""
        kind = resource_type(resource.type)
        if kind is None or resource.type not in _MAKERS:
            return Checked(inputs, (Problem("", "is no type that this stand-in makes"),))
        return Checked(inputs, tuple(problems(kind, bare(inputs))))

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Replace on any change: neither a key nor a certificate is ever updated."""
        del resource
        before, after = bare(old), bare(new)
        names = sorted(before.keys() | after.keys())
        changed = tuple(name for name in names if before.get(name) != after.get(name))
        return Change(changed, replaced_by=changed)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Make it; a preview does not know it."""
        made = _MAKERS[resource.type](bare(inputs))
        if preview:
            return Made("", {**dict.fromkeys(made, UNKNOWN), **inputs})
        return Made(secrets.token_hex(20), {**made, **inputs})

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found:
        """Find it in the state, where alone it exists."""
        del resource, identity
        return Found(inputs, outputs)

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Keep it."""
        del resource, preview
        return {**old, **inputs}

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Forget it."""

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Answer nothing: what a certificate holds is asked of a server or a file."""
        del arguments
        raise RefusedError(f"{token} reads a certificate, and a rehearsal has none")


def _pem(label: str) -> str:
    text = base64.b64encode(secrets.token_bytes(BODY_BYTES)).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _key(inputs: Mapping[str, Any]) -> Properties:
    algorithm = {"RSA": "RSA ", "ECDSA": "EC "}.get(inputs.get("algorithm", ""), "")
    openssh = base64.b64encode(secrets.token_bytes(BODY_BYTES)).decode()
    return {
        "ecdsaCurve": "P224",
        "rsaBits": 2048,
        "privateKeyOpenssh": secret(_pem("OPENSSH PRIVATE KEY")),
        "privateKeyPem": secret(_pem(f"{algorithm}PRIVATE KEY")),
        "privateKeyPemPkcs8": secret(_pem("PRIVATE KEY")),
        "publicKeyFingerprintMd5": secrets.token_bytes(16).hex(":"),
        "publicKeyFingerprintSha256": f"SHA256:{openssh[:43]}",
        "publicKeyOpenssh": f"ssh-rsa {openssh}\n",
        "publicKeyPem": _pem("PUBLIC KEY"),
    }


def _request(_inputs: Mapping[str, Any]) -> Properties:
    return {"certRequestPem": _pem("CERTIFICATE REQUEST"), "keyAlgorithm": "RSA"}


def _certificate(_inputs: Mapping[str, Any]) -> Properties:
    return {
        "certPem": _pem("CERTIFICATE"),
        "earlyRenewalHours": 0,
        "isCaCertificate": False,
        "maxPathLength": -1,
        "readyForRenewal": False,
        "setAuthorityKeyId": False,
        "setSubjectKeyId": False,
        "validityEndTime": VALID_TO,
        "validityStartTime": VALID_FROM,
    }


def _self_signed(inputs: Mapping[str, Any]) -> Properties:
    return {**_certificate(inputs), "keyAlgorithm": "RSA"}


def _signed(inputs: Mapping[str, Any]) -> Properties:
    return {**_certificate(inputs), "caKeyAlgorithm": "RSA"}


_MAKERS: Mapping[str, Callable[[Mapping[str, Any]], Properties]] = {
    "tls:index/certRequest:CertRequest": _request,
    "tls:index/locallySignedCert:LocallySignedCert": _signed,
    "tls:index/privateKey:PrivateKey": _key,
    "tls:index/selfSignedCert:SelfSignedCert": _self_signed,
}
