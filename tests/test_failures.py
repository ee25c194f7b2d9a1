"""How a command ends when something goes wrong in it."""

import signal

import pytest
import typer

from groundplan.failures import FAILED, INTERRUPTED, told_in_words


def build_a_model() -> None:
    """As pydantic does in its own language: what strikes it is in the text of its error."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise ValueError("the model cannot be built: KeyboardInterrupt") from None


def test_an_interruption_is_one_whatever_is_made_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as end, told_in_words(verbose=False):
        build_a_model()

    assert end.value.exit_code == INTERRUPTED
    assert capsys.readouterr().err == "error: interrupted; nothing was written\n"


def test_a_mistake_of_ours_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as end, told_in_words(verbose=False):
        raise ZeroDivisionError("by nothing")

    assert end.value.exit_code == FAILED
    assert "groundplan itself failed: ZeroDivisionError: by nothing" in capsys.readouterr().err
