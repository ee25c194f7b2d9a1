"""Reserved prices, where the usage file says that capacity is reserved.

The effective hourly rate is looked up: what is paid upfront is spread over the term. A rate that
the list does not have is unpriced; an upfront fee is never shown as $0.
"""

from groundplan.cost.quote import Quote

_TERMS = {"1_year": "1yr", "3_year": "3yr"}
_PAYMENTS = {
    "no_upfront": "no-upfront",
    "partial_upfront": "partial-upfront",
    "all_upfront": "all-upfront",
}


def reserved(key: str, quote: Quote, *, offering: str = "") -> tuple[str, str]:
    """Give the key of an hourly price and how it is bought: on demand, or as usage says."""
    term = _TERMS.get(quote.usage.word("reserved_instance_term") or "")
    payment = _PAYMENTS.get(quote.usage.word("reserved_instance_payment_option") or "")
    if term is None or payment is None:
        return key, "on demand"
    kind = quote.usage.word("reserved_instance_type") or offering
    terms = "-".join(part for part in (kind, term, payment) if part)
    return f"{key}/{terms}", f"reserved, {terms}"
