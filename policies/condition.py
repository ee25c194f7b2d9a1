"""Demands on one property, as data: what most rules are made of."""

from collections.abc import Callable, Container
from typing import Any

from groundplan.plan import MISSING
from policies.properties import Properties, is_false, is_true
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand

Check = Callable[[Subject], Verdict | None]
Test = Callable[[Any], bool]


def property_is(path: str, test: Test, default: Any = MISSING) -> Check:
    """The value at path fulfils test; MISSING, or default, is what an unset one is tested as."""
    return lambda subject: demand(test(subject.get(path, default)), path)


def on(path: str) -> Check:
    """The flag is set to true."""
    return property_is(path, is_true)


def off(path: str) -> Check:
    """The flag is set to false, in so many words."""
    return property_is(path, is_false)


def not_on(path: str) -> Check:
    """The flag is false or unset."""
    return property_is(path, lambda value: not is_true(value))


def not_off(path: str) -> Check:
    """The flag is true or unset."""
    return property_is(path, lambda value: not is_false(value))


def number_is(path: str, test: Callable[[float], bool], default: float | None = None) -> Check:
    """The number at path fulfils test; an unset one is default, or 0."""
    return lambda subject: demand(test(subject.number(path, default)), path)


def given(path: str) -> Check:
    """The program sets the property; an unknown value counts, the cloud fills it."""
    return lambda subject: demand(subject.has(path), path)


def own_key(path: str) -> Check:
    """The key at path is not one that AWS manages (`alias/aws/…`); for graph rules."""
    return either(
        property_is(path, lambda one: isinstance(one, str) and "alias/aws/" not in one),
        lambda subject: demand(bool(subject.resource.property_dependencies.get(path)), path),
    )


def one_of(path: str, allowed: Container[Any], default: Any = MISSING) -> Check:
    """The value is one of those allowed."""
    return property_is(path, lambda value: _in(value, allowed), default)


def _in(value: Any, allowed: Container[Any]) -> bool:
    return isinstance(value, str | int | float) and value in allowed


def at_least(path: str, threshold: str) -> Check:
    """The number is the threshold or more."""

    def check(subject: Subject) -> Verdict | None:
        return demand(subject.number(path) >= subject.threshold(threshold), path)

    return check


def every(path: str, test: Callable[[Properties], Verdict | None]) -> Check:
    """Every item of the list at path fulfils test; passes where there is none."""

    def check(subject: Subject) -> Verdict | None:
        items = list(subject.each(path))
        return all_of(lambda item=item: test(item.known()) for item in items) or demand(
            fulfilled=True
        )

    return check


def both(*checks: Check) -> Check:
    """All of the demands hold."""
    return lambda subject: all_of(lambda check=check: check(subject) for check in checks)


def either(*checks: Check) -> Check:
    """One of the demands holds."""
    return lambda subject: any_of(lambda check=check: check(subject) for check in checks)


def where(applies: Callable[[Subject], bool], check: Check) -> Check:
    """The demand concerns only some resources of the kind."""
    return lambda subject: check(subject) if applies(subject) else None
