"""Money in words, the same in every report."""

from decimal import ROUND_HALF_UP, Decimal

from groundplan.cost.line_item import Spread

_CENT = Decimal("0.01")


def usd(amount: Decimal) -> str:
    """`$1,234.50`, `-$3.20`."""
    cents = amount.quantize(_CENT, ROUND_HALF_UP)
    return f"{'-' if cents < 0 else ''}${abs(cents):,}"


def signed_usd(amount: Decimal) -> str:
    """`+$3.20`, `-$3.20`."""
    return f"+{usd(amount)}" if amount > 0 else usd(amount)


def usd_range(spread: Spread) -> str:
    """`$10.00 to $20.00`, or one figure where low and high are the same."""
    low, high = usd(spread.low), usd(spread.high)
    return low if low == high else f"{low} to {high}"
