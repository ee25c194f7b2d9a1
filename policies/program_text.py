"""Example resources as a Pulumi Python program that a reader can paste."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_REFERENCE = re.compile(r"\$\{([\w-]+)\.(\w+)\}")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_VERBATIM = ("tags", "dimensions", "defaultTags")
_WIDTH = 88
_MODULES = {"aws": "import pulumi_aws as aws", "k8s": "import pulumi_kubernetes as k8s"}


def program(resources: Mapping[str, Mapping[str, Any]]) -> str:
    """The program that makes these resources, each after those that it refers to."""
    blocks = [_resource(name, resources) for name in _ordered(resources)]
    body = "\n\n".join(blocks)
    return "\n".join(_imports(body)) + "\n\n" + body + "\n"


def _imports(body: str) -> Iterator[str]:
    if "json.dumps(" in body.replace("pulumi.Output.json_dumps(", ""):
        yield "import json\n"
    if "pulumi." in body:
        yield "import pulumi"
    for alias, line in _MODULES.items():
        if f"{alias}." in body:
            yield line
    if "random." in body:
        yield "import pulumi_random as random"


def _ordered(resources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Names in an order in which every reference points back."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        for other in sorted(references(resources[name])):
            if other in resources and other != name:
                visit(other)
        done.append(name)

    for name in sorted(resources, key=lambda name: name != "aws"):
        visit(name)
    return done


def references(value: Any) -> set[str]:
    """The names of the resources that a value refers to."""
    if isinstance(value, str):
        return {match[1] for match in _REFERENCE.finditer(value)}
    items: Iterable[Any] = ()
    if isinstance(value, Mapping):
        items = value.values()
    elif isinstance(value, list):
        items = value
    return {name for item in items for name in references(item)}


def _resource(name: str, resources: Mapping[str, Mapping[str, Any]]) -> str:
    one = resources[name]
    arguments = [f'"{name}"']
    for key, value in one.get("inputs", {}).items():
        if one["type"].startswith("pulumi:providers:") and isinstance(value, Mapping):
            value = value.get("$json", value)  # noqa: PLW2901 - the SDK turns it into JSON itself
        text = _value(value, resources, verbatim=key in _VERBATIM, indent=1)
        arguments.append(f"{_snake(key)}={text}")
    options = ["protect=True"] if one.get("protect") else []
    if one["type"].startswith("aws:") and "aws" in resources:
        options.append("provider=aws_provider")
    if options:
        arguments.append(f"opts=pulumi.ResourceOptions({', '.join(options)})")
    joined = "".join(f"    {one},\n" for one in arguments)
    return f"{variable(name)} = {_class(one['type'])}(\n{joined})"


def variable(name: str) -> str:
    """The variable that holds a resource."""
    return "aws_provider" if name == "aws" else name.replace("-", "_")


def _class(token: str) -> str:
    package, module, name = token.split(":")
    if package == "pulumi":
        return "aws.Provider"
    if package == "random":
        return f"random.{name}"
    if package == "kubernetes":
        return f"k8s.{module.replace('.k8s.io', '').replace('/', '.')}.{name}"
    return f"{package}.{module.partition('/')[0]}.{name}"


def _snake(name: str) -> str:
    return _WORD.sub("_", name).lower()


def _value(value: Any, resources: Mapping[str, Any], *, verbatim: bool, indent: int) -> str:
    if isinstance(value, str):
        return _text(value, resources)
    if isinstance(value, Mapping) and "$json" in value:
        inner = _value(value["$json"], resources, verbatim=True, indent=indent)
        live = references(value) & resources.keys()
        return f"pulumi.Output.json_dumps({inner})" if live else f"json.dumps({inner})"
    if isinstance(value, Mapping):
        items = [
            f'"{key if verbatim else _snake(key)}": '
            + _value(item, resources, verbatim=verbatim or key in _VERBATIM, indent=indent + 1)
            for key, item in value.items()
        ]
        return _wrapped("{", items, "}", indent)
    if isinstance(value, list):
        items = [_value(item, resources, verbatim=verbatim, indent=indent + 1) for item in value]
        return _wrapped("[", items, "]", indent)
    return repr(value)


def _wrapped(start: str, items: list[str], end: str, indent: int) -> str:
    line = start + ", ".join(items) + end
    if len(line) + 4 * indent < _WIDTH and "\n" not in line:
        return line
    space = "    " * (indent + 1)
    return start + "\n" + "".join(f"{space}{item},\n" for item in items) + "    " * indent + end


def _text(value: str, resources: Mapping[str, Any]) -> str:
    """A text, an output, or both joined; what is not part of the example becomes text."""
    known = _REFERENCE.sub(
        lambda match: match[0] if match[1] in resources else f"{match[1]}-{match[2]}", value
    )
    parts = [one for one in re.split(r"(\$\{[\w-]+\.\w+\})", known) if one]
    found = [
        f"{variable(match[1])}.{_snake(match[2])}"
        if (match := _REFERENCE.fullmatch(part))
        else _quoted(part)
        for part in parts
    ]
    if len(found) > 1:
        return f"pulumi.Output.concat({', '.join(found)})"
    return found[0] if found else '""'


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', '\\"') + '"'
