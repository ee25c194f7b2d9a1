"""IAM policy documents: statements, with every field that may be a string or a list as a list."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from policies.properties import Properties
from policies.verdict import Undecided

_NARROWING_KEYS = (
    *("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpath"),
    *("aws:sourcearn", "aws:sourceaccount", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce"),
    *("aws:sourceorgid", "aws:sourceorgpath", "aws:vpceaccount", "aws:userid", "aws:vpcsourceip"),
    *(
        "aws:principaltag",
        "kms:calleraccount",
        "s3:dataaccesspointarn",
        "s3:dataaccesspointaccount",
    ),
    *("sns:endpoint", "aws:calledvia"),
)
"""Condition keys that say who may come, by their beginnings.

Source: Amazon S3 user guide, "The meaning of public"; KMS developer guide, condition keys.
"""

_ANYBODY = re.compile(r"\*+|arn:[^:]*:[^:]*:[^:]*:\*+")
"""Values that name nobody: `*`, or an ARN of any account."""


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

    @property
    def is_narrowed(self) -> bool:
        """Whether a condition says who may come. Raises Undecided where its values are unknown."""
        return any(
            self._names_somebody(str(operator), str(key))
            for operator, keys in self.conditions.items()
            if isinstance(keys, Mapping)
            for key in keys
        )

    def _names_somebody(self, operator: str, key: str) -> bool:
        lowered = key.lower()
        if not lowered.startswith(_NARROWING_KEYS):
            return False
        condition = Properties(self.conditions[operator], self.fields.at(f"Condition.{operator}"))
        value = condition.raw[key]
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in values):
            raise Undecided(condition.path)
        return bool(values) and not any(_ANYBODY.fullmatch(one) for one in values)

    @property
    def open_to_anyone(self) -> bool:
        """Whether it lets everybody in, and no condition says who may come."""
        return self.allows and self.for_anyone and not self.is_narrowed

    def grants(self, *actions: str) -> bool:
        """Whether an allowed action, or a wildcard of it, is one of these."""
        return self.allows and any(
            fnmatchcase(action, pattern) for pattern in self.actions for action in actions
        )


def is_public(document: Properties) -> bool:
    """Whether a statement of the document lets everybody in."""
    return any(one.open_to_anyone for one in statements(document))


def statements(document: Properties) -> Iterator[Statement]:
    """The statements of a document."""
    for one in document.each("Statement"):
        yield Statement(one.known())
