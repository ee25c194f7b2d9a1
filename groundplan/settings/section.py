"""What every section of the stack file has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Immutable and exact: a misspelt key or a number in quotes is an error, never a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
