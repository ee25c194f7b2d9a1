"""The stand-in for Kubernetes: `python -m groundplan.rehearsal.kubernetes_provider`."""

from groundplan.rehearsal.kubernetes_model import KubernetesModel
from groundplan.rehearsal.provider import serve

if __name__ == "__main__":
    serve(KubernetesModel(), "pulumi_kubernetes")
