"""How the command ends: exit codes, and every failure told in words."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from groundplan.interruption import noticed_interruption

CLEAN, NOT_READY, BROKEN, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


@contextmanager
def told_in_words(*, verbose: bool) -> Iterator[None]:
    """Turn every failure into one message and its exit code; tracebacks only when asked for."""
    with noticed_interruption() as struck:
        try:
            yield
        except typer.Exit:
            raise
        except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - the last resort
            if struck() or isinstance(error, KeyboardInterrupt):
                _tell("interrupted; nothing was written")
                raise typer.Exit(INTERRUPTED) from None
            if code := _foreseen(error):
                _tell(str(error), getattr(error, "details", "") if verbose else "")
                raise typer.Exit(code) from None
            advice = "" if verbose else " (--verbose shows where)"
            _tell(
                f"groundplan itself failed: {type(error).__name__}: {error}{advice}",
                traceback.format_exc() if verbose else "",
            )
            raise typer.Exit(FAILED) from None


def _foreseen(error: BaseException) -> int | None:
    """The exit code of a failure whose message says all; None for a mistake of ours."""
    from groundplan.cost import PriceListInvalid, RegionMissing, UsageInvalid
    from groundplan.cost.refresh import PricesRefused
    from groundplan.exemptions import ExemptionsInvalid
    from groundplan.output_folder import OutputRefused
    from groundplan.plan import PlanInvalid, ProgramInvalid
    from groundplan.policy_config import PolicyConfigInvalid
    from groundplan.rehearsal.engine import EngineMissing
    from groundplan.rehearsal.rehearse import RehearsalFailed
    from groundplan.rehearsal.workspace import WorkspaceError
    from groundplan.review.explanation import PolicyUnknown
    from groundplan.settings import SettingsInvalid
    from groundplan.target import OptionRefused

    inputs = PlanInvalid, ProgramInvalid, SettingsInvalid, UsageInvalid, ExemptionsInvalid
    asked = OptionRefused, PolicyConfigInvalid, PolicyUnknown, PricesRefused, RegionMissing
    if isinstance(error, (*inputs, *asked, RehearsalFailed, WorkspaceError)):
        return BROKEN
    missing = EngineMissing, OutputRefused, PriceListInvalid
    return FAILED if isinstance(error, missing) else None


def _tell(message: str, details: str = "") -> None:
    if details:
        sys.stderr.write(f"{details.rstrip()}\n")
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        f"error: {message}", style="red", markup=False
    )
