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
    return {"address": host, "primaryEndpointAddress": host, "result": _PASSWORD}


class _Answers(pulumi.runtime.Mocks):
    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.containers: dict[str, Any] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ == "aws:secretsmanager/secretVersion:SecretVersion":
            self.secrets[args.inputs["secretId"]] = args.inputs["secretString"]["value"]
        if args.typ == "aws:ecs/taskDefinition:TaskDefinition":
            (self.containers[args.name],) = json.loads(args.inputs["containerDefinitions"])
        arn = f"arn:{args.inputs.get('name', args.name)}"
        return arn, {"arn": arn, **_computed(args.name), **args.inputs}

    def call(self, _args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        return {"json": "{}"}

    def variables(self, container: dict[str, Any]) -> dict[str, str]:
        plain = {one["name"]: one["value"] for one in container["environment"]}
        return plain | {one["name"]: self._value(one) for one in container["secrets"]}

    def _value(self, secret: dict[str, str]) -> str:
        name, _, key = secret["valueFrom"].rpartition(":secret:")[2].partition(":")
        text = self.secrets.get(name, "given-by-hand")
        key = key.removesuffix("::")
        return str(json.loads(text)[key]) if key else text


def _main(folder: Path, stack: str) -> None:
    answers, project = _Answers(), Project.read(folder)
    pulumi.runtime.set_mocks(answers, project=project.name, stack=stack, preview=True)
    pulumi.runtime.set_all_config(dict(project.config(stack).values))

    @pulumi.runtime.test
    def program() -> None:
        runpy.run_path(str(project.main / "__main__.py"), run_name="__main__")

    program()
    sys.stdout.write(
        json.dumps({name: answers.variables(one) for name, one in answers.containers.items()})
    )


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
