"""The pictures of the README: made by the product, small, and there."""

import json
import re
import struct
from pathlib import Path

from playwright.sync_api import Browser

from groundplan.plan import Plan
from groundplan.review.html import html
from tests.browser.pictures import (
    COMMENT,
    EXAMPLE,
    REPORT,
    WIDTH,
    as_comment,
    example,
    take,
    told,
)
from tests.conftest import ROOT
from tests.review.reports import reviewed, small

LARGEST_BYTES = 300_000


def size(file: Path) -> tuple[int, int]:
    """Width and height, from the header of a PNG."""
    return struct.unpack(">II", file.read_bytes()[16:24])


def test_every_picture_that_the_readme_shows_is_there_and_small() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/pictures/[^)]+)\)", (ROOT / "README.md").read_text())

    assert shown
    assert all((ROOT / name).stat().st_size < LARGEST_BYTES for name in shown)


def test_pictures_are_taken_of_any_report(browser: Browser, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text(html(reviewed(small())), encoding="utf-8")
    files = take(browser, report, tmp_path / "pictures", REPORT)

    assert [file.stem for file in files] == list(REPORT)
    assert {size(file)[0] for file in files} == {WIDTH}
    assert all(size(file)[1] > 400 for file in files)


def test_the_example_of_a_change_is_one_and_loses_a_bucket(tmp_path: Path, prod_plan: Plan) -> None:
    (tmp_path / "base.json").write_text(json.dumps(prod_plan.to_json()))
    text = (ROOT / "Pulumi.prod.yaml").read_text()
    comment = told(tmp_path / "base.json", example("prod", tmp_path), "prod", "markdown")

    assert [before for before in EXAMPLE if before not in text] == []
    assert "**storage-media (Bucket)** is deleted" in comment


def test_a_comment_is_shown_as_github_shows_it(browser: Browser, tmp_path: Path) -> None:
    page_file = tmp_path / "comment.html"
    comment = (ROOT / "docs/pictures/comment.md").read_text(encoding="utf-8")
    page_file.write_text(as_comment(comment), encoding="utf-8")
    (picture,) = take(browser, page_file, tmp_path / "pictures", COMMENT)
    page = browser.new_page()
    page.goto(page_file.as_uri())

    assert size(picture)[1] < 500, "what is long is folded"
    assert page.locator("blockquote").inner_text().startswith("Caution\nData is lost:")
    assert page.locator("details table").count() == page.locator("details").count() > 0
    page.close()
