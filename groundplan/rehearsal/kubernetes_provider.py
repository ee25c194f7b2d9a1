"""The stand-in for Kubernetes: `python -m groundplan.rehearsal.kubernetes_provider`."""

from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.kubernetes_resident import KubernetesResident
from groundplan.rehearsal.provider import serve

if __name__ == "__main__":
    serve(KubernetesResident(Cloud.of_this_process()), "pulumi_kubernetes")
