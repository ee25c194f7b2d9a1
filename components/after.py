"""Order between components travels in outputs: a value that is given out once others exist."""

import pulumi


def after(value: pulumi.Output[str], *others: pulumi.Output[str]) -> pulumi.Output[str]:
    """The value itself; whoever uses it waits for the others too."""
    return pulumi.Output.all(value, *others).apply(_first)


def _first(values: list[str]) -> str:
    return values[0]
