"""The stand-in for the `aws` provider: `python -m groundplan.rehearsal.aws_provider`."""

from importlib.metadata import version

from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.provider import serve

if __name__ == "__main__":
    serve(AwsModel(), version("pulumi_aws"))
