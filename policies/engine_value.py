"""What the SDK hands to a policy, as plan data."""

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_policy import PolicyProviderResource
from pulumi_policy.proxy import UnknownValueError

from groundplan.plan import UNKNOWN, PlannedResource


def plain(value: Any) -> Any:
    """Turn the SDK's proxies into data, with UNKNOWN where they would raise.

    Items are read one by one: a slice of the SDK's list gives out the sentinel of an unknown
    value as if it were text. Whole numbers travel as doubles.
    """
    if isinstance(value, Mapping):
        return {key: _item(value, key) for key in value}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_item(value, index) for index in range(len(value))]  # type: ignore[arg-type]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float) or value is None else UNKNOWN


def _item(container: Any, key: Any) -> Any:
    try:
        return plain(container[key])
    except UnknownValueError:
        return UNKNOWN


def provider_resource(provider: PolicyProviderResource) -> PlannedResource:
    """A provider as a resource of the plan."""
    return PlannedResource(
        urn=provider.urn,
        type=provider.resource_type,
        name=provider.name,
        inputs=plain(provider.props),
    )
