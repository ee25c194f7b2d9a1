"""Kubernetes: objects, manifests, a release and a chart."""

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.helm.v3 import Chart, ChartOpts, FetchOpts

cluster = kubernetes.Provider("cluster", kubeconfig=pulumi.Config().require_secret("kubeconfig"))
options = pulumi.ResourceOptions(provider=cluster)
kubernetes.core.v1.Namespace("shop", opts=options)
kubernetes.yaml.ConfigGroup(
    "manifests",
    yaml=[
        """
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}]}
"""
    ],
    opts=pulumi.ResourceOptions(providers={"kubernetes": cluster}),
)
kubernetes.helm.v3.Release(
    "ingress",
    chart="ingress-nginx",
    repository_opts={"repo": "https://kubernetes.github.io/ingress-nginx"},
    opts=options,
)
Chart("redis", ChartOpts(chart="redis", fetch_opts=FetchOpts(repo="https://example.com")), options)
