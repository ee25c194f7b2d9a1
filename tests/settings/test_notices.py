"""Notices: what becomes of values that are right but are not taken as they stand."""

from groundplan.settings.notices import notices, warnings
from tests.components.recorded import merged, settings
from tests.components.test_database import MANAGED

SIGN_IN = {"rate": "5 per minute", "paths": ["/login"]}
FIREWALL = {"web_firewall": {"rate_limit": "10 r/s", "path_rate_limits": {"sign-in": SIGN_IN}}}


def test_every_rate_is_said_as_the_firewall_counts_it() -> None:
    said = {one.key: one.message for one in notices(settings(FIREWALL))}

    assert said["groundplan:web_firewall.rate_limit"] == "AWS WAF counts 600 in 60 s"
    assert "becomes 10 in 120 s" in said["groundplan:web_firewall.path_rate_limits.sign-in.rate"]


def test_a_version_of_a_password_that_rds_changes_has_no_effect() -> None:
    second = {"database": {"main": {"password_version": 2}}}
    generated, managed = (
        {one.key for one in warnings(settings(merged(second, more)))} for more in ({}, MANAGED)
    )

    assert managed - generated == {"groundplan:database.main.password_version"}


def test_only_rates_that_change_are_warned_of() -> None:
    (warning,) = warnings(settings(FIREWALL))

    assert warning.value == "5 per minute"
    assert "limit per account in the application" in warning.message
