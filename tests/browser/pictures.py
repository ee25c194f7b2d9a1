"""The pictures of the README, taken of a report and of an example of a change: `make pictures`."""

import shutil
import subprocess
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from playwright.sync_api import Browser, sync_playwright

from groundplan.failures import CLEAN, NOT_READY
from tests.browser.conftest import path_of_browser
from tests.command import COMMAND
from tests.conftest import ROOT

WIDTH = 1280
REPORT = {"report": ("body", "#architecture figure"), "bill": ("#bill", "#bill .bars")}
CHANGE = {"change": ("body", ".changes > li:nth-child(6)")}
COMMENT = {"comment": ("body", "article")}
"""What each picture begins with on the page, and ends with."""

EXAMPLE = {
    "instance_class: db.m6g.large": "instance_class: db.m6g.xlarge",
    "min_tasks: 2": "min_tasks: 3",
    "    media:": "    uploads:",
    "${storage.media.name}": "${storage.uploads.name}",
}
"""A change of the stack file that looks harmless and is not: a bucket gets another name."""

_MARGIN = 24


def take(
    browser: Browser, page_file: Path, folder: Path, areas: dict[str, tuple[str, str]]
) -> list[Path]:
    """Write one PNG per area of the page into the folder, in light colours."""
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
    page.goto(page_file.resolve().as_uri())
    for header in page.locator("body > header").all():
        header.evaluate("(one) => { one.style.position = 'static' }")
    files = []
    for name, (first, last) in areas.items():
        begin, end = (page.locator(one).bounding_box() for one in (first, last))
        files.append(folder / f"{name}.png")
        height = end["y"] + end["height"] + _MARGIN - begin["y"]
        area = {"x": 0, "y": begin["y"], "width": WIDTH, "height": height}
        page.screenshot(path=files[-1], clip=area, full_page=True)
    page.close()
    return files


def example(stack: str, folder: Path) -> Path:
    """Give the project again, with the change made in its stack file."""
    text = (ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    for before, after in EXAMPLE.items():
        text = text.replace(before, after)
    (folder / f"Pulumi.{stack}.yaml").write_text(text, encoding="utf-8")
    usage = (ROOT / f"usage.{stack}.yaml").read_text(encoding="utf-8")
    renamed = usage.replace("storage-media", "storage-uploads")
    (folder / f"usage.{stack}.yaml").write_text(renamed, encoding="utf-8")
    (folder / "Pulumi.yaml").write_text(f"name: groundplan\nruntime: python\nmain: {ROOT}\n")
    (folder / "policies").mkdir(exist_ok=True)
    shutil.copy(ROOT / "policies/exemptions.yaml", folder / "policies")
    return folder


def told(base: Path, project: Path, stack: str, form: str) -> str:
    """Give what the command says about the change, in one of its forms."""
    words = [str(COMMAND), "diff", str(base), str(project), stack, "--format", form]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode not in (CLEAN, NOT_READY):
        raise SystemExit(done.stderr)
    return done.stdout


def as_comment(markdown: str) -> str:
    """Give a page on which a comment looks as on GitHub: folded parts closed, the alert in red."""
    frame = Path(__file__).with_name("comment.html").read_text(encoding="utf-8")
    text = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return frame.replace("COMMENT", text.replace("[!CAUTION]\n", "Caution<br>"))


def main(stack: str, review: Path, folder: Path) -> None:
    """Write the pictures, and the comment of a pull request as Markdown."""
    project = example(stack, review)
    page = review / "change.html"
    page.write_text(told(review / "plan.json", project, stack, "html"), encoding="utf-8")
    comment = told(review / "plan.json", project, stack, "markdown")
    (folder / "comment.md").write_text(comment, encoding="utf-8")
    shown = review / "comment.html"
    shown.write_text(as_comment(comment), encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path_of_browser(), args=["--no-sandbox"]
        )
        take(chromium, review / "report.html", folder, REPORT)
        take(chromium, page, folder, CHANGE)
        take(chromium, shown, folder, COMMENT)
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
