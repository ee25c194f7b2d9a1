"""Secrets: generated ones are made here and shown to nobody, external ones wait for their value."""

from typing import Any

import pytest

from components.labels import Labels
from components.secrets_manager import SecretsManager, SecretsManagerArgs
from groundplan.plan import SECRET, Plan
from tests.components.recorded import (
    KEY_ARN,
    RANDOM_PASSWORD,
    SECRET_VERSION,
    of,
    only,
    recorded,
    used,
    vault,
)
from tests.components.recorded import SECRET as STORED_SECRET

SIGNING = {"kind": "generated", "length": 48}
PAYMENTS = {"kind": "external", "description": "Key of the payment company"}


def build(labels: Labels) -> SecretsManager:
    args = SecretsManagerArgs(labels.settings.secrets_manager, vault(labels))
    return SecretsManager("secrets", args)


def secrets(**entries: Any) -> Plan:
    both = {"app-signing-key": SIGNING, "sentry-dsn": PAYMENTS}
    return recorded(build, {"secrets_manager": {"secrets": both | entries}})


def test_a_generated_secret_has_a_random_value_of_its_length() -> None:
    plan = secrets()
    value = of(plan, RANDOM_PASSWORD)["app-signing-key"]

    assert value.read("length") == 48
    assert used(plan, of(plan, SECRET_VERSION)["app-signing-key"], "secretString") == {
        "app-signing-key"
    }


def test_another_version_is_another_value() -> None:
    signing = {"app-signing-key": SIGNING | {"version": 2}}

    assert only(secrets(), RANDOM_PASSWORD).read("keepers") == {"version": "1"}
    assert only(secrets(**signing), RANDOM_PASSWORD).read("keepers") == {"version": "2"}


def test_an_external_secret_is_a_place_without_a_value() -> None:
    plan = secrets(payments=PAYMENTS)
    place = of(plan, STORED_SECRET)["payments"]

    assert place.read("description") == "Key of the payment company"
    assert "payments" not in of(plan, SECRET_VERSION)
    assert "payments" not in of(plan, RANDOM_PASSWORD)


def test_a_value_goes_into_its_secret_and_nowhere_else() -> None:
    plan = secrets()

    assert only(plan, SECRET_VERSION).read("secretString") is SECRET
    assert [(one.name, key) for one, key in plan.users(only(plan, RANDOM_PASSWORD).urn)] == [
        ("app-signing-key", "secretString")
    ]


@pytest.mark.parametrize("name", ["app-signing-key", "sentry-dsn"])
def test_every_secret_is_under_the_stack_s_key_and_path(name: str) -> None:
    secret = of(secrets(), STORED_SECRET)[name]

    assert secret.read("name") == f"shop/test/{name}"
    assert secret.read("kmsKeyId") == KEY_ARN
    assert secret.read("recoveryWindowInDays") == 7


def test_services_may_refer_to_each_by_its_name() -> None:
    found: set[str] = set()
    recorded(lambda labels: found.update(build(labels).references))

    assert found == {"secrets_manager.app-signing-key", "secrets_manager.sentry-dsn"}
