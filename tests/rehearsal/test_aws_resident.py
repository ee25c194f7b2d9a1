"""What AWS refuses because of what is there already, with its own codes."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.rehearsal.aws_account import CONTENTS
from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.aws_resident import AwsResident
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.stand_in import RefusedError, Resource
from groundplan.rehearsal.wire import secret

BUCKET, SECRET = "aws:s3/bucket:Bucket", "aws:secretsmanager/secret:Secret"
GROUP, RULE = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)
DATABASE, ROLE = "aws:rds/instance:Instance", "aws:iam/role:Role"
SERVICE, CLUSTER = "aws:ecs/service:Service", "aws:ecs/cluster:Cluster"


class Account:
    """An account with the stand-in in front of it."""

    def __init__(self, folder: Path, region: str = "eu-west-1") -> None:
        self.cloud = Cloud(folder / "cloud.db")
        self.aws = AwsResident(AwsModel(), self.cloud)
        self.aws.configure({"region": region})

    def create(self, token: str, logical: str, /, **inputs: Any) -> str:
        return self.aws.create(_named(token, logical), inputs, preview=False).id

    def delete(self, token: str, logical: str, identity: str) -> None:
        self.aws.delete(_named(token, logical), identity, {})


def _named(token: str, logical: str) -> Resource:
    return Resource(f"urn:pulumi:dev::shop::{token}::{logical}")


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path)


@pytest.mark.parametrize(
    ("token", "key", "code"),
    [
        (BUCKET, "bucket", "BucketAlreadyOwnedByYou"),
        (ROLE, "name", "EntityAlreadyExists"),
        (DATABASE, "identifier", "DBInstanceAlreadyExists"),
        (SECRET, "name", "ResourceExistsException"),
        (GROUP, "name", "InvalidGroup.Duplicate"),
        ("aws:alb/loadBalancer:LoadBalancer", "name", "DuplicateLoadBalancerName"),
    ],
)
def test_a_name_that_is_taken_is_refused(account: Account, token: str, key: str, code: str) -> None:
    account.create(token, "one", **{key: "shop"})

    with pytest.raises(RefusedError, match=f"{code}: shop already exists"):
        account.create(token, "two", **{key: "shop"})
    account.create(token, "three", **{key: "another"})


def test_a_preview_meets_no_other_resource(account: Account) -> None:
    account.create(BUCKET, "one", bucket="shop")

    account.aws.create(_named(BUCKET, "two"), {"bucket": "shop"}, preview=True)
    assert len(account.cloud.built) == 1


def test_only_some_names_count_in_all_regions(tmp_path: Path) -> None:
    ireland, ohio = Account(tmp_path), Account(tmp_path, "us-east-2")
    ireland.create(DATABASE, "one", identifier="shop")
    ireland.create(BUCKET, "one", bucket="shop")

    ohio.create(DATABASE, "two", identifier="shop")
    with pytest.raises(RefusedError, match="BucketAlreadyOwnedByYou"):
        ohio.create(BUCKET, "two", bucket="shop")


def test_a_security_group_in_use_stays(account: Account) -> None:
    group = account.create(GROUP, "web")
    service = account.create(SERVICE, "web", networkConfiguration={"securityGroups": [group]})

    with pytest.raises(RefusedError, match=f"DependencyViolation: {group} has a dependent object"):
        account.delete(GROUP, "web", group)
    account.delete(SERVICE, "web", service)
    account.delete(GROUP, "web", group)
    assert account.cloud.built == ()


def test_a_security_group_goes_with_its_own_rules_but_not_with_those_of_others(
    account: Account,
) -> None:
    web, data = account.create(GROUP, "web"), account.create(GROUP, "data")
    account.create(RULE, "data", securityGroupId=data, referencedSecurityGroupId=web)

    with pytest.raises(RefusedError, match="DependencyViolation"):
        account.delete(GROUP, "web", web)
    account.delete(GROUP, "data", data)


def test_a_cluster_with_services_stays(account: Account) -> None:
    cluster = account.create(CLUSTER, "main", name="main")
    account.create(SERVICE, "web", cluster=cluster)

    with pytest.raises(RefusedError, match="ClusterContainsServicesException"):
        account.delete(CLUSTER, "main", cluster)


def test_a_cluster_goes_though_others_name_it_or_its_namesake(account: Account) -> None:
    cluster = account.create(CLUSTER, "main", name="main")
    alarm, addon = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:eks/addon:Addon"
    account.create(alarm, "cpu", name="cpu", dimensions={"ClusterName": "main"})
    account.create(addon, "dns", addonName="coredns", clusterName="main")

    account.delete(CLUSTER, "main", cluster)

    assert [one.type for one in account.cloud.built] == [alarm, addon]


def test_a_protected_database_stays_until_it_is_let_go(account: Account) -> None:
    inputs = {"identifier": "shop", "deletionProtection": True}
    database = account.create(DATABASE, "main", **inputs)

    with pytest.raises(RefusedError, match=r"InvalidParameterCombination.*deletionProtection"):
        account.delete(DATABASE, "main", database)
    free = {**inputs, "deletionProtection": False}
    account.aws.update(_named(DATABASE, "main"), inputs, free, preview=False)
    account.delete(DATABASE, "main", database)


@pytest.mark.parametrize("force", [True, False])
def test_a_bucket_with_objects_goes_only_by_force(account: Account, force: bool) -> None:  # noqa: FBT001
    bucket = account.create(BUCKET, "media", bucket="media", forceDestroy=force)
    account.cloud.plant_drift(_named(BUCKET, "media").urn, CONTENTS, value=True)

    if force:
        account.delete(BUCKET, "media", bucket)
        return
    with pytest.raises(RefusedError, match="BucketNotEmpty"):
        account.delete(BUCKET, "media", bucket)


def test_a_secret_holds_its_name_while_it_can_be_recovered(account: Account) -> None:
    kept = account.create(SECRET, "kept", name="kept", recoveryWindowInDays=30)
    gone = account.create(SECRET, "gone", name="gone", recoveryWindowInDays=0)
    account.delete(SECRET, "kept", kept)
    account.delete(SECRET, "gone", gone)

    account.create(SECRET, "gone", name="gone")
    with pytest.raises(RefusedError, match=r"InvalidRequestException.*scheduled for deletion"):
        account.create(SECRET, "kept", name="kept")


def test_where_tasks_run_changes_only_together_with_a_new_deployment(account: Account) -> None:
    spot, both = [{"capacityProvider": "FARGATE_SPOT"}], [{"capacityProvider": "FARGATE"}]
    account.create(SERVICE, "worker", capacityProviderStrategies=spot)

    def update(*, preview: bool, **inputs: Any) -> None:
        account.aws.update(_named(SERVICE, "worker"), {}, inputs, preview=preview)

    for preview in (True, False):
        with pytest.raises(RefusedError, match="force_new_deployment should be true"):
            update(capacityProviderStrategies=both, preview=preview)
    update(capacityProviderStrategies=spot, desiredCount=2, preview=False)
    update(capacityProviderStrategies=both, forceNewDeployment=True, preview=False)


def test_what_another_hand_changed_or_removed_is_seen(account: Account) -> None:
    bucket = account.create(BUCKET, "media", bucket="media")
    named, state = _named(BUCKET, "media"), {"bucket": "media", "arn": "arn"}
    account.cloud.plant_drift(named.urn, "tags", {"by": "hand"})

    found = account.aws.read(named, bucket, {"bucket": "media"}, state)

    assert found is not None
    assert found.inputs == {"bucket": "media", "tags": {"by": "hand"}}
    assert found.outputs == {**state, "tags": {"by": "hand"}}
    account.cloud.remove(account.cloud.built[0])
    assert account.aws.read(named, bucket, {"bucket": "media"}, state) is None


def test_what_was_built_before_the_program_can_be_looked_up(account: Account) -> None:
    assert account.aws.read(_named(BUCKET, "old"), "old", {}, {}) is not None


def test_no_secret_is_kept(account: Account, tmp_path: Path) -> None:
    account.create(DATABASE, "main", identifier="shop", password=secret("canary-1"))

    assert account.cloud.built[0].inputs["password"] is None
    assert not [file for file in tmp_path.iterdir() if b"canary-1" in file.read_bytes()]
