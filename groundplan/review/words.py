"""Figures and counts in the words of a report."""


def count(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def resource_name(urn: str) -> str:
    """The name that the program gave a resource."""
    return urn.rpartition("::")[2]


def resource_label(urn: str) -> str:
    """Name and type, for lists in which two resources may share a name: `web (LogGroup)`.

    What is no URN, such as the pattern of an exemption, comes back as it is.
    """
    kind = urn.rpartition("::")[0].rpartition(":")[2]
    return f"{resource_name(urn)} ({kind})" if kind else urn


def minutes(amount: float) -> str:
    """`12 min`, `2.5 min`, or `under a minute`."""
    return f"{amount:.1f}".removesuffix(".0") + " min" if amount >= 1 else "under a minute"
