"""The stand-in for the `aws` provider: `python -m groundplan.rehearsal.aws_provider`."""

from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.aws_resident import AwsResident
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.provider import serve

if __name__ == "__main__":
    serve(AwsResident(AwsModel(), Cloud.of_this_process()), "pulumi_aws")
