"""How clients reach a cluster: with a token of their own role, fetched for each run."""

import pulumi

from components.labels import Labels


def kubeconfig(
    labels: Labels, endpoint: pulumi.Input[str], certificate_authority: pulumi.Input[str]
) -> pulumi.Output[str]:
    """The text of a kubeconfig that holds no credentials: whoever uses it needs an AWS role.

    Source: EKS User Guide, create a kubeconfig file.
    """
    name = labels.prefix
    get_token = ["eks", "get-token", "--cluster-name", name, "--region", labels.region]
    user = {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1beta1",
            "command": "aws",
            "args": [*get_token, "--output", "json"],
            "interactiveMode": "Never",
        }
    }
    server = {"server": endpoint, "certificate-authority-data": certificate_authority}
    return pulumi.Output.json_dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": server}],
            "users": [{"name": name, "user": user}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "current-context": name,
        }
    )
