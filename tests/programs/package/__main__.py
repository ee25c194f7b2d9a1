"""Uses a component that its package builds elsewhere, in another language."""

import pulumi
import pulumi_aws as aws


class Cluster(pulumi.ComponentResource):
    endpoint: pulumi.Output[str]

    def __init__(self, name: str) -> None:
        super().__init__("acme:index:Cluster", name, {"nodes": 3, "endpoint": None}, remote=True)

    def login(self) -> pulumi.Output[dict]:
        return pulumi.runtime.call("acme:index:Cluster/login", {"__self__": self}, self)


cluster = Cluster("cluster")
aws.ssm.Parameter("endpoint", type="String", value=cluster.endpoint)
aws.ssm.Parameter("login", type="String", value=cluster.login()["token"])
