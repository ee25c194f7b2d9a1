"""Physical names: within the limits of AWS for every project and stack name that Pulumi takes."""

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from components.labels import (
    BUCKET_NAME_CHARACTERS,
    DATABASE_IDENTIFIER_CHARACTERS,
    LOAD_BALANCER_NAME_CHARACTERS,
    REPLICATION_GROUP_ID_CHARACTERS,
    Labels,
)
from tests.components.recorded import settings

LIMITS = (
    LOAD_BALANCER_NAME_CHARACTERS,
    REPLICATION_GROUP_ID_CHARACTERS,
    BUCKET_NAME_CHARACTERS,
    DATABASE_IDENTIFIER_CHARACTERS,
)
SETTINGS = settings()
ACCEPTED = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""RDS, ElastiCache, S3 and ELB: lower case, begins with a letter, no hyphen twice or at an end."""

pulumi_names = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,23}", fullmatch=True)
own_names = st.from_regex(r"[a-z][a-z0-9-]{0,18}[a-z0-9]", fullmatch=True)


def labels(project: str = "shop", stack: str = "prod") -> Labels:
    return Labels(project, stack, SETTINGS)


@given(pulumi_names, pulumi_names, own_names, st.sampled_from(LIMITS))
def test_a_name_fits_and_is_spelt_as_aws_accepts_it(
    project: str, stack: str, part: str, limit: int
) -> None:
    name = labels(project, stack).name(part, "111122223333", limit=limit)

    assert len(name) <= limit
    assert ACCEPTED.fullmatch(name)


@given(pulumi_names, pulumi_names)
def test_an_identifier_leaves_room_for_its_replicas(project: str, stack: str) -> None:
    identifier = labels(project, stack).database_identifier("a-db-with-20-letters")

    assert ACCEPTED.fullmatch(f"{identifier}-replica-5")
    assert len(f"{identifier}-replica-5") <= DATABASE_IDENTIFIER_CHARACTERS


def test_names_that_are_cut_stay_apart() -> None:
    long = [labels("p" * 24, f"{'s' * 23}{end}").name("media", limit=32) for end in "ab"]

    assert len(set(long)) == 2
    assert long[0][:25] == long[1][:25]


@given(pulumi_names, pulumi_names, pulumi_names, pulumi_names)
@example("shop", "a-b", "shop-a", "b")
@example("Shop", "prod", "shop", "prod")
def test_two_stacks_of_an_account_never_have_one_name(
    project: str, stack: str, other_project: str, other_stack: str
) -> None:
    one, other = labels(project, stack), labels(other_project, other_stack)

    assume((project, stack) != (other_project, other_stack))
    assert one.prefix != other.prefix


def test_a_name_that_fits_is_left_as_it_is() -> None:
    assert labels().name("media", limit=15) == "shop-prod-media"
    assert labels().name("media", limit=14) != "shop-prod-media"


@pytest.mark.parametrize("project", ["Shop", "shop_", "shop.", "sHOP"])
def test_what_pulumi_allows_and_aws_does_not_is_spelt_plainly(project: str) -> None:
    assert re.fullmatch(r"shop-prod-[0-9a-f]{6}-media", labels(project).name("media"))


def test_every_resource_is_tagged_with_environment_owner_and_origin() -> None:
    assert labels("shop", "blue").tags == {
        "env": "staging",
        "owner": "platform-team",
        "service": "shop",
        "stack": "blue",
        "data-class": "internal",
        "backup-tier": "none",
        "managed-by": "pulumi",
    }
