"""Secrets, keys, monitoring, files, backups, tables: one bill each (us-east-1)."""

from decimal import Decimal

from tests.cost.plans import lines_of, monthly, priced, resource


def test_a_secret_its_replica_and_its_calls() -> None:
    secret = resource("aws:secretsmanager/secret:Secret", "key", replicas=[{"region": "eu-west-1"}])
    bill = priced(secret, usage={"key": {"monthly_requests": 30_000}})
    assert monthly(bill, "key") == 2 * Decimal("0.40") + 3 * Decimal("0.05")


def test_parameters_cost_only_when_advanced() -> None:
    token = "aws:ssm/parameter:Parameter"
    bill = priced(resource(token, "plain", type="String"), resource(token, "big", tier="Advanced"))
    assert lines_of(bill, "plain")["no charge"].kind == "free"
    assert abs(monthly(bill, "big") - Decimal("0.05")) < Decimal("0.0001")


def test_a_key_and_its_calls() -> None:
    key = resource("aws:kms/key:Key", "key", enableKeyRotation=True)
    bill = priced(key, usage={"key": {"monthly_requests": 100_000}})
    assert monthly(bill, "key") == 1 + 10 * Decimal("0.03")
    assert "rotations" in (lines_of(bill, "key")["Customer managed key"].assumption or "")


def test_asymmetric_keys_pay_more_per_call_but_rsa_2048() -> None:
    token, usage = "aws:kms/key:Key", {"monthly_requests": 100_000}
    bill = priced(
        resource(token, "plain", customerMasterKeySpec="RSA_2048"),
        resource(token, "dear", customerMasterKeySpec="ECC_NIST_P256"),
        usage={"plain": usage, "dear": usage},
    )
    assert monthly(bill, "plain") == 1 + 10 * Decimal("0.03")
    assert monthly(bill, "dear") == 1 + 10 * Decimal("0.15")


def test_a_log_group_by_its_class() -> None:
    token = "aws:cloudwatch/logGroup:LogGroup"
    usage = {"monthly_data_ingested_gb": 10, "storage_gb": 20, "monthly_data_scanned_gb": 5}
    bill = priced(
        resource(token, "plain"),
        resource(token, "rare", logGroupClass="INFREQUENT_ACCESS"),
        usage={"plain": usage, "rare": usage},
    )
    rest = 20 * Decimal("0.03") + 5 * Decimal("0.005")
    assert monthly(bill, "plain") == 10 * Decimal("0.50") + rest
    assert monthly(bill, "rare") == 10 * Decimal("0.25") + rest


def test_alarms_by_what_they_watch() -> None:
    token = "aws:cloudwatch/metricAlarm:MetricAlarm"
    queries = [{"id": "m1", "metric": {"period": 60}}, {"id": "m2", "metric": {"period": 60}}]
    band = [{"id": "e1", "expression": "ANOMALY"}, {"id": "m1", "metric": {"period": 60}}]
    bill = priced(
        resource(token, "slow", period=300),
        resource(token, "fast", period=10),
        resource(token, "ratio", metricQueries=queries),
        resource(token, "band", metricQueries=band, thresholdMetricId="e1"),
        resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "joined"),
        resource("aws:cloudwatch/dashboard:Dashboard", "board"),
    )
    costs = [monthly(bill, name) for name in ("slow", "fast", "ratio", "band", "joined", "board")]
    assert costs == list(map(Decimal, ["0.1", "0.3", "0.2", "0.3", "0.5", "3"]))


def test_files_by_class_and_throughput_above_what_storage_includes() -> None:
    files = resource(
        "aws:efs/fileSystem:FileSystem",
        "files",
        lifecyclePolicies=[{"transitionToIa": "AFTER_30_DAYS"}],
        throughputMode="provisioned",
        provisionedThroughputInMibps=20,
    )
    usage = {"storage_gb": 200, "infrequent_access_storage_gb": 300}
    bill = priced(files, usage={"files": usage})
    throughput = (20 - Decimal(200) / 20) * 6
    expected = 200 * Decimal("0.30") + 300 * Decimal("0.025") + throughput
    assert monthly(bill, "files") == expected


def test_a_vault_by_what_it_holds() -> None:
    usage = {"monthly_rds_snapshot_gb": 100, "monthly_efs_warm_backup_gb": 50}
    bill = priced(resource("aws:backup/vault:Vault", "vault"), usage={"vault": usage})
    assert monthly(bill, "vault") == 100 * Decimal("0.095") + 50 * Decimal("0.05")
    grades = {line.grade for line in bill.items if line.monthly}
    assert grades == {"C"}


def test_a_vault_lacks_a_price_only_for_what_is_said_to_lie_in_it() -> None:
    vault = resource("aws:backup/vault:Vault", "vault")
    empty = priced(vault, region="us-west-1")
    held = {"monthly_documentdb_snapshot_gb": 100}
    filled = priced(vault, usage={"vault": held}, region="us-west-1")
    assert {line.kind for line in empty.items} == {"usage"}
    assert {line.kind for line in filled.items} == {"unpriced"}


def test_a_table_by_capacity_or_by_request() -> None:
    token = "aws:dynamodb/table:Table"
    bill = priced(
        resource(token, "steady", writeCapacity=10, readCapacity=20),
        resource(token, "bursty", billingMode="PAY_PER_REQUEST"),
        usage={
            "bursty": {
                "monthly_write_request_units": 2_000_000,
                "monthly_read_request_units": 8_000_000,
            }
        },
    )
    capacity = 730 * (10 * Decimal("0.00065") + 20 * Decimal("0.00013"))
    assert monthly(bill, "steady") == capacity
    assert monthly(bill, "bursty") == 2 * Decimal("0.625") + 8 * Decimal("0.125")


def test_replicated_writes_cost_what_they_cost_where_they_land() -> None:
    table = resource(
        "aws:dynamodb/table:Table",
        "global",
        billingMode="PAY_PER_REQUEST",
        replicas=[{"regionName": "us-west-1"}],
    )
    bill = priced(table, usage={"global": {"monthly_write_request_units": 1_000_000}})
    assert monthly(bill, "global") == Decimal("0.625") + Decimal("0.6975")


def test_an_autoscaled_table_costs_its_smallest_capacity_at_least() -> None:
    table = resource("aws:dynamodb/table:Table", "table", name="jobs", writeCapacity=100)
    target = resource(
        "aws:appautoscaling/target:Target",
        "writes",
        resourceId="table/jobs",
        scalableDimension="dynamodb:table:WriteCapacityUnits",
        minCapacity=5,
        maxCapacity=50,
    )
    fixed = priced(table, target).fixed
    unit = 730 * Decimal("0.00065")
    assert (fixed.low, fixed.expected, fixed.high) == (5 * unit, 5 * unit, 50 * unit)


def test_images_trails_and_rules() -> None:
    bill = priced(
        resource("aws:ecr/repository:Repository", "images"),
        resource("aws:cloudtrail/trail:Trail", "trail"),
        resource("aws:cfg/rule:Rule", "rule"),
        usage={
            "images": {"storage_gb": 30},
            "trail": {"monthly_data_events": 500_000},
            "rule": {"monthly_rule_evaluations": 600_000},
        },
    )
    assert monthly(bill, "images") == 30 * Decimal("0.10")
    assert monthly(bill, "trail") == 5 * Decimal("0.10")
    tiers = 100_000 * Decimal("0.001") + 400_000 * Decimal("0.0008") + 100_000 * Decimal("0.0005")
    assert monthly(bill, "rule") == tiers
