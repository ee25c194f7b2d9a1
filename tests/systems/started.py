"""Run the root program on answers made up here, and print what each container starts with.

Only this shows secrets in clear text, because nothing here is one.
"""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pulumi

from groundplan.plan.project import Project

_PASSWORD = "Zq7" * 16


def _computed(name: str) -> dict[str, Any]:
    """What AWS and the random provider would answer; each host is named after its resource."""
    host = f"{name}.internal"
    addresses = dict.fromkeys(("address", "endpoint", "primaryEndpointAddress"), host)
    return {**addresses, "result": _PASSWORD}


class _Answers(pulumi.runtime.Mocks):
    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.containers: dict[str, Any] = {}
        self.pods: dict[str, Any] = {}
        self.mounted: dict[str, Any] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ == "aws:secretsmanager/secretVersion:SecretVersion":
            self.secrets[args.inputs["secretId"]] = args.inputs["secretString"]["value"]
        if args.typ == "aws:ecs/taskDefinition:TaskDefinition":
            (self.containers[args.name],) = json.loads(args.inputs["containerDefinitions"])
        if args.typ == "kubernetes:apps/v1:Deployment":
            (self.pods[args.name],) = args.inputs["spec"]["template"]["spec"]["containers"]
        if args.typ.endswith(":SecretProviderClass"):
            objects = args.inputs["spec"]["parameters"]["objects"]
            self.mounted[args.inputs["metadata"]["name"]] = json.loads(objects)
        arn = f"arn:{args.inputs.get('name', args.name)}"
        return arn, {"arn": arn, **_computed(args.name), **args.inputs}

    def call(self, _args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        return {"json": "{}"}

    def started(self) -> dict[str, dict[str, str]]:
        """The variables of each task and of each pod, by the name of its service."""
        tasks = {name: self._of_task(one) for name, one in self.containers.items()}
        return tasks | {name: self._of_pod(name, one) for name, one in self.pods.items()}

    def _of_task(self, container: dict[str, Any]) -> dict[str, str]:
        plain = {one["name"]: one["value"] for one in container["environment"]}
        secret = {one["name"]: _split(one["valueFrom"]) for one in container["secrets"]}
        return plain | {name: self._value(*one) for name, one in secret.items()}

    def _of_pod(self, service: str, container: dict[str, Any]) -> dict[str, str]:
        """What the driver mounts under an alias becomes the variable of that name."""
        plain = {one["name"]: one["value"] for one in container["env"] if "value" in one}
        mounted = [one for one in self.mounted[service] if "objectAlias" in one]
        parts = [one for one in self.mounted[service] if "jmesPath" in one]
        whole = {one["objectAlias"]: self._value(one["objectName"]) for one in mounted}
        keys = {
            key["objectAlias"]: self._value(one["objectName"], key["path"])
            for one in parts
            for key in one["jmesPath"]
        }
        return plain | whole | keys

    def _value(self, arn: str, key: str = "") -> str:
        text = self.secrets.get(arn.rpartition(":secret:")[2], "given-by-hand")
        return str(json.loads(text)[key]) if key else text


def _split(reference: str) -> tuple[str, str]:
    """The ARN, and the key of `arn:...:secret:name:key::` or nothing."""
    arn, _, name = reference.rpartition(":secret:")
    name, _, key = name.partition(":")
    return f"{arn}:secret:{name}", key.removesuffix("::")


def _main(folder: Path, stack: str) -> None:
    answers, project = _Answers(), Project.read(folder)
    pulumi.runtime.set_mocks(answers, project=project.name, stack=stack, preview=True)
    pulumi.runtime.set_all_config(dict(project.config(stack).values))

    @pulumi.runtime.test
    def program() -> None:
        runpy.run_path(str(project.main / "__main__.py"), run_name="__main__")

    program()
    sys.stdout.write(json.dumps(answers.started()))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
