"""Which fault strikes what in a campaign."""

from collections import Counter
from itertools import product

from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_campaign import rounds_of
from groundplan.rehearsal.fault_trial import Undisturbed

BUILT = tuple(f"urn:{number}" for number in range(12))
CHANGED = BUILT[:10]
SOUND = Undisturbed(frozenset(BUILT), BUILT, dict.fromkeys(CHANGED, ("tags", {})), BUILT)
*DEALT, LAST = rounds_of(SOUND, seed=3)


def test_every_kind_strikes_every_creation_and_every_deletion_once() -> None:
    once = Counter(product(BUILT, FAULTS))

    assert Counter(strike for one in DEALT for strike in one.creations.items()) == once
    assert Counter(strike for one in DEALT for strike in one.deletions.items()) == once


def test_every_update_is_struck_once_and_then_its_answer_is_lost() -> None:
    assert Counter(urn for one in DEALT for urn in one.updates) == Counter(CHANGED)
    assert LAST.updates == dict.fromkeys(CHANGED, "answer lost")
    assert not LAST.creations
    assert not LAST.deletions


def test_a_seed_says_what_strikes_where() -> None:
    assert rounds_of(SOUND, seed=3) == [*DEALT, LAST]
    assert rounds_of(SOUND, seed=4) != [*DEALT, LAST]
