"""Asks the person in front of it."""

import pulumi_aws as aws

aws.s3.Bucket(input("Which name? "))
