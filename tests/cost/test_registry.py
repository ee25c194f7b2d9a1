"""Every noun names its types once, and no type is both priced and declared free."""

from importlib import import_module
from inspect import getdoc
from pathlib import Path

import pytest

from groundplan.cost.free import FREE, FREE_MODULES
from groundplan.cost.registry import NOUNS, rules

REFERENCE_STACK = Path(__file__).with_name("reference_types.txt").read_text().split()
"""What the program at the root of this repository creates."""


@pytest.mark.parametrize("kind", REFERENCE_STACK)
def test_every_type_of_the_reference_stack_is_priced_or_free(kind: str) -> None:
    assert (kind in rules()) != (kind in FREE)


def test_no_type_is_both_priced_and_free() -> None:
    assert not rules().keys() & FREE.keys()
    assert not [kind for kind in rules() if kind.startswith(tuple(FREE_MODULES))]


def test_every_free_type_says_why() -> None:
    assert all(len(why) > 10 for why in FREE.values())


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_names_its_source(noun: str) -> None:
    text = getdoc(import_module(f"groundplan.cost.{noun}")) or ""
    assert "Source" in text or noun == "kubernetes_workload"
