"""The table of faults in the page of reliability."""

from pathlib import Path

from groundplan.rehearsal.fault_report import BEGIN, END, column, table, write_into
from groundplan.rehearsal.fault_trial import Trial

SOUND = Trial({"refused": 3, "throttled": 2}, {"refused": 1}, {"throttled": 1}, 4, ())
LOST = Trial({"refused": 1}, {}, {}, 2, ("urn:web is missing",))
PROD = column("shop prod", [SOUND, SOUND], "2 of 9")
STAGING = column("shop staging", [LOST], "1 of 9")


def test_each_stack_has_a_column_that_adds_its_rounds() -> None:
    lines = table([PROD, STAGING]).splitlines()

    assert lines[0] == "| fault, on create, update and delete | shop prod | shop staging |"
    assert "| refused | 6 + 2 + 0 | 1 + 0 + 0 |" in lines
    assert "| throttled | 4 + 0 + 2 | 0 + 0 + 0 |" in lines
    assert "| runs of `up` and `destroy` | 8 | 2 |" in lines
    assert "| rounds | 2 of 9 | 1 of 9 |" in lines
    assert lines[-1] == "| survived | yes | no: urn:web is missing |"


def test_only_the_table_of_the_page_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")

    write_into(page, PROD)

    text = page.read_text()
    assert text.startswith(f"before\n{BEGIN}\n| fault")
    assert text.endswith(f"| survived | yes |\n{END}\nafter\n")
    assert "old" not in text


def test_a_stack_that_is_tried_again_leaves_the_others_in_the_table(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n{END}\n")
    again = column("shop prod", [SOUND], "1 of 9")

    for one in (PROD, STAGING, again):
        write_into(page, one)

    assert page.read_text() == f"{BEGIN}\n{table([again, STAGING])}\n{END}\n"


def test_a_table_of_other_titles_is_not_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n| fault | old |\n| --- | ---: |\n| burnt | 3 |\n{END}\n")

    write_into(page, PROD)

    assert page.read_text() == f"{BEGIN}\n{table([PROD])}\n{END}\n"
