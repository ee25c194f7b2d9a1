"""What the Kubernetes provider computes for a program: manifests into resources.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

from collections.abc import Callable, Mapping
from typing import Any

import yaml  # comes with the Pulumi SDK

Answered = tuple[Mapping[str, Any], str]


def _decode(arguments: Mapping[str, Any]) -> Answered:
    """The objects in a manifest: the provider does no more than read its YAML."""
    text = arguments.get("text")
    if not isinstance(text, str):
        return {"result": []}, "a manifest is not known yet, so neither is what it consists of"
    return {"result": [one for one in yaml.safe_load_all(text) if one]}, ""


def _unrendered(what: str) -> Callable[[Mapping[str, Any]], Answered]:
    def answer(_: Mapping[str, Any]) -> Answered:
        return {"result": []}, (
            f"what a {what} consists of is rendered by the provider and is not in this plan; "
            "`groundplan review --from-preview` sees it"
        )

    return answer


ANSWERS: Mapping[str, Callable[[Mapping[str, Any]], Answered]] = {
    "kubernetes:yaml:decode": _decode,
    "kubernetes:helm:template": _unrendered("Helm chart"),
    "kubernetes:kustomize:directory": _unrendered("Kustomize folder"),
}
