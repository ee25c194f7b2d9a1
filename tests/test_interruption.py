"""Requests to end that come while something is begun that must then be ended."""

import signal

import pytest

from groundplan.interruption import held_back


def test_a_request_to_end_waits_until_it_can_be_answered() -> None:
    begun = []

    with held_back() as let_go:
        signal.raise_signal(signal.SIGINT)
        begun.append("a child process")
        with pytest.raises(KeyboardInterrupt):
            let_go()

    assert begun == ["a child process"]


def test_a_request_that_nobody_let_go_is_not_lost() -> None:
    with pytest.raises(KeyboardInterrupt), held_back():
        signal.raise_signal(signal.SIGINT)


def test_afterwards_requests_are_answered_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)

    with held_back() as let_go:
        let_go()
        assert signal.getsignal(signal.SIGINT) is before
