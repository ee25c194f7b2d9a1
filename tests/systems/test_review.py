"""Every system passes its own review, in both of its stacks."""

from pathlib import Path

import pytest

from groundplan.cost import Usage, check_usage
from groundplan.exemptions import read_exemptions
from groundplan.review import review
from groundplan.settings import read
from tests.systems.stacks import DAY, STACKS, SYSTEMS, System


@pytest.mark.parametrize("system", STACKS, ids=str)
def test_nothing_stops_a_system_and_everything_has_a_price(system: System) -> None:
    read(system.folder / f"Pulumi.{system.stack}.yaml")
    usage = Usage.read(system.folder / f"usage.{system.stack}.yaml")
    exemptions = read_exemptions(system.folder / "policies/exemptions.yaml", DAY)
    result = review(system.plan, as_of=DAY, usage=usage, exemptions=exemptions)

    assert not check_usage(system.plan, usage, as_of=DAY)
    assert [one.message for one in result.blocking] == []
    assert [(line.urn, line.item) for line in result.bill.unpriced] == []
    assert not result.is_over_budget


@pytest.mark.parametrize("folder", SYSTEMS, ids=lambda folder: folder.name)
def test_a_system_exempts_nothing_of_another(folder: Path) -> None:
    entries = read_exemptions(folder / "policies/exemptions.yaml", DAY).entries
    own = ("urn:pulumi:prod", folder.name)

    assert [one.place for one in entries if tuple(one.urn.split("::")[:2]) != own] == []
