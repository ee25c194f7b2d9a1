"""Keys and certificates of the right form, made once."""

import pytest

from groundplan.rehearsal.stand_in import RefusedError, Resource
from groundplan.rehearsal.tls_model import TlsModel
from groundplan.rehearsal.wire import SECRET, SIGNATURE, UNKNOWN, bare

KEY = Resource("urn:pulumi:dev::shop::tls:index/privateKey:PrivateKey::deploy")
CERTIFICATE = Resource("urn:pulumi:dev::shop::tls:index/selfSignedCert:SelfSignedCert::internal")
RSA = {"algorithm": "RSA"}


def test_a_private_key_is_secret_and_a_public_one_is_not() -> None:
    made = TlsModel().create(KEY, RSA, preview=False).outputs

    assert made["privateKeyPem"][SIGNATURE] == SECRET
    assert bare(made["privateKeyPem"]).startswith("-----BEGIN RSA PRIVATE KEY-----\n")
    assert made["publicKeyOpenssh"].startswith("ssh-rsa ")


def test_two_keys_differ_and_a_preview_knows_none() -> None:
    first, second = (TlsModel().create(KEY, RSA, preview=False) for _ in range(2))

    assert first.id != second.id
    assert bare(first.outputs["privateKeyPem"]) != bare(second.outputs["privateKeyPem"])
    assert TlsModel().create(KEY, RSA, preview=True).outputs["publicKeyPem"] == UNKNOWN


def test_any_change_makes_a_new_key() -> None:
    change = TlsModel().diff(KEY, RSA, {"algorithm": "ED25519"})

    assert change.replaced_by == ("algorithm",)
    assert TlsModel().diff(KEY, RSA, RSA).changed == ()


def test_inputs_are_held_to_the_sdk() -> None:
    wrong = TlsModel().check(CERTIFICATE, {"allowedUses": "server_auth", "hours": 1}).problems

    assert {one.path for one in wrong} == {"allowedUses", "hours", "validityPeriodHours"}
    unknown = Resource("urn:pulumi:dev::shop::tls:index/nothing:Nothing::one")
    assert TlsModel().check(unknown, {}).problems


def test_a_certificate_is_found_as_it_was_made() -> None:
    inputs = {"allowedUses": ["server_auth"], "validityPeriodHours": 24}
    made = TlsModel().create(CERTIFICATE, inputs, preview=False)

    assert made.outputs["certPem"].startswith("-----BEGIN CERTIFICATE-----")
    assert TlsModel().read(CERTIFICATE, made.id, inputs, made.outputs).outputs == made.outputs


def test_no_server_is_asked_for_its_certificate() -> None:
    with pytest.raises(RefusedError, match="getCertificate reads a certificate"):
        TlsModel().invoke("tls:index/getCertificate:getCertificate", {})
