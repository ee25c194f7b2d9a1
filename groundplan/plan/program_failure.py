"""What is told when a program cannot be recorded: where, why, and what to type next."""

from collections.abc import Mapping, Sequence
from typing import Any

from groundplan.plan.interpreter import install_command, interpreter_of
from groundplan.plan.project import ProgramInvalid, Project

_NETWORK = (
    "\nit asks the network itself, and got no answer: run this where it gets one, or review the "
    "engine's own preview (--from-preview)"
)


def failure(project: Project, answer: Mapping[str, Any]) -> ProgramInvalid:
    """The program's error in words; its output and traceback are the details."""
    error = answer["error"]
    return ProgramInvalid(
        _words(project, error) + _rests_on(answer), answer["printed"] + error["traceback"]
    )


def _words(project: Project, error: Mapping[str, Any]) -> str:
    if error["kind"] == "LookupRefused":
        return (
            f"the program asks the cloud with {error['message']}, which has no answer offline: "
            "state the value in the stack file, or review the engine's preview (--from-preview)"
        )
    if error["kind"] == "RunError":
        return error["message"]
    if error["kind"] == "ModuleNotFoundError" and error["module"]:
        module, python = error["module"], interpreter_of(project)
        return (
            f"the program of {project.name} needs the package of {module}, which {python} "
            f"does not have: `{install_command(project, module)}`"
        )
    place = f" at {error['place']}" if error["place"] else ""
    if error["cause"] == "environment":
        name = error["message"].strip("'")
        return (
            f"the program of {project.name} needs the environment variable {name}{place}: "
            f"`{name}=... groundplan review ...`"
        )
    told = f"the program of {project.name} failed{place}: {error['kind']}: {error['message']}"
    return told + (_NETWORK if error["cause"] == "network" else "")


def _rests_on(answer: Mapping[str, Any]) -> str:
    missing = "".join(f"\n  {one['key']}: {one['placeholder']}" for one in _missing(answer))
    assumed = "".join(f"\n  {told}" for told in answer["caveats"])
    return (
        f"\nit ran with placeholders for missing configuration:{missing}" if missing else ""
    ) + (f"\nit ran without a cloud, so that:{assumed}" if assumed else "")


def _missing(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return answer.get("missing_config", ())


def missing_config(stack: str, missing: Sequence[Mapping[str, Any]]) -> ProgramInvalid:
    """All keys that the stack does not set, and the three ways on."""
    lines = "".join(f"\n  {one['key']} ({_kind(one)})" for one in missing)
    first = missing[0]
    secret = "--secret " if first["is_secret"] else ""
    return ProgramInvalid(
        f"stack {stack} lacks configuration that the program requires:{lines}\n"
        f"set it (`pulumi config set {secret}{first['key']} ...`), pass it "
        f"(`--config {first['key']}=...`), or let placeholders stand in (`--assume-config`)"
    )


def _kind(one: Mapping[str, Any]) -> str:
    return f"secret {one['kind']}" if one["is_secret"] else one["kind"]
