"""What every section of the stack file has in common."""

from pydantic import BaseModel, ConfigDict


class WrongValue(ValueError):
    """A value that only its neighbours make wrong; `key` is the one to change."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class Section(BaseModel):
    """Immutable and exact: a misspelt key or a number in quotes is an error, never a guess."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )
