import pytest

from groundplan.plan import MISSING, SECRET, UNKNOWN, Plan, PlanInvalid

URN = "urn:pulumi:prod::shop::aws:rds/instance:Instance::database"


def document(**changes: object) -> dict:
    resource = {
        "urn": URN,
        "type": "aws:rds/instance:Instance",
        "name": "database",
        "parent": None,
        "custom": True,
        "provider": None,
        "protect": True,
        "inputs": {
            "allocatedStorage": 100.0,
            "kmsKeyId": {"$unknown": True},
            "password": {"$secret": True},
            "tags": {"a": [{"b": {"$unknown": True}}]},
        },
        "dependencies": [],
        "property_dependencies": {"kmsKeyId": ["urn:key"]},
    }
    whole = {
        "groundplan_plan": 1,
        "project": "shop",
        "stack": "prod",
        "config": {"aws:region": "eu-west-1"},
        "resources": [resource],
    }
    return whole | changes


def test_a_plan_comes_back_from_its_json_as_it_was() -> None:
    plan = Plan.from_json(document())

    assert Plan.from_json(plan.to_json()) == plan


def test_whole_numbers_arrive_as_doubles_and_leave_as_whole_numbers() -> None:
    (database,) = Plan.from_json(document()).resources

    assert repr(database.read("allocatedStorage")) == "100"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kmsKeyId", UNKNOWN),
        ("kmsKeyId.deeper", UNKNOWN),
        ("password", SECRET),
        ("tags.a[0].b", UNKNOWN),
        ("tags.a[1].b", MISSING),
        ("engine", MISSING),
    ],
)
def test_reading_says_value_missing_unknown_or_secret(path: str, value: object) -> None:
    (database,) = Plan.from_json(document()).resources

    assert database.read(path) is value


def test_an_edge_is_there_although_the_value_is_unknown() -> None:
    (database,) = Plan.from_json(document()).resources

    assert database.property_dependencies["kmsKeyId"] == ("urn:key",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groundplan_plan": 2}, "this version reads 1"),
        ({"resources": "none"}, "resources"),
        ({"resources": [{"urn": URN}]}, r"resources\[0\].type"),
        ({"resources": document()["resources"] * 2}, "two resources"),
    ],
)
def test_a_document_that_is_no_plan_is_refused_with_the_place(changes: dict, words: str) -> None:
    with pytest.raises(PlanInvalid, match=words):
        Plan.from_json(document(**changes))


def test_a_cut_off_document_is_refused() -> None:
    whole = document()
    del whole["config"]

    with pytest.raises(PlanInvalid, match="config"):
        Plan.from_json(whole)


def test_the_order_of_resources_does_not_matter() -> None:
    first = document()["resources"][0]
    second = first | {"urn": f"{URN}-2", "name": "database-2"}
    there = Plan.from_json(document(resources=[first, second]))
    back = Plan.from_json(document(resources=[second, first]))

    assert there.to_json() == back.to_json()
