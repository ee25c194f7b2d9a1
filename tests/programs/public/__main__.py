"""What public examples share: look-ups, a static site, a component, a second region."""

import mimetypes
from pathlib import Path

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

zones = aws.get_availability_zones(state="available").names[:2]
account = aws.get_caller_identity()
east = aws.Provider("east", region="us-east-1")

vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16")
group = aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    ingress=[
        {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]},
    ],
)


class Site(pulumi.ComponentResource):
    """A bucket with every file of a folder."""

    def __init__(self, name: str, folder: Path, opts: ResourceOptions | None = None) -> None:
        super().__init__("public:site:Site", name, {}, opts)
        self.bucket = aws.s3.Bucket(name, opts=ResourceOptions(parent=self))
        for file in sorted(folder.iterdir()):
            kind, _ = mimetypes.guess_type(file)
            aws.s3.BucketObject(
                file.name,
                bucket=self.bucket.id,
                source=pulumi.FileAsset(str(file)),
                content_type=kind,
                opts=ResourceOptions(parent=self.bucket),
            )
        self.register_outputs({"bucket": self.bucket.bucket})


site = Site("site", Path(__file__).parent / "www")
certificate = aws.acm.Certificate(
    "site", domain_name="example.com", validation_method="DNS", opts=ResourceOptions(provider=east)
)
for number, zone in enumerate(zones):
    subnet = aws.ec2.Subnet(
        f"public-{number}", vpc_id=vpc.id, availability_zone=zone, cidr_block=f"10.0.{number}.0/24"
    )
    aws.ec2.Instance(
        f"web-{number}",
        ami="ami-0123456789abcdef0",
        instance_type="t3.micro",
        subnet_id=subnet.id,
        vpc_security_group_ids=[group.id],
        opts=ResourceOptions(parent=subnet),
    )
vpc.cidr_block.apply(lambda cidr: aws.sns.Topic(f"of-{cidr.partition('/')[0]}"))
vpc.id.apply(lambda known: aws.sns.Topic(f"of-{known}"))
pulumi.export("account", account.account_id)
pulumi.export("site", site.bucket.website_endpoint)
