"""IAM policy documents: statements, with every field that may be a string or a list as a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from policies.properties import Properties


@dataclass(frozen=True)
class Statement:
    """One statement of a policy document."""

    fields: Properties

    @property
    def allows(self) -> bool:
        """Whether it grants; a Deny takes away."""
        return str(self.fields.get("Effect", "Allow")).lower() == "allow"

    @property
    def actions(self) -> list[str]:
        """The actions it names, lower case: IAM ignores their case."""
        return [action.lower() for action in self.fields.strings("Action")]

    @property
    def has_not_action(self) -> bool:
        """Whether it means every action but some."""
        return self.fields.has("NotAction")

    @property
    def resources(self) -> list[str]:
        """The resources it names."""
        return self.fields.strings("Resource")

    @property
    def conditions(self) -> Mapping[str, object]:
        """The condition operators, each with its keys; empty where there is none."""
        value = self.fields.get("Condition", {})
        return value if isinstance(value, Mapping) else {}

    @property
    def principals(self) -> list[tuple[str, str]]:
        """Pairs of kind and value: ("AWS", "*"), ("Service", "ecs.amazonaws.com")."""
        value = self.fields.get("Principal", {})
        if isinstance(value, str):
            return [("AWS", value)]
        kinds = self.fields.sub("Principal")
        if not isinstance(kinds.raw, Mapping):
            return []
        return [(str(kind), one) for kind in kinds.raw for one in kinds.strings(str(kind))]

    @property
    def for_anyone(self) -> bool:
        """Whether its principal is everybody, in or outside the account."""
        if self.fields.has("NotPrincipal") and self.allows:
            return True
        return any(value == "*" for kind, value in self.principals if kind == "AWS")

    def grants(self, *actions: str) -> bool:
        """Whether an allowed action, or a wildcard of it, is one of these."""
        return self.allows and any(
            fnmatchcase(action, pattern) for pattern in self.actions for action in actions
        )


def statements(document: Properties) -> Iterator[Statement]:
    """The statements of a document."""
    for one in document.each("Statement"):
        yield Statement(one.known())
