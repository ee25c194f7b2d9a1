"""What a person reads after a rehearsal."""

from io import StringIO

from rich.console import Console

from groundplan.forecast import Task, schedule
from groundplan.rehearsal.rehearse import Rehearsal
from groundplan.rehearsal.run_result import Step
from groundplan.review.rehearsal_terminal import show_rehearsal

DATABASE = "urn:pulumi:prod::shop::aws:rds/instance:Instance::database"
ROLE = "urn:pulumi:prod::shop::aws:iam/role:Role::task"


def shown(uncrowded: float, *second_run: Step) -> str:
    console = Console(file=StringIO(), width=200)
    took = schedule({DATABASE: Task(12), ROLE: Task(0.1)})
    show_rehearsal(Rehearsal(took, uncrowded, 2, second_run), console)
    return console.file.getvalue()


def test_the_time_and_a_quiet_second_run_are_told() -> None:
    said = shown(12)

    assert "Built 2 resources with the real engine" in said
    assert "12 min by typical times." in said
    assert "database (Instance): 12 min from minute 0.0, alone; held up by it: nothing" in said
    assert "A second run changes nothing" in said
    assert "--parallel" not in said


def test_operations_that_wait_for_their_turn_are_told_with_the_remedy() -> None:
    assert "`pulumi up --parallel 32` takes 11 min." in shown(11)


def test_a_second_run_that_changes_something_is_named() -> None:
    said = shown(12, Step("update", ROLE))

    assert "A second run changes what nobody has changed:\n  update task (Role)" in said
