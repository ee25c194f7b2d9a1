"""What the stand-in for AWS makes of resources."""

import re
from typing import Any

import pytest

from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.stand_in import Made, RefusedError, Resource
from groundplan.rehearsal.wire import UNKNOWN, bare, secret

VPC = "aws:ec2/vpc:Vpc"
DATABASE = "aws:rds/instance:Instance"
TASKS = "aws:ecs/taskDefinition:TaskDefinition"
PRIMARY: dict[str, Any] = {"identifier": "shop", "instanceClass": "db.t4g.small", "engine": "mysql"}
SECRETS = "arn:aws:secretsmanager:eu-west-1:123456789012:secret"


def resource(token: str, name: str = "one") -> Resource:
    return Resource(f"urn:pulumi:dev::shop::groundplan:components:Network${token}::{name}")


def model(**settings: Any) -> AwsModel:
    made = AwsModel()
    made.configure(settings)
    return made


def create(token: str, logical: str = "one", /, **inputs: Any) -> Made:
    return model(region="eu-west-1").create(resource(token, logical), inputs, preview=False)


def test_a_resource_knows_its_own_type_below_its_parents() -> None:
    assert (resource(VPC).type, resource(VPC, "a::b").name) == (VPC, "a::b")


@pytest.mark.parametrize(
    ("token", "inputs", "form"),
    [
        (VPC, {}, r"vpc-[0-9a-f]{17}"),
        ("aws:ec2/subnet:Subnet", {}, r"subnet-[0-9a-f]{17}"),
        ("aws:ec2/securityGroup:SecurityGroup", {}, r"sg-[0-9a-f]{17}"),
        ("aws:s3/bucket:Bucket", {"bucket": "photos"}, r"photos"),
        ("aws:s3/bucket:Bucket", {}, r"one-[0-9a-f]{7}"),
        ("aws:iam/role:Role", {"name": "task"}, r"task"),
        (
            "aws:sqs/queue:Queue",
            {"name": "q"},
            r"https://sqs.eu-west-1.amazonaws.com/123456789012/q",
        ),
        (
            "aws:alb/loadBalancer:LoadBalancer",
            {"name": "web"},
            r"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/[0-9a-f]{16}",
        ),
        ("aws:secretsmanager/secretVersion:SecretVersion", {"secretId": "s"}, r"s\|[0-9a-f-]{36}"),
        ("aws:macie2/account:Account", {}, r"[0-9a-f]{17}"),
    ],
)
def test_an_id_has_the_form_that_aws_gives(token: str, inputs: dict[str, Any], form: str) -> None:
    assert re.fullmatch(form, create(token, **inputs).id)


def test_computed_properties_have_their_forms() -> None:
    outputs = create(DATABASE, **PRIMARY).outputs

    assert outputs["arn"] == "arn:aws:rds:eu-west-1:123456789012:db:shop"
    assert re.fullmatch(r"shop\.[0-9a-f]{12}\.eu-west-1\.rds\.amazonaws\.com", outputs["address"])
    assert outputs["endpoint"] == f"{outputs['address']}:5432"
    assert re.fullmatch(r"Z[0-9A-F]{13}", outputs["hostedZoneId"])
    assert outputs["multiAz"] is False
    assert outputs["region"] == "eu-west-1"
    assert outputs["masterUserSecrets"][0]["secretArn"].startswith("arn:aws:secretsmanager:")


def test_a_list_of_structures_has_one_element_to_index() -> None:
    certificate = create("aws:acm/certificate:Certificate", domainName="shop.example").outputs
    option = certificate["domainValidationOptions"][0]

    assert option["domainName"] == "shop.example"
    assert option["resourceRecordType"] == "CNAME"
    assert option["resourceRecordName"].endswith(".shop.example.")


