"""NAT, addresses and endpoints, worked out by hand (us-east-1 unless said otherwise)."""

from decimal import Decimal

from tests.cost.plans import lines_of, monthly, priced, resource

NAT = "aws:ec2/natGateway:NatGateway"
EIP = "aws:ec2/eip:Eip"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


def test_nat_gateway_costs_hours_and_gigabytes() -> None:
    bill = priced(resource(NAT, "nat"), usage={"nat": {"monthly_data_processed_gb": 100}})
    hours, data = 730 * Decimal("0.045"), 100 * Decimal("0.045")  # 32.85 + 4.50
    assert monthly(bill, "nat") == hours + data == Decimal("37.350")
    assert bill.fixed.expected == hours
    assert bill.usage.expected == data


def test_eip_in_use_is_charged() -> None:
    """Infracost's eip.go still treats an attached address as free; AWS charges since 2024-02."""
    address = resource(EIP, "address")
    gateway = resource(NAT, "nat", uses={"allocationId": (address,)})
    assert monthly(priced(address, gateway), "address") == 730 * Decimal("0.005") == Decimal("3.65")


def test_nat_without_a_traffic_figure_has_a_rate_and_no_quantity() -> None:
    data = lines_of(priced(resource(NAT, "nat")), "nat")["Data processed"]
    assert (data.kind, data.quantity, data.monthly) == ("usage", None, None)
    assert data.unit_price == Decimal("0.045")
    assert "monthly_data_processed_gb" in (data.assumption or "")


def test_interface_endpoint_costs_one_price_per_zone() -> None:
    endpoint = resource(
        ENDPOINT, "ecr", vpcEndpointType="Interface", subnetIds=["subnet-a", "subnet-b"]
    )
    bill = priced(endpoint, region="eu-west-1")
    assert monthly(bill, "ecr") == 2 * 730 * Decimal("0.011") == Decimal("16.060")


def test_gateway_endpoint_is_free_with_a_reason() -> None:
    bill = priced(resource(ENDPOINT, "s3", vpcEndpointType="Gateway"))
    (line,) = lines_of(bill, "s3").values()
    assert line.kind == "free"
    assert "gateway endpoints" in (line.assumption or "")


def test_endpoint_data_gets_cheaper_by_the_petabyte() -> None:
    endpoint = resource(ENDPOINT, "big", vpcEndpointType="Interface")
    bill = priced(endpoint, usage={"big": {"monthly_data_processed_gb": 7_000_000}})
    # 1 PB at 0.010, 4 PB at 0.006, the rest at 0.004
    assert bill.usage.expected == 10_000 + 24_000 + 8_000


def test_flow_logs_to_a_bucket_cost_less_than_to_cloudwatch() -> None:
    token = "aws:ec2/flowLog:FlowLog"
    usage = {"monthly_data_ingested_gb": 10}
    bill = priced(
        resource(token, "logs"),
        resource(token, "bucket", logDestinationType="s3"),
        usage={"logs": usage, "bucket": usage},
        region="eu-west-1",
    )
    assert monthly(bill, "logs") == 10 * Decimal("0.57")
    assert monthly(bill, "bucket") == 10 * Decimal("0.285")
