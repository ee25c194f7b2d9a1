"""`groundplan rehearse`: the real engine deploys a stack, and no cloud is touched."""

from pathlib import Path

import typer
from rich.console import Console

from groundplan.failures import CLEAN, NOT_READY, told_in_words
from groundplan.interruption import ended_by_sigterm
from groundplan.plan import Project
from groundplan.target import Target
from groundplan.target_options import Settings, Verbose, Words, configuration


def rehearse(words: Words = None, *, config: Settings = None, verbose: Verbose = False) -> None:
    """Deploy a stack with the real Pulumi engine and stand-ins for the clouds.

    Needs `pulumi` on PATH, or Go to build it once. Touches no account, no stack of yours and no
    credentials. Shows how long a deployment takes, what holds it up, and whether a second one
    would change anything.
    """
    from groundplan.rehearsal.engine import required
    from groundplan.rehearsal.rehearse import rehearse as rehearse_stack
    from groundplan.review.rehearsal_terminal import show_rehearsal, told

    with told_in_words(verbose=verbose), ended_by_sigterm():
        target, given = Target.of(words), configuration(config)
        folder, engine = target.folder or Path(), required()
        Project.read(folder).stack_file(target.stack)
        with told(f"Rehearsing {target.stack}") as progress:
            shown = rehearse_stack(folder, target.stack, engine, config=given, progress=progress)
        show_rehearsal(shown, Console(highlight=False))
        raise typer.Exit(NOT_READY if shown.second_run else CLEAN)
