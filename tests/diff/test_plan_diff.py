"""What lies between two plans."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan.diff import compare
from groundplan.diff.change_group import grouped
from groundplan.plan import MISSING, SECRET, UNKNOWN, Plan
from groundplan.plan.preview import NO_REFERENCES
from tests.diff.plans import plan, resource, urn

BUCKET, VPC, SUBNET = "aws:s3/bucket:Bucket", "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
CLUSTER = "aws:eks/cluster:Cluster"
DATABASE, QUEUE = "aws:rds/instance:Instance", "aws:sqs/queue:Queue"
NOT_KNOWN, HIDDEN = {"$unknown": True}, {"$secret": True}


def kinds(base: Plan, head: Plan) -> dict[str, str]:
    return {one.resource.name: one.kind for one in compare(base, head).changes}


def texts(base: Plan, head: Plan) -> list[str]:
    return [str(one) for change in compare(base, head).changes for one in change.properties]


def queues(inputs: Any, *, head: Any, **options: Any) -> tuple[Plan, Plan]:
    return plan(resource(QUEUE, "jobs", inputs)), plan(resource(QUEUE, "jobs", head, **options))


def test_what_comes_goes_and_changes_is_told_apart() -> None:
    base = plan(resource(QUEUE, "old"), resource(QUEUE, "jobs", {"delaySeconds": 1}))
    head = plan(resource(QUEUE, "new"), resource(QUEUE, "jobs", {"delaySeconds": 2}))

    assert kinds(base, head) == {"old": "deleted", "new": "added", "jobs": "changed"}
    assert texts(base, head) == ["delaySeconds: 1 → 2"]


def test_markers_are_shown_in_words_at_any_depth() -> None:
    uses = {"list": ["urn:topic"]}
    base = plan(
        resource(
            QUEUE, "jobs", {"a": HIDDEN, "tags": {"x": "1"}, "list": [1, NOT_KNOWN]}, uses=uses
        )
    )
    head = plan(resource(QUEUE, "jobs", {"a": "open", "tags": {"y": "1"}, "list": [1, 2]}))

    assert texts(base, head) == [
        "a: secret → open",
        "list[1]: not known yet → 2",
        "tags.x: 1 → not set",
        "tags.y: not set → 1",
    ]
    (change,) = compare(base, head).changes
    assert [one.before for one in change.properties] == [SECRET, UNKNOWN, "1", MISSING]


def test_documents_in_text_are_compared_by_what_they_say() -> None:
    base, head = '{"a": [1, 2], "b": 1}', '{"b":1,"a":[1,3]}'

    assert texts(*queues({"policy": base}, head={"policy": head})) == ["policy.a[1]: 2 → 3"]


def test_long_texts_are_shown_where_they_differ() -> None:
    base, head = "x" * 100 + "one", "x" * 100 + "two"

    (text,) = texts(*queues({"policy": base}, head={"policy": head}))

    assert text == "policy: …xxxxxxxxxxxxone → …xxxxxxxxxxxxtwo"


def test_a_reference_is_the_same_whether_its_value_is_known_or_not() -> None:
    uses = {"kmsKeyId": ["urn:key"]}
    deployed = plan(resource(QUEUE, "jobs", {"kmsKeyId": "key-1"}, uses=uses))
    planned = plan(resource(QUEUE, "jobs", {"kmsKeyId": NOT_KNOWN}, uses=uses))
    other = plan(resource(QUEUE, "jobs", {"kmsKeyId": NOT_KNOWN}, uses={"kmsKeyId": ["urn:other"]}))

    assert kinds(deployed, planned) == {}
    assert kinds(deployed, other) == {"jobs": "changed"}


def test_a_stream_that_says_not_what_depends_on_what_changes_no_reference() -> None:
    def subnet(vpc: str, **more: Any) -> Plan:
        return plan(resource(SUBNET, "s", {"vpcId": vpc, "mapPublicIp": NOT_KNOWN}, **more))

    stream = replace(subnet(NOT_KNOWN), caveats=(NO_REFERENCES,))

    assert kinds(subnet("vpc-1", uses={"vpcId": [urn(VPC, "vpc")]}), stream) == {}


def test_what_the_program_ignores_is_no_change() -> None:
    options = {"ignore_changes": ["delaySeconds"]}

    assert kinds(*queues({"delaySeconds": 1}, head={"delaySeconds": 2}, **options)) == {}


def test_a_change_that_aws_cannot_make_in_place_replaces_and_says_what_is_lost() -> None:
    base = plan(resource(DATABASE, "main", {"engine": "mysql", "deletionProtection": True}))
    head = plan(resource(DATABASE, "main", {"engine": "postgres", "deletionProtection": True}))

    (change,) = compare(base, head).changes

    assert (change.kind, change.reasons) == ("replaced", ("engine",))
    assert change.data_loss == (
        "loses its data (refused as long as deletion protection is on; a final snapshot is taken)"
    )


@pytest.mark.parametrize(
    ("after", "kind", "lost"),
    [("9.1", "changed", None), ("8.2", "replaced", "loses what it holds in memory")],
)
def test_a_cache_that_goes_back_a_version_is_replaced_and_says_what_is_lost(
    after: str, kind: str, lost: str | None
) -> None:
    base, head = (plan(resource(CACHE, "c", {"engineVersion": one})) for one in ("9.0", after))

    (change,) = compare(base, head).changes

    assert (change.kind, change.data_loss) == (kind, lost)


def test_a_version_that_aws_refuses_is_told_with_its_words() -> None:
    base, head = (plan(resource(CLUSTER, "c", {"version": one})) for one in ("1.33", "1.35"))

    (text,) = texts(base, head)
    assert text == (
        "version: 1.33 → 1.35 (AWS refuses it: InvalidParameterException: "
        "Unsupported Kubernetes minor version update from 1.33 to 1.35)"
    )


def test_an_option_of_the_program_can_force_a_replacement() -> None:
    head = {"delaySeconds": 2}

    options = {"replace_on_changes": ["delaySeconds"]}
    assert kinds(*queues({"delaySeconds": 1}, head=head, **options)) == {"jobs": "replaced"}


def network(cidr: str, subnets: int) -> Plan:
    """A VPC, and subnets that are made from it."""
    uses = {"vpcId": [urn(VPC, "vpc")]}
    made = [
        resource(SUBNET, f"subnet-{number}", {"vpcId": NOT_KNOWN}, uses=uses)
        for number in range(subnets)
    ]
    return plan(resource(VPC, "vpc", {"cidrBlock": cidr}), *made)


def told(base: Plan, head: Plan) -> list[tuple[str, str, tuple[str, ...]]]:
    groups = grouped(compare(base, head).changes)
    return [(one.title, one.what, one.names) for one in groups]


def test_a_replacement_reaches_what_is_made_from_it() -> None:
    assert kinds(network("10.0.0.0/16", 1), network("10.1.0.0/16", 1)) == {
        "vpc": "replaced",
        "subnet-0": "replaced",
    }


def test_what_follows_from_a_replacement_stands_behind_it_and_is_told_once() -> None:
    assert told(network("10.0.0.0/16", 3), network("10.1.0.0/16", 3)) == [
        ("vpc (Vpc)", "replaced", ()),
        ("3 Subnet", "replaced with what they are made from", ("subnet-0", "subnet-1", "subnet-2")),
    ]


def test_few_that_follow_say_what_they_are_made_from() -> None:
    *_, follower = compare(network("10.0.0.0/16", 1), network("10.1.0.0/16", 1)).changes

    assert str(follower.properties[0]) == "vpcId comes from vpc (Vpc), which is replaced"


def test_an_option_of_the_program_replaces_nothing_and_is_told_once_for_all() -> None:
    def passwords(*, protect: bool) -> Plan:
        token = "random:index/randomPassword:RandomPassword"
        return plan(*(resource(token, name, {}, protect=protect) for name in ("a", "b", "c")))

    base, head = passwords(protect=True), passwords(protect=False)

    assert kinds(base, head) == dict.fromkeys("abc", "changed")
    assert told(base, head) == [("3 RandomPassword", "changed", ("a", "b", "c"))]


def test_a_renamed_resource_is_neither_deleted_nor_added() -> None:
    base = plan(resource(BUCKET, "shop"))
    head = plan(resource(BUCKET, "store", aliases=[urn(BUCKET, "shop")]))

    (change,) = compare(base, head).changes

    assert (change.kind, change.before, change.data_loss) == ("renamed", urn(BUCKET, "shop"), None)


def test_references_to_a_renamed_resource_stay() -> None:
    def bound(name: str, **more: Any) -> Plan:
        uses = {"bucket": [urn(BUCKET, name)]}
        policy = resource("aws:s3/bucketPolicy:BucketPolicy", "p", {"bucket": NOT_KNOWN}, uses=uses)
        return plan(resource(BUCKET, name, **more), policy)

    assert kinds(bound("shop"), bound("store", aliases=[urn(BUCKET, "shop")])) == {
        "store": "renamed"
    }


def test_what_loses_data_comes_first() -> None:
    base = plan(resource(BUCKET, "zoo"), resource(SUBNET, "a"), resource(QUEUE, "b", {"x": 1}))
    head = plan(resource(QUEUE, "b", {"x": 2}), resource(QUEUE, "c"))

    assert list(kinds(base, head).items()) == [
        ("zoo", "deleted"),
        ("a", "deleted"),
        ("b", "changed"),
        ("c", "added"),
    ]


@pytest.mark.parametrize("options", [{"retain_on_delete": True}])
def test_what_is_kept_on_deletion_loses_nothing(options: dict[str, Any]) -> None:
    (change,) = compare(plan(resource(BUCKET, "data", **options)), plan()).changes

    assert (change.kind, change.data_loss) == ("deleted", None)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(NOT_KNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=6,
)
PLANS = st.lists(
    st.tuples(st.sampled_from([BUCKET, QUEUE, DATABASE]), st.text("abc", min_size=1, max_size=3)),
    max_size=6,
    unique=True,
).flatmap(
    lambda names: st.tuples(
        *(
            st.builds(resource, *map(st.just, one), st.dictionaries(st.text("xy"), VALUES))
            for one in names
        )
    )
)


@given(PLANS, st.randoms(use_true_random=False))
def test_a_plan_and_itself_in_another_order_differ_in_nothing(
    resources: tuple[dict[str, Any], ...], chance: random.Random
) -> None:
    shuffled = list(resources)
    chance.shuffle(shuffled)

    assert compare(plan(*resources), plan(*shuffled)).changes == ()


@given(PLANS, PLANS)
def test_what_one_way_adds_the_other_way_deletes(
    one: tuple[dict[str, Any], ...], other: tuple[dict[str, Any], ...]
) -> None:
    there, back = compare(plan(*one), plan(*other)), compare(plan(*other), plan(*one))

    added = {change.resource.urn for change in there.of("added")}
    assert added == {change.resource.urn for change in back.of("deleted")}
