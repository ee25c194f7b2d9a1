"""Two regions by explicit providers; a component hands its provider down."""

import pulumi
import pulumi_aws as aws


class Bucket(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("acme:storage:Bucket", name, None, opts)
        self.bucket = aws.s3.Bucket(name, opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({"name": self.bucket.bucket})


abroad = aws.Provider("abroad", region="us-east-1")
Bucket("copy", pulumi.ResourceOptions(providers={"aws": abroad}))
aws.acm.Certificate(
    "edge",
    domain_name="example.com",
    validation_method="DNS",
    opts=pulumi.ResourceOptions(provider=abroad),
)
region = aws.get_region(opts=pulumi.InvokeOptions(provider=abroad))
aws.ssm.Parameter("region", type="String", value=region.name, tags={"region": region.name})
aws.s3.Bucket("here")
