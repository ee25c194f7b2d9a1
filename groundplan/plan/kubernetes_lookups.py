"""What the Kubernetes provider computes for a program: manifests into resources.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any

import yaml  # comes with the Pulumi SDK

from groundplan.plan.wire import UNKNOWN

Answered = tuple[Mapping[str, Any], str]


def _not_known(*, at_once: bool) -> Mapping[str, Any]:
    """A list with something unknown in it: the SDK looks for no resource in what it does not know.

    Older SDKs go through the objects of a manifest at once, so theirs must be none.
    """
    yaml_sdk = sys.modules.get("pulumi_kubernetes.yaml.yaml")
    goes_through_it = at_once and hasattr(yaml_sdk, "invoke_yaml_decode")
    return {"result": [] if goes_through_it else [UNKNOWN]}


def _decode(arguments: Mapping[str, Any]) -> Answered:
    """The objects in a manifest: the provider does no more than read its YAML."""
    text = arguments.get("text")
    if not isinstance(text, str):
        told = "a manifest is not known yet, so neither is what it consists of"
        return _not_known(at_once=True), told
    found = [one for one in yaml.safe_load_all(text) if one]
    if all(isinstance(one, dict) for one in found):
        return {"result": found}, ""
    return _not_known(at_once=True), ""


def _unrendered(what: str, *, at_once: bool) -> Callable[[Mapping[str, Any]], Answered]:
    def answer(_: Mapping[str, Any]) -> Answered:
        return _not_known(at_once=at_once), (
            f"what a {what} consists of is rendered by the provider and is not in this plan; "
            "`groundplan review --from-preview` sees it"
        )

    return answer


ANSWERS: Mapping[str, Callable[[Mapping[str, Any]], Answered]] = {
    "kubernetes:yaml:decode": _decode,
    "kubernetes:helm:template": _unrendered("Helm chart", at_once=False),
    "kubernetes:kustomize:directory": _unrendered("Kustomize folder", at_once=True),
}
