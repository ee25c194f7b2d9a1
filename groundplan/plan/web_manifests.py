"""Manifests that a program names by their address: the SDK fetches them itself, at once.

Source: pulumi_kubernetes/yaml/yaml.py (4.34), `_read_url`, which ConfigFile and ConfigGroup call
after they registered themselves.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import sys
from collections.abc import Callable

import pulumi

_HOME = "pulumi_kubernetes.yaml.yaml"
_COMPONENTS = ("kubernetes:yaml:ConfigFile", "kubernetes:yaml:ConfigGroup")


class WebManifests:
    """Lets a manifest that cannot be fetched be unknown, and tells so."""

    def __init__(self, caveats: set[str]) -> None:
        self._caveats = caveats

    def expect(self, args: pulumi.ResourceTransformationArgs) -> None:
        """A transformation that changes nothing: it is called before such a component fetches."""
        home = sys.modules.get(_HOME)
        read = getattr(home, "_read_url", None)
        if args.type_ in _COMPONENTS and read and not hasattr(read, "__wrapped__"):
            home._read_url = self._patient(read)  # type: ignore[union-attr]  # noqa: SLF001

    def _patient(self, read: Callable[[str], str]) -> Callable[[str], str]:
        def patient(url: str) -> str:
            try:
                return read(url)
            except OSError:  # requests raises no other
                self._caveats.add(
                    f"{url} was not fetched, so what it consists of is not in this plan; "
                    "`groundplan review --from-preview` sees it"
                )
                return "not fetched"

        patient.__wrapped__ = read  # type: ignore[attr-defined]
        return patient
