"""Aurora and DocumentDB."""

from decimal import Decimal

from tests.cost.plans import lines_of, monthly, priced, resource

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"


def test_io_optimized_storage_has_no_price_per_request() -> None:
    """Infracost shows an I/O rate even where I/O is included."""
    cluster = resource(CLUSTER, "main", engine="aurora-postgresql", storageType="aurora-iopt1")
    bill = priced(cluster, usage={"main": {"storage_gb": 100, "read_requests_per_sec": 50}})
    assert "I/O requests" not in lines_of(bill, "main")
    assert monthly(bill, "main") == 100 * Decimal("0.225")


def test_standard_storage_charges_requests_of_all_seconds() -> None:
    cluster = resource(CLUSTER, "main", engine="aurora-postgresql")
    bill = priced(cluster, usage={"main": {"storage_gb": 100, "write_requests_per_sec": 10}})
    requests = 10 * 3600 * 730 / Decimal(1_000_000) * Decimal("0.20")  # 26.28 million
    assert monthly(bill, "main") == 100 * Decimal("0.10") + requests


def test_serverless_capacity_is_an_average_of_all_hours() -> None:
    cluster = resource(CLUSTER, "main", engine="aurora-postgresql")
    instance = resource(
        INSTANCE, "one", instanceClass="db.serverless", uses={"clusterIdentifier": (cluster,)}
    )
    bill = priced(cluster, instance, usage={"one": {"capacity_units_per_hr": 4}})
    assert monthly(bill, "one") == 4 * 730 * Decimal("0.12")


def test_an_instance_takes_the_engine_of_its_cluster() -> None:
    cluster = resource(CLUSTER, "main", engine="aurora-mysql", engineVersion="8.0.36")
    instance = resource(
        INSTANCE, "one", instanceClass="db.r6g.large", uses={"clusterIdentifier": (cluster,)}
    )
    assert monthly(priced(cluster, instance), "one") == 730 * Decimal("0.26")


def test_a_multi_az_cluster_that_is_not_aurora_is_unpriced() -> None:
    bill = priced(resource(CLUSTER, "main", engine="postgres"))
    assert [line.kind for line in bill.items] == ["unpriced"]


def test_document_database() -> None:
    bill = priced(
        resource("aws:docdb/clusterInstance:ClusterInstance", "one", instanceClass="db.r5.large"),
        usage={"one": {"data_storage_gb": 50, "monthly_io_requests": 2_000_000}},
    )
    expected = 730 * Decimal("0.277") + 50 * Decimal("0.10") + 2 * Decimal("0.20")
    assert monthly(bill, "one") == expected


def test_backtrack_keeps_the_records_of_its_window() -> None:
    cluster = resource(CLUSTER, "main", engine="aurora-mysql")
    usage = {
        "average_statements_per_sec": 10,
        "change_records_per_statement": 2,
        "backtrack_window_hrs": 24,
    }
    records = lines_of(priced(cluster, usage={"main": usage}), "main")["Backtrack"].monthly
    hourly_records = 10 * 2 * 3600
    assert records == hourly_records * 24 * 730 / Decimal(1_000_000) * Decimal("0.012")
