"""The options that name what a command looks at, the same for every command that looks at one."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from groundplan.completion import stacks
from groundplan.failures import told_in_words
from groundplan.plan.record import TIMEOUT_SECONDS
from groundplan.policy_config import PolicyConfig, read_policy_config
from groundplan.target import OptionRefused, Running, Target

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH] [STACK]",
        help="A project's folder (here by default) and a stack.",
        autocompletion=stacks,
    ),
]
PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        "--head",
        metavar="FILE",
        help="Look at this plan.json instead of running a program.",
    ),
]
PreviewFile = Annotated[
    Path | None,
    typer.Option(
        "--from-preview",
        metavar="FILE",
        help="A preview: `pulumi preview --json --show-sames`; - reads it.",
    ),
]
ExportFile = Annotated[
    Path | None,
    typer.Option(
        "--from-export",
        metavar="FILE",
        help="A deployed stack: `pulumi stack export`; - reads it.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--config", metavar="KEY=VALUE", help="Set a key over the stack file."),
]
AssumeConfig = Annotated[
    bool, typer.Option("--assume-config", help="Let placeholders stand in for missing keys.")
]
Timeout = Annotated[
    float,
    typer.Option(
        min=1, metavar="SECONDS", help="How long a program may take before it is stopped."
    ),
]
PolicyConfigs = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy-config",
        metavar="FILE",
        help="Levels and figures of policies, as for --policy-pack-config; may repeat.",
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", help="Show tracebacks, and what a failing program printed.")
]


def _options(
    words: Words = None,
    *,
    plan: PlanFile = None,
    from_preview: PreviewFile = None,
    from_export: ExportFile = None,
    config: Settings = None,
    assume_config: AssumeConfig = False,
    timeout: Timeout = TIMEOUT_SECONDS,
) -> Target:
    how = running(config, assume_config=assume_config, timeout=timeout)
    files = [file for file in (plan, from_preview, from_export) if file]
    if len(files) > 1:
        raise OptionRefused("name one of --plan, --from-preview and --from-export, not several")
    return Target.of(words, files[0] if files else None, how)


def looks_at_a_target(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command these options, its target, and words for every failure."""
    ours = inspect.signature(_options).parameters
    theirs = inspect.signature(command).parameters
    verbose = inspect.Parameter(
        "verbose", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Verbose
    )

    @functools.wraps(command)
    def wrapped(**values: Any) -> None:
        with told_in_words(verbose=values.pop("verbose")):
            target = _options(**{name: values.pop(name) for name in ours})
            command(target, **values)

    own = [parameter for name, parameter in theirs.items() if name != "target"]
    signature = inspect.Signature([*ours.values(), *own, verbose])
    wrapped.__signature__ = signature  # type: ignore[attr-defined]
    wrapped.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    return wrapped


def policy_config_of(files: list[Path] | None) -> PolicyConfig:
    """What the files set for the policies; nothing without any. Raises PolicyConfigInvalid."""
    if not files:
        return {}
    from groundplan.review.judge import config_schemas

    return read_policy_config(files, config_schemas())


def running(config: list[str] | None, *, assume_config: bool, timeout: float) -> Running:
    """How a program is run, from the options. Raises OptionRefused."""
    given = configuration(config)
    return Running(given, assume_config=assume_config, timeout_seconds=timeout)


def configuration(pairs: list[str] | None) -> dict[str, str]:
    """Read the values of `--config`. Raises OptionRefused."""
    return dict(_pair(text) for text in pairs or ())


def _pair(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator or not key:
        raise OptionRefused(
            f"--config {text}: write KEY=VALUE, such as --config aws:region=eu-west-1"
        )
    return key, value
