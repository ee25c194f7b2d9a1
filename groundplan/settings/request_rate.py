"""Request rates as applications state them, and the nearest that AWS WAF can enforce.

WAF counts requests of one address within a window of 1, 2, 5 or 10 minutes, and takes no limit
below 10. So `5 per minute` becomes 10 in 2 minutes: the same average. What is slower than 10 in 10
minutes cannot be said; the nearest is just that.
Source: AWS WAF Developer Guide, rate-based rule statement; WAFV2 API, RateBasedStatement.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

WINDOWS_SECONDS = (60, 120, 300, 600)
LOWEST_LIMIT = 10
HIGHEST_LIMIT = 2_000_000_000

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "s": 1, "m": 60, "h": 3600}
_FORMS = (
    re.compile(r"(?P<requests>[1-9]\d*) per ((?P<times>[1-9]\d*) )?(?P<unit>second|minute|hour)s?"),
    re.compile(r"(?P<requests>[1-9]\d*) ?r/(?P<unit>[smh])"),
    re.compile(r"(?P<requests>[1-9]\d*)/(?P<unit>second|minute|hour)"),
)


@dataclass(frozen=True)
class RequestRate:
    """So many requests in so many seconds, from one address."""

    requests: int
    seconds: int

    @property
    def per_second(self) -> Fraction:
        """The average."""
        return Fraction(self.requests, self.seconds)

    @property
    def text(self) -> str:
        """What a log or a description says."""
        return f"{self.requests} in {self.seconds} s"


def parse(text: str) -> RequestRate:
    """Read `30 per minute`, `100 per 5 minutes`, `10 r/s` or `5/minute`. Raises ValueError."""
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            found = match.groupdict()
            times = int(found.get("times") or 1)
            return RequestRate(int(found["requests"]), times * _SECONDS[found["unit"]])
    raise ValueError("is no rate; write 30 per minute, 10 r/s or 100 per 5 minutes")


def enforceable(stated: RequestRate) -> RequestRate:
    """The rate as WAF takes it: the stated window, or the shortest that says the same.

    Where no window gives a whole number the limit is rounded down, never up.
    """
    limits = {seconds: stated.per_second * seconds for seconds in WINDOWS_SECONDS}
    possible = {seconds: limit for seconds, limit in limits.items() if limit >= LOWEST_LIMIT}
    if not possible:
        return RequestRate(LOWEST_LIMIT, max(WINDOWS_SECONDS))
    whole = [seconds for seconds, limit in possible.items() if limit.denominator == 1]
    seconds = stated.seconds if stated.seconds in possible else min(whole or possible)
    return RequestRate(min(int(possible[seconds]), HIGHEST_LIMIT), seconds)


def what_changes(text: str) -> str:
    """Words for a rate that WAF cannot take as it stands; empty where nothing is lost."""
    stated = parse(text)
    taken = enforceable(stated)
    if taken.per_second > stated.per_second:
        return (
            f"{text} is below what AWS WAF can count ({taken.text}), so it allows more; "
            "limit per account in the application too"
        )
    if stated.requests < LOWEST_LIMIT and stated.seconds >= min(WINDOWS_SECONDS):
        return (
            f"{text} becomes {taken.text}, the same on average: {taken.requests} at once pass; "
            "limit per account in the application where that is too many"
        )
    return ""
