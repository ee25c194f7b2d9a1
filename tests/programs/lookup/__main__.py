"""Asks the cloud."""

import pulumi_aws as aws

aws.s3.Bucket("bucket", bucket=aws.get_caller_identity().account_id)
