"""Request rates: as the application states them, as WAF takes them, and what is said of it."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan.settings.request_rate import (
    LOWEST_LIMIT,
    WINDOWS_SECONDS,
    RequestRate,
    enforceable,
    parse,
    what_changes,
)
from tests.settings.stack_files import changed, problems_of

SIGN_IN = "web_firewall__path_rate_limits__sign-in__rate"
RATES = st.builds(
    RequestRate, st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=7200)
)


@pytest.mark.parametrize(
    ("text", "requests", "seconds"),
    [
        ("30 per minute", 30, 60),
        ("100 per 5 minutes", 100, 300),
        ("1 per second", 1, 1),
        ("20 per hour", 20, 3600),
        ("10 r/s", 10, 1),
        ("30r/m", 30, 60),
        ("5/minute", 5, 60),
        (" 5 per minute ", 5, 60),
    ],
)
def test_a_rate_is_read_as_applications_write_it(text: str, requests: int, seconds: int) -> None:
    assert parse(text) == RequestRate(requests, seconds)


@pytest.mark.parametrize("text", ["", "30", "per minute", "0 per minute", "-1 r/s", "5 per day"])
def test_what_is_no_rate_is_refused_with_three_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="write 30 per minute, 10 r/s or 100 per 5 minutes"):
        parse(text)


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        ("30 per minute", (30, 60)),
        ("100 per 5 minutes", (100, 300)),
        ("10 r/s", (600, 60)),
        ("5 r/s", (300, 60)),
        ("2 r/s", (120, 60)),
        ("10 per minute", (10, 60)),
        ("5 per minute", (10, 120)),
        ("2 per minute", (10, 300)),
        ("1 per minute", (10, 600)),
        ("60 per hour", (10, 600)),
        ("100 per hour", (16, 600)),
        ("20 per hour", (10, 600)),
        ("45 per 30 seconds", (90, 60)),
    ],
)
def test_a_rate_becomes_a_limit_and_a_window(stated: str, taken: tuple[int, int]) -> None:
    assert enforceable(parse(stated)) == RequestRate(*taken)


@given(RATES)
def test_waf_accepts_whatever_comes_out(stated: RequestRate) -> None:
    taken = enforceable(stated)

    assert taken.requests >= LOWEST_LIMIT
    assert taken.seconds in WINDOWS_SECONDS


@given(RATES)
def test_more_than_stated_passes_only_where_waf_cannot_count_so_little(stated: RequestRate) -> None:
    taken = enforceable(stated)

    if stated.per_second >= Fraction(LOWEST_LIMIT, max(WINDOWS_SECONDS)):
        assert taken.per_second <= stated.per_second
    else:
        assert taken == RequestRate(LOWEST_LIMIT, max(WINDOWS_SECONDS))


def test_what_waf_takes_as_it_stands_needs_no_words() -> None:
    assert what_changes("30 per minute") == ""
    assert what_changes("10 r/s") == ""


def test_a_rate_below_the_floor_is_said_to_be_kept_on_average() -> None:
    assert what_changes("5 per minute") == (
        "5 per minute becomes 10 in 120 s, the same on average: 10 at once pass; "
        "limit per account in the application where that is too many"
    )


def test_a_rate_that_waf_cannot_count_is_said_to_allow_more() -> None:
    assert what_changes("20 per hour") == (
        "20 per hour is below what AWS WAF can count (10 in 600 s), so it allows more; "
        "limit per account in the application too"
    )


def test_a_stack_file_with_another_word_for_a_rate_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(changed("prod", {"web_firewall__rate_limit": "often"}), tmp_path)

    assert problem.key == "groundplan:web_firewall.rate_limit"
    assert problem.message == "is no rate; write 30 per minute, 10 r/s or 100 per 5 minutes"


def test_a_limit_that_is_never_reached_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(changed("prod", {SIGN_IN: "10 r/s"}), tmp_path)

    assert problem.key == "groundplan:web_firewall.path_rate_limits.sign-in.rate"
    assert "never be reached" in problem.message
    assert problems_of(changed("prod", {SIGN_IN: "9 r/s"}), tmp_path) == ()
