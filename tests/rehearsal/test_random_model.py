"""What the stand-in for the random provider makes."""

import string
from typing import Any

import pytest

from groundplan.rehearsal.random_model import RandomModel
from groundplan.rehearsal.stand_in import Made, RefusedError, Resource
from groundplan.rehearsal.wire import SECRET, SIGNATURE, UNKNOWN, bare


def resource(name: str) -> Resource:
    token = f"random:index/random{name}:Random{name}"
    return Resource(f"urn:pulumi:dev::shop::{token}::one")


def make(name: str, *, preview: bool = False, **inputs: Any) -> Made:
    return RandomModel().create(resource(name), inputs, preview=preview)


def test_a_password_is_secret_of_the_asked_length_and_new_each_time() -> None:
    first, second = (make("Password", length=40.0).outputs["result"] for _ in range(2))

    assert first[SIGNATURE] == SECRET
    assert len(bare(first)) == 40
    assert bare(first) != bare(second)


def test_a_password_has_the_asked_characters() -> None:
    inputs = {"length": 30.0, "special": False, "upper": False, "lower": False, "minNumeric": 3.0}

    assert set(bare(make("Password", **inputs).outputs["result"])) <= set(string.digits)


def test_a_password_has_the_asked_minimum_of_each_class() -> None:
    inputs = {"length": 6.0, "minSpecial": 4.0, "overrideSpecial": "_", "minUpper": 2.0}
    result = bare(make("Password", **inputs).outputs["result"])

    assert sorted(result)[-4:] == list("____")
    assert sum(character.isupper() for character in result) == 2


def test_a_preview_keeps_the_length_and_does_not_know_the_password() -> None:
    made = make("Password", preview=True, length=UNKNOWN)

    assert made.id == ""
    assert (made.outputs["length"], made.outputs["result"]) == (UNKNOWN, UNKNOWN)


def test_an_update_keeps_the_value() -> None:
    old = make("Password", length=20.0).outputs
    new = RandomModel().update(resource("Password"), old, {"length": 20.0}, preview=False)

    assert new["result"] == old["result"]


def test_any_change_asks_for_a_new_value() -> None:
    change = RandomModel().diff(resource("Password"), {"length": 20.0}, {"length": 24.0})

    assert change.replaced_by == ("length",)
    assert not RandomModel().diff(resource("Password"), {"length": 2.0}, {"length": 2.0}).changed


@pytest.mark.parametrize(
    ("name", "inputs", "output", "size"),
    [
        ("String", {"length": 12.0}, "result", 12),
        ("Uuid", {}, "result", 36),
        ("Id", {"byteLength": 4.0}, "hex", 8),
        ("Shuffle", {"inputs": ["a", "b", "c"], "resultCount": 2.0}, "results", 2),
    ],
)
def test_the_other_makers_have_their_forms(
    name: str, inputs: dict[str, Any], output: str, size: int
) -> None:
    assert len(make(name, **inputs).outputs[output]) == size


def test_an_integer_lies_within_its_bounds() -> None:
    assert make("Integer", min=7.0, max=7.0).outputs["result"] == 7


def test_a_pet_has_its_prefix_and_as_many_words() -> None:
    assert len(make("Pet", length=3.0, prefix="shop", separator=".").id.split(".")) == 4


def test_wrong_inputs_are_named() -> None:
    checked = RandomModel().check(resource("Password"), {"length": "long"})

    assert [problem.path for problem in checked.problems] == ["length"]


def test_a_type_without_a_maker_is_named() -> None:
    assert RandomModel().check(resource("Bytes"), {"length": 3.0}).problems


def test_there_are_no_functions() -> None:
    with pytest.raises(RefusedError, match="random:index/x:x"):
        RandomModel().invoke("random:index/x:x", {})
