"""Whose stack this is and what it may cost."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import Name, UsdPerMonth


class StackSettings(Section):
    """The account, the environment, the owner, the budget. Tags are made from it."""

    account_id: Annotated[str, Field(pattern=r"^\d{12}$", examples=["111122223333"])]
    """The AWS account, in quotes: any other account is refused by the provider."""

    environment: Literal["review", "staging", "prod"]
    """What the rules are strict about: prod, staging, or a review of a change."""

    owner: Name
    """The team, as a tag on everything."""

    data_class: Literal["public", "internal", "confidential"]
    """How bad it is if the data gets out, as a tag on everything."""

    backup_tier: Literal["none", "standard", "dr"]
    """Written on everything as a tag; `dr` says that a copy in another region is owed."""

    protect_data: bool
    """Pulumi refuses to delete what holds data or keys until `pulumi state unprotect`."""

    monthly_budget_usd: UsdPerMonth
    """The review fails when the expected cost is above it."""
