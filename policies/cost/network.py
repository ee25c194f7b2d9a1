"""What is demanded of the network so that AWS traffic is not paid twice."""

from policies.kinds import NAT_GATEWAY, VPC, VPC_ENDPOINT
from policies.rule import PROD_ADVICE, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand


def _s3_without_nat(vpc: Subject) -> Verdict | None:
    if not any(True for _ in vpc.plan.of_kind(NAT_GATEWAY)):
        return None
    names = [str(one.get("serviceName", "")) for one in vpc.users(VPC_ENDPOINT, "vpcId")]
    return demand(any(one.endswith(".s3") for one in names), detail="no S3 endpoint uses it")


RULES = (
    Rule(
        name="s3-traffic-without-nat",
        control="NET-09",
        ids="FSBP:EC2.10 FSBP:EC2.55 FSBP:EC2.56",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(VPC,),
        graph=True,
        check=_s3_without_nat,
        problem="traffic to S3 and ECR layers passes the NAT gateway",
        why="each GB is billed, and the gateway endpoint is free",
        fix='aws.ec2.VpcEndpoint(vpc_id=vpc.id, service_name="com.amazonaws.<region>.s3", '
        'vpc_endpoint_type="Gateway")',
    ),
)
