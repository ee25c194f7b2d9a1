"""Builds in the default VPC, with the newest image: what an account has decides how much."""

import pulumi_aws as aws

vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
image = aws.ec2.get_ami_output(most_recent=True, owners=["amazon"])
zones = aws.get_availability_zones(state="available")
cluster = aws.eks.get_cluster(name="shared")

for number, subnet_id in enumerate(subnets.ids):
    aws.ec2.Instance(
        f"web-{number}",
        ami=image.id,
        instance_type="t4g.small",
        subnet_id=subnet_id,
        availability_zone=zones.names[number],
        user_data=f"join {cluster.endpoint} {cluster.certificate_authorities[0].data}",
    )
