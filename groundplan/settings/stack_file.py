"""A stack file with the lines of its keys."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from groundplan.settings.problem import NAMESPACE, KeyPath, Problem

_OTHER_NAMESPACES = ("aws", "kubernetes", "random", "tls", "docker", "pulumi")


class StackFile:
    """The part of `Pulumi.<stack>.yaml` that is ours: `aws:region` and `groundplan:` keys."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises what ruamel raises where it is no YAML."""
        self.name = path.name
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8")) or CommentedMap()
        config = document.get("config")
        self._config: CommentedMap = config if isinstance(config, CommentedMap) else CommentedMap()

    @property
    def is_ours(self) -> bool:
        """Whether any key is in our namespace."""
        return any(str(key).startswith(f"{NAMESPACE}:") for key in self._config)

    def sections(self) -> dict[str, Any]:
        """The document that the schema describes."""
        return sections_of(self._config)

    def misplaced_keys(self) -> list[Problem]:
        """Keys that were probably meant for our namespace."""
        found = []
        for key in map(str, self._config):
            namespace, _, rest = key.rpartition(":")
            near = get_close_matches(namespace, (NAMESPACE,), n=1, cutoff=0.7)
            if namespace in (NAMESPACE, *_OTHER_NAMESPACES) or (namespace and not near):
                continue
            line = self._config.lc.key(key)[0] + 1
            message = f"written as {key}; our keys are written {NAMESPACE}:{rest}"
            found.append(Problem((rest,), message, line=line))
        return found

    def line_of(self, path: KeyPath) -> int | None:
        """The line of the key at path, or of the nearest key above it; None where there is none."""
        first = "aws:region" if path[:1] == ("region",) else f"{NAMESPACE}:{path[0]}"
        here: Any = self._config
        line = None
        for part in (first, *path[1:]):
            if isinstance(here, CommentedMap) and part in here:
                line = here.lc.key(part)[0] + 1
            elif isinstance(here, CommentedSeq) and isinstance(part, int) and part < len(here):
                line = here.lc.item(part)[0] + 1
            else:
                return line
            here = here[part]
        return line


def sections_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """Our sections of a configuration, by noun, and the region."""
    prefix = f"{NAMESPACE}:"
    own = {
        str(key).removeprefix(prefix): value
        for key, value in config.items()
        if str(key).startswith(prefix)
    }
    return own | ({"region": config["aws:region"]} if "aws:region" in config else {})
