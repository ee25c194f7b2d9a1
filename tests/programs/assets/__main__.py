"""Files, folders and text that travel with the program."""

import pulumi
import pulumi_aws as aws

bucket = aws.s3.Bucket("site")
aws.s3.BucketObject("index", bucket=bucket.id, source=pulumi.FileAsset("index.html"))
aws.s3.BucketObject("robots", bucket=bucket.id, source=pulumi.StringAsset("User-agent: *"))
role = aws.iam.Role("role", assume_role_policy="{}")
aws.lambda_.Function(
    "hello",
    role=role.arn,
    runtime="python3.13",
    handler="hello.main",
    code=pulumi.AssetArchive(
        {
            "hello.py": pulumi.StringAsset("def main(event, context): return 'hello'"),
            "site": pulumi.FileArchive("."),
        }
    ),
)
