"""Policy documents by the look-up that needs no account."""

import pulumi_aws as aws

bucket = aws.s3.Bucket("data", bucket="acme-data")
trust = aws.iam.get_policy_document(
    statements=[
        {
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["ecs-tasks.amazonaws.com"]}],
        }
    ]
)
access = aws.iam.get_policy_document_output(
    statements=[
        {
            "sid": "Read",
            "actions": ["s3:GetObject", "s3:ListBucket"],
            "resources": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/&{aws:username}"],
            "conditions": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}],
        }
    ]
)
of_the_bucket = aws.iam.get_policy_document_output(
    statements=[{"actions": ["s3:*"], "resources": [bucket.arn]}]
)
role = aws.iam.Role("role", assume_role_policy=trust.json)
aws.iam.RolePolicy("read", role=role.id, policy=access.json)
aws.s3.BucketPolicy("policy", bucket=bucket.id, policy=of_the_bucket.json)