def test_a_certificate_is_proven_for_each_of_its_domain_names() -> None:
    more = ["www.shop.example", "shop.example"]
    outputs = create(
        "aws:acm/certificate:Certificate", domainName="shop.example", subjectAlternativeNames=more
    ).outputs

    proofs = {
        one["domainName"]: one["resourceRecordName"] for one in outputs["domainValidationOptions"]
    }
    assert list(proofs) == ["shop.example", "www.shop.example"]
    assert proofs["www.shop.example"].endswith(".www.shop.example.")


def test_aws_completes_a_structure_that_the_program_began() -> None:
    cluster = create("aws:eks/cluster:Cluster", roleArn="r", vpcConfig={"subnetIds": ["subnet-1"]})

    assert cluster.outputs["vpcConfig"]["subnetIds"] == ["subnet-1"]
    assert cluster.outputs["vpcConfig"]["clusterSecurityGroupId"].startswith("sg-")


def test_a_version_has_the_arn_of_its_secret_whether_given_as_name_or_as_arn() -> None:
    token, arn = "aws:secretsmanager/secretVersion:SecretVersion", f"{SECRETS}:shop/key-a1b2c3"

    assert create(token, secretId=arn).outputs["arn"] == arn
    assert create(token, secretId="shop/key").outputs["arn"].startswith(f"{SECRETS}:shop/key-")


def test_what_has_no_prefix_has_an_empty_one() -> None:
    assert create("aws:cloudwatch/logGroup:LogGroup", name="web").outputs["namePrefix"] == ""


def test_optional_properties_that_nobody_set_stay_absent() -> None:
    assert "password" not in create(DATABASE, **PRIMARY).outputs


def test_the_same_resource_looks_the_same_on_every_run_and_another_does_not() -> None:
    assert create(VPC) == create(VPC)
    assert create(VPC).id != create(VPC, "two").id


def test_a_replacement_has_an_identity_of_its_own_and_an_update_has_not() -> None:
    before = create(VPC, cidrBlock="10.0.0.0/16")

    assert create(VPC, cidrBlock="10.0.0.0/16", enableDnsSupport=True).id == before.id
    assert create(VPC, cidrBlock="10.1.0.0/16").id != before.id


def test_a_new_revision_of_a_task_definition_has_a_new_arn() -> None:
    arns = {create(TASKS, family="web", cpu=cpu).outputs["arn"] for cpu in ("256", "512")}

    assert len(arns) == 2


def test_a_preview_keeps_inputs_and_knows_nothing_else() -> None:
    made = model().create(resource(DATABASE), PRIMARY, preview=True)

    assert made.id == ""
    assert made.outputs["identifier"] == "shop"
    assert made.outputs["arn"] == made.outputs["port"] == UNKNOWN
    assert "password" not in made.outputs


def test_an_update_keeps_what_aws_computed() -> None:
    before = create(DATABASE, **PRIMARY)
    larger = {**PRIMARY, "instanceClass": "db.t4g.large"}
    for preview in (True, False):
        after = model(region="eu-west-1").update(
            resource(DATABASE), before.outputs, larger, preview=preview
        )
        assert after == {**before.outputs, "instanceClass": "db.t4g.large"}


def test_what_follows_from_an_unknown_input_is_unknown() -> None:
    unnamed = {**PRIMARY, "identifier": UNKNOWN}
    outputs = model().update(resource(DATABASE), {}, unnamed, preview=True)

    assert outputs["arn"] == outputs["endpoint"] == UNKNOWN
    assert outputs["port"] == 5432


def test_secrets_stay_secret_on_the_way_through() -> None:
    outputs = create(DATABASE, **PRIMARY, password=secret("hidden")).outputs

    assert outputs["password"] == secret("hidden")


def test_a_write_only_value_is_kept_nowhere() -> None:
    inputs = {**PRIMARY, "passwordWo": secret("hidden"), "passwordWoVersion": 1}
    checked = model().check(resource(DATABASE), inputs)
    made = model().create(resource(DATABASE), checked.inputs, preview=False)

    assert not checked.problems
    assert "hidden" not in str(checked) + str(made.outputs)
    assert "passwordWo" in checked.inputs, "policies see that it was set"
    assert "passwordWo" not in made.outputs
    assert made.outputs["passwordWoVersion"] == 1


