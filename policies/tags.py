"""A resource's tags: its own, over those that its provider gives to everything."""

from collections.abc import Mapping
from typing import Any

from policies.kinds import AWS_PROVIDER
from policies.properties import Properties
from policies.subject import Subject


def tags_of(resource: Subject) -> Mapping[str, Any]:
    """The tags that the resource will carry. Raises Undecided where they are unknown."""
    own = resource.get("tags", {})
    given = own if isinstance(own, Mapping) else {}
    return {**_default_tags(resource), **given}


def provider_of(resource: Subject) -> Subject | None:
    """The explicit provider of a resource; None where it uses the default one."""
    reference = resource.resource.provider or ""
    urn = reference if reference in resource.plan.by_urn else reference.rpartition("::")[0]
    found = resource.plan.by_urn.get(urn)
    return resource.other(found) if found is not None and found.kind == AWS_PROVIDER else None


def _default_tags(resource: Subject) -> Mapping[str, Any]:
    provider = provider_of(resource)
    if provider is not None:
        tags = provider.document("defaultTags").get("tags", {})
    else:
        configured = resource.plan.config.get("aws:defaultTags", {})
        tags = Properties({"defaultTags": configured}).document("defaultTags").get("tags", {})
    return tags if isinstance(tags, Mapping) else {}
