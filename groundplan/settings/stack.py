"""Whose stack this is and what it may cost."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import Name, UsdPerMonth


class StackSettings(Section):
    """The account, the environment, the owner, the budget. Tags are made from it."""

    account_id: Annotated[str, Field(pattern=r"^\d{12}$")]
    """The AWS account, in quotes: any other account is refused by the provider."""

    environment: Literal["review", "staging", "prod"]
    owner: Name
    data_class: Literal["public", "internal", "confidential"]
    backup_tier: Literal["none", "standard", "dr"]
    """Written on everything as a tag; `dr` says that a copy in another region is owed."""

    protect_data: bool
    """Pulumi refuses to delete what holds data or keys until `pulumi state unprotect`."""

    monthly_budget_usd: UsdPerMonth
    """The review fails when the expected cost is above it."""
