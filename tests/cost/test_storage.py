"""S3: the classes a bucket uses come from its rules, wherever they stand."""

from decimal import Decimal

from tests.cost.plans import lines_of, monthly, priced, resource

BUCKET = "aws:s3/bucket:Bucket"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"


def test_storage_and_requests_of_the_standard_class() -> None:
    usage = {
        "storage_gb": 100,
        "monthly_tier_1_requests": 20_000,
        "monthly_tier_2_requests": 500_000,
    }
    bill = priced(resource(BUCKET, "media"), usage={"media": {"standard": usage}})
    requests = 20 * Decimal("0.005") + 500 * Decimal("0.0004")  # per thousand
    assert monthly(bill, "media") == 100 * Decimal("0.023") + requests


def test_storage_gets_cheaper_above_fifty_terabytes() -> None:
    bill = priced(resource(BUCKET, "lake"), usage={"lake": {"standard": {"storage_gb": 60 * 1024}}})
    expected = 50 * 1024 * Decimal("0.023") + 10 * 1024 * Decimal("0.022")
    assert monthly(bill, "lake") == expected


def test_glacier_instant_retrieval_is_priced_from_a_lifecycle_of_its_own() -> None:
    """Infracost has no Glacier Instant Retrieval, and reads rules on the bucket only."""
    bucket = resource(BUCKET, "archive")
    rules = [{"status": "Enabled", "transitions": [{"days": 30, "storageClass": "GLACIER_IR"}]}]
    lifecycle = resource(LIFECYCLE, "rules", rules=rules, uses={"bucket": (bucket,)})
    assert "Storage, Glacier Instant Retrieval" in lines_of(priced(bucket, lifecycle), "archive")
    usage = {"glacier_instant_retrieval": {"storage_gb": 1000}}
    bill = priced(bucket, lifecycle, usage={"archive": usage})
    assert monthly(bill, "archive") == 1000 * Decimal("0.004")
    assert "Lifecycle transitions, Glacier Instant Retrieval" in lines_of(bill, "archive")


def test_a_class_nobody_uses_makes_no_lines() -> None:
    bill = priced(resource(BUCKET, "media"))
    assert all(item.endswith("Standard") for item in lines_of(bill, "media"))


def test_inventory_and_analytics_count_objects() -> None:
    bill = priced(
        resource("aws:s3/inventory:Inventory", "list"),
        resource("aws:s3/analyticsConfiguration:AnalyticsConfiguration", "watch"),
        usage={
            "list": {"monthly_listed_objects": 4_000_000},
            "watch": {"monthly_monitored_objects": 3_000_000},
        },
    )
    assert monthly(bill, "list") == 4 * Decimal("0.0025")
    assert monthly(bill, "watch") == 3 * Decimal("0.1")
