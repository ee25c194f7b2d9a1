"""The table of faults in the page of reliability."""

from pathlib import Path

from groundplan.rehearsal.fault_report import BEGIN, END, Row, table, write_into
from groundplan.rehearsal.fault_trial import Trial

SOUND = Row("shop prod", Trial({"refused": 3, "throttled": 2}, {"refused": 1}, 4, ()))
LOST = Row("shop staging", Trial({"refused": 1}, {}, 2, ("urn:web is missing",)))


def test_each_stack_has_a_column_that_adds_its_rounds() -> None:
    lines = table([SOUND, SOUND, LOST]).splitlines()

    assert lines[0] == "| fault, on create and on update | shop prod | shop staging |"
    assert "| refused | 6 + 2 | 1 + 0 |" in lines
    assert "| runs of `up` | 8 | 2 |" in lines
    assert lines[-1] == "| survived | yes | no: urn:web is missing |"


def test_only_the_table_of_the_page_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")

    write_into(page, [SOUND], "Rounds: 1.")

    text = page.read_text()
    assert text.startswith(f"before\n{BEGIN}\n| fault")
    assert text.endswith(f"| survived | yes |\n\nRounds: 1.\n{END}\nafter\n")
    assert "old" not in text
