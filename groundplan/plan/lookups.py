"""Answers the questions that a program asks of the cloud (`get_*`) without a cloud.

What follows from the arguments is answered exactly. What an account usually answers is answered
so, and told as assumed. The rest is a placeholder: text that the program can carry around and that
becomes unknown in the plan.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pulumi
from pulumi.runtime.proto import provider_pb2, resource_pb2

from groundplan.plan import kubernetes_lookups, typical_answers
from groundplan.plan.iam_policy_document import policy_document
from groundplan.plan.lookup_result import result_fields
from groundplan.plan.typical_answers import Place
from groundplan.plan.wire import Door

POLICY_DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument"
ENDPOINT_OF_AWS_EXAMPLES = "us-east-1"

INVOKED: Any = getattr(resource_pb2, "ResourceInvokeResponse", None) or getattr(
    provider_pb2, "InvokeResponse", None
)
"""The protocol's answer to a look-up, by its name in this SDK and in older ones."""

_AS_OUTPUT: ContextVar[bool] = ContextVar("as_output", default=False)


class LookupRefused(RuntimeError):
    """The program asked what has no answer offline; the message names the function."""


class Lookups:
    """Answers by function token, and what it took for granted in doing so."""

    def __init__(self, door: Door, config: Mapping[str, str]) -> None:
        self._door = door
        self._config = config

    def answer(
        self, token: str, arguments: Mapping[str, Any], region: str | None
    ) -> Mapping[str, Any] | None:
        """The result, None for one that is unknown as a whole. Raises LookupRefused."""
        if token == POLICY_DOCUMENT:
            return policy_document(arguments)
        if token in kubernetes_lookups.ANSWERS:
            return self._told(kubernetes_lookups.ANSWERS[token](arguments))
        typical = typical_answers.of(token, arguments, self._place(arguments, region))
        if typical is not None and typical.exact:
            return typical.values
        self._door.caveats.add(_told_as_assumed(token, typical.values if typical else {}))
        if typical is None and _AS_OUTPUT.get():
            return None
        return self._filled(token, arguments, typical.values if typical else {})

    def _told(self, found: tuple[Mapping[str, Any], str]) -> Mapping[str, Any]:
        answer, caveat = found
        if caveat:
            self._door.caveats.add(caveat)
        return answer

    def _filled(
        self, token: str, arguments: Mapping[str, Any], typical: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The typical values, the arguments as far as they come back, placeholders for the rest."""
        fields = result_fields(token, self._door.placeholder)
        if fields is None:
            raise LookupRefused(token)
        echoed = {key: value for key, value in arguments.items() if key in fields and _plain(value)}
        return fields | echoed | self._with_placeholders(typical)

    def _with_placeholders(self, value: Any) -> Any:
        if isinstance(value, typical_answers.Unknown):
            return self._door.placeholder(value.text, value.written)
        if isinstance(value, dict):
            return {key: self._with_placeholders(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._with_placeholders(item) for item in value]
        return value

    def _place(self, arguments: Mapping[str, Any], region: str | None) -> Place:
        asked = arguments.get("region")
        named = asked if isinstance(asked, str) else region or self._config.get("aws:region")
        return Place(named or ENDPOINT_OF_AWS_EXAMPLES, is_assumed=not named)

    @contextmanager
    def told_which_form_asks(self) -> Iterator[None]:
        """`get_x_output` can be answered by "unknown", `get_x` cannot; the request looks the same.

        The SDK copies the context of the caller into the call (runtime/_context.py).
        """
        original = getattr(pulumi.runtime, "invoke_output", None)
        if original is None or "unknown" not in INVOKED.DESCRIPTOR.fields_by_name:  # older SDKs
            yield
            return
        pulumi.runtime.invoke_output = _marked(original)
        try:
            yield
        finally:
            pulumi.runtime.invoke_output = original


def _marked(invoke_output: Any) -> Any:
    @functools.wraps(invoke_output)
    def marked(*arguments: Any, **options: Any) -> Any:
        before = _AS_OUTPUT.set(True)
        try:
            return invoke_output(*arguments, **options)
        finally:
            _AS_OUTPUT.reset(before)

    return marked


def _plain(value: Any) -> bool:
    """Whether a value holds no marker of the plan's JSON form."""
    if isinstance(value, Mapping):
        return not any(key.startswith("$") for key in value) and all(map(_plain, value.values()))
    return all(map(_plain, value)) if isinstance(value, list) else value is not None


def _told_as_assumed(token: str, typical: Mapping[str, Any]) -> str:
    function = token.rpartition(":")[2]
    known = [f"{key} {_shown(value)}" for key, value in typical.items() if key != "id"]
    known = [text for text in known if not text.endswith(" ")]
    if not known:
        return f"{function} is not answered: what it gives is unknown in this plan"
    return f"{function} is assumed to answer {'; '.join(known)}"


def _shown(value: Any) -> str:
    """The value in words; nothing for what is unknown."""
    if not isinstance(value, list):
        return "" if isinstance(value, typical_answers.Unknown) else str(value)
    if any(isinstance(item, typical_answers.Unknown) for item in value):
        return f"({len(value)} of them, not known)"
    return ", ".join(map(str, value))
