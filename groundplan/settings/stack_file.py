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
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        self._config = _mapping(_mapping(document).get("config"))

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
        for own_key in self._config:
            key, line = str(own_key), _line_of_key(self._config, own_key)
            namespace, _, rest = key.rpartition(":")
            if key == f"{NAMESPACE}:region":
                found.append(Problem((rest,), f"written as {key}, not aws:region", line=line))
            near = get_close_matches(namespace, (NAMESPACE,), n=1, cutoff=0.7)
            if namespace in (NAMESPACE, *_OTHER_NAMESPACES) or (namespace and not near):
                continue
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
                line = _line_of_key(here, part) or line
            elif isinstance(here, CommentedSeq) and isinstance(part, int) and part < len(here):
                line = here.lc.item(part)[0] + 1
            else:
                return line
            here = here[part]
        return line


def _mapping(value: Any) -> CommentedMap:
    return value if isinstance(value, CommentedMap) else CommentedMap()


def _line_of_key(mapping: CommentedMap, key: Any) -> int | None:
    """None for a key that a merge (`<<: *anchor`) brought in."""
    try:
        return mapping.lc.key(key)[0] + 1
    except KeyError:
        return None


def sections_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """Our sections of a configuration, by noun, and the region."""
    prefix = f"{NAMESPACE}:"
    own = {
        str(key).removeprefix(prefix): value
        for key, value in config.items()
        if str(key).startswith(prefix)
    }
    own.pop("region", None)
    return own | ({"region": config["aws:region"]} if "aws:region" in config else {})
