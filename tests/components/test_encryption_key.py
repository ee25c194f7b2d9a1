"""The stack's key: it rotates, it is hard to lose, and only this account's services use it."""

from typing import Any

from components.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.labels import Labels
from groundplan.plan import Plan
from tests.components.recorded import only, recorded, used

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"


def build(labels: Labels) -> None:
    EncryptionKey("key", EncryptionKeyArgs(labels, labels.settings.encryption_key))


def key(**changes: Any) -> Plan:
    return recorded(build, {"encryption_key": changes})


def test_the_key_rotates_and_can_be_saved_for_as_long_as_set() -> None:
    own = only(key(deletion_window_days=21), KEY)

    assert own.read("enableKeyRotation") is True
    assert own.read("deletionWindowInDays") == 21


def test_the_account_administers_it_so_that_nobody_is_locked_out() -> None:
    statements = only(key(), KEY).document("policy")["Statement"]
    (administers,) = (one for one in statements if "AWS" in one["Principal"])

    assert administers["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    assert administers["Action"] == "kms:*"


def test_services_use_it_for_this_account_only() -> None:
    statements = only(key(), KEY).document("policy")["Statement"]
    services = [one for one in statements if "Service" in one["Principal"]]

    assert {one["Principal"]["Service"] for one in services} == {
        "logs.eu-west-1.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "events.rds.amazonaws.com",
    }
    for one in services:
        assert "111122223333" in str(one["Condition"]), "another account's log group could use it"
        assert "kms:*" not in one["Action"]


def test_it_is_found_by_an_alias_that_is_known_before_the_key() -> None:
    plan = key()
    alias = only(plan, ALIAS)

    assert alias.read("name") == "alias/shop-test"
    assert used(plan, alias, "targetKeyId") == {"key"}
