"""The pictures of the README, taken of a report: `make pictures`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import path_of_browser

WIDTH = 1280
PICTURES = {"report": ("body", "#architecture figure"), "bill": ("#bill", "#bill .bars")}
"""What each begins with on the page, and ends with."""

_MARGIN = 24


def take(browser: Browser, report: Path, folder: Path) -> list[Path]:
    """Write one PNG per picture into the folder, in light colours."""
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
    page.goto(report.resolve().as_uri())
    page.evaluate("document.querySelector('body > header').style.position = 'static'")
    files = []
    for name, (first, last) in PICTURES.items():
        begin, end = (page.locator(one).bounding_box() for one in (first, last))
        files.append(folder / f"{name}.png")
        height = end["y"] + end["height"] + _MARGIN - begin["y"]
        area = {"x": 0, "y": begin["y"], "width": WIDTH, "height": height}
        page.screenshot(path=files[-1], clip=area, full_page=True)
    page.close()
    return files


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path_of_browser(), args=["--no-sandbox"]
        )
        for file in take(chromium, Path(sys.argv[1]), Path(sys.argv[2])):
            print(file)  # noqa: T201 - the command says what it wrote
        chromium.close()