def test_what_cannot_change_in_place_replaces() -> None:
    change = model().diff(resource(VPC), {"cidrBlock": "a"}, {"cidrBlock": "b", "tags": {"x": "y"}})

    assert change.changed == ("cidrBlock", "tags")
    assert change.replaced_by == ("cidrBlock",)
    assert not change.delete_first


def test_an_rds_instance_takes_a_new_name_in_place() -> None:
    change = model().diff(resource(DATABASE), PRIMARY, {**PRIMARY, "identifier": "store"})

    assert (change.changed, change.replaced_by) == (("identifier",), ())


def test_a_fixed_name_makes_room_before_its_replacement() -> None:
    encrypted = {**PRIMARY, "storageEncrypted": True}

    assert model().diff(resource(DATABASE), PRIMARY, encrypted).delete_first
    renamed = {**encrypted, "identifier": "store"}
    assert not model().diff(resource(DATABASE), PRIMARY, renamed).delete_first


def test_what_a_zone_has_one_of_makes_room_before_its_replacement() -> None:
    target = resource("aws:efs/mountTarget:MountTarget")

    assert model().diff(target, {"subnetId": "a"}, {"subnetId": "b"}).delete_first
    assert not model().diff(target, {"securityGroups": ["a"]}, {"securityGroups": []}).delete_first


def test_equal_values_are_no_change_whether_marked_secret_or_not() -> None:
    change = model().diff(resource(DATABASE), PRIMARY, {**PRIMARY, "engine": secret("mysql")})

    assert not change.changed


def test_the_providers_settings_reach_every_resource() -> None:
    settings = {
        "region": "eu-central-1",
        "allowedAccountIds": '["999988887777"]',
        "defaultTags": '{"tags": {"team": "shop", "stage": "dev"}}',
    }
    made = model(**settings).create(resource(VPC), {"tags": {"stage": "prod"}}, preview=False)

    assert made.outputs["arn"].startswith("arn:aws:ec2:eu-central-1:999988887777:vpc/vpc-")
    assert made.outputs["tagsAll"] == {"team": "shop", "stage": "prod"}
    assert made.outputs["tags"] == {"stage": "prod"}


def test_a_region_that_is_not_known_yet_is_no_region() -> None:
    made = model(region=UNKNOWN).create(resource(VPC), {}, preview=False)

    assert bare(made.outputs["region"]) == "us-east-1"


def test_a_type_that_the_sdk_lacks_is_named() -> None:
    checked = model().check(resource("aws:ec2/moon:Moon"), {})

    assert [problem.reason for problem in checked.problems] == [
        "is no type of the installed pulumi_aws"
    ]


def test_look_ups_answer_for_the_place_of_the_stack() -> None:
    zones = model(region="eu-west-1").invoke(
        "aws:index/getAvailabilityZones:getAvailabilityZones", {}
    )

    assert zones["names"] == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


def test_look_ups_in_an_account_answer_as_the_reviewer_does_with_ids_that_stay() -> None:
    first, again = (
        model().invoke("aws:ec2/getAmi:getAmi", {"owners": ["amazon"]}) for _ in range(2)
    )
    other = model().invoke("aws:ec2/getAmi:getAmi", {"owners": ["self"]})
    subnets = model().invoke("aws:ec2/getSubnets:getSubnets", {})

    assert first == again
    assert re.fullmatch(r"ami-[0-9a-f]{17}", first["id"])
    assert first["architecture"] == "x86_64"
    assert first["owners"] == ["amazon"]
    assert other["id"] != first["id"]
    assert len(set(subnets["ids"])) == 3
    assert all(re.fullmatch(r"subnet-[0-9a-f]{17}", one) for one in subnets["ids"])


def test_a_look_up_that_no_sdk_describes_is_refused_by_name() -> None:
    with pytest.raises(RefusedError, match=r"aws:ec2/getSecret:getSecret .* an account"):
        model().invoke("aws:ec2/getSecret:getSecret", {})
