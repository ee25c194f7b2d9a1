"""A real browser, and the reports that it opens."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from groundplan.diff import compare_reviews
from groundplan.diff.html import diff_html
from groundplan.plan import Plan
from groundplan.review.html import html
from tests.review.reports import crowded, hostile, reviewed, small

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = f"no browser on PATH ({', '.join(NAMES)}): on Debian, apt-get install chromium"

BUDGET = {"groundplan:stack": {"monthly_budget_usd": 10_000}}

PageOf = Callable[[str], str]


def path_of_browser() -> str | None:
    """The system's own Chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; CI must have one, a laptop may do without.

    As long as it is open an event loop runs in this process, and no other can.
    """
    found = path_of_browser()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if found is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        # The sandbox needs rights that containers lack; the only pages opened are our own.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address_of(
    prod_plan: Plan, staging_plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> PageOf:
    """Give the address of the report of a plan, or of what changes between two."""
    folder = tmp_path_factory.mktemp("reports")
    plans = {"prod": prod_plan, "staging": staging_plan}
    plans |= {"small": small(), "crowded": crowded(prod_plan, 400), "hostile": hostile()}
    plans["cheap"] = replace(staging_plan, config=staging_plan.config | BUDGET)
    changes = {"change": ("staging", "prod"), "hostile change": ("small", "hostile")}
    written: dict[str, Path] = {}

    def address(name: str) -> str:
        if name not in written:
            written[name] = folder / f"{name}.html"
            sides = [reviewed(plans[one]) for one in changes.get(name, (name,))]
            text = html(*sides) if len(sides) == 1 else diff_html(compare_reviews(*sides))
            written[name].write_text(text, encoding="utf-8")
        return written[name].as_uri()

    return address
