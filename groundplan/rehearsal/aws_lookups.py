"""Answers to the look-ups of a program that need no account: those that the reviewer gives."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from groundplan.plan import typical_answers
from groundplan.plan.iam_policy_document import policy_document
from groundplan.plan.lookup_result import result_fields
from groundplan.plan.lookups import POLICY_DOCUMENT
from groundplan.rehearsal.invented import Place
from groundplan.rehearsal.stand_in import RefusedError
from groundplan.rehearsal.wire import Properties

_NUMBERED = re.compile(r"-\d+$")
_ID_DIGITS = 17
"""As in `ami-0abcdef1234567890`."""


def answer(token: str, arguments: Mapping[str, Any], place: Place) -> Properties:
    """The result of the function, the same on every run, or a refusal that names it."""
    if token == POLICY_DOCUMENT:
        return _policy_document(arguments)
    invention = _Invention(token, arguments)
    fields = result_fields(token, invention.text)
    if fields is None:
        raise RefusedError(
            f"{token} looks something up in an account, and a rehearsal has none: "
            "pass the value by the stack's configuration"
        )
    typical = typical_answers.of(token, arguments, typical_answers.Place(place.region))
    echoed = {key: value for key, value in arguments.items() if key in fields}
    return fields | echoed | invention.filled(typical.values if typical else {})


def _policy_document(arguments: Mapping[str, Any]) -> Properties:
    try:
        return policy_document(arguments)
    except ValueError as error:
        raise RefusedError(f"aws:iam/getPolicyDocument: a source is no JSON: {error}") from None


class _Invention:
    """What only an account knows, from a hash of the question."""

    def __init__(self, token: str, arguments: Mapping[str, Any]) -> None:
        self._seed = json.dumps([token, arguments], sort_keys=True, default=str)

    def text(self, name: str) -> str:
        digits = hashlib.sha256(f"{self._seed}{name}".encode()).hexdigest()[:_ID_DIGITS]
        return f"{_NUMBERED.sub('', name)}-{digits}"

    def filled(self, value: Any) -> Any:
        if isinstance(value, typical_answers.Unknown):
            return value.written(self.text(value.text))
        if isinstance(value, Mapping):
            return {key: self.filled(item) for key, item in value.items()}
        return [self.filled(item) for item in value] if isinstance(value, list) else value
