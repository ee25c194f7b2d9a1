"""References: everything that a service may name is written down where people look."""

import re

import pytest

from groundplan.settings.reference import (
    fill,
    own_references,
    plain_references,
    references_in,
    secret_references,
)
from tests.components.recorded import settings
from tests.conftest import ROOT
from tests.settings.stack_files import DOCUMENTS, config_of

SESSIONS = config_of("staging")["groundplan:cache"]["sessions"]
UPLOADS = {"allowed_origins": ["https://a.example.com"], "methods": ["PUT"], "max_mib": 5}
CDN = {"domain_name": "m.example.com", "certificate_arn": None, "price_class": "100"}
USER = {"keys": "*", "commands": "write"}
PAGE = (ROOT / "docs/environment.md").read_text(encoding="utf-8")
ROWS = set(re.findall(r"^\| `\$\{([^}]*)\}` \|", PAGE, re.MULTILINE))


def pattern(name: str) -> str:
    """Give a reference with NAME and NUMBER in the place of what a stack file chooses."""
    noun, *rest = name.split(".")
    if noun not in ("aws", "load_balancer"):
        rest[0] = "NAME"
    if noun == "cache" and rest[1] == "users":
        rest[2] = "USER"
    return re.sub(r"replica_\d+", "replica_NUMBER", ".".join((noun, *rest)))


def test_the_page_has_a_row_for_each_reference_and_for_nothing_else() -> None:
    found = settings(
        {
            "database": {"main": {"read_replicas": 1}},
            "document_database": {"orders": DOCUMENTS},
            "cache": {"another": SESSIONS | {"users": {"app": USER}}},
            "storage": {"media": {"uploads": UPLOADS, "cdn": CDN}},
        }
    )
    own = own_references(found.services["web"])
    known = {pattern(name) for name in (*plain_references(found), *secret_references(found), *own)}

    assert known == ROWS, "docs/environment.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("https://${a.b}", "https://1"),
        ("${a.b},${c}", "1,2"),
        ('["${c}"]', '["2"]'),
    ],
)
def test_references_are_filled_in_wherever_they_stand(text: str, expected: str) -> None:
    assert fill(text, {"a.b": "1", "c": "2"}) == expected


def test_references_are_found_in_order() -> None:
    assert references_in("x${b}-${a.c}") == ("b", "a.c")
