"""The report in a real browser: whole, usable by anybody, and asking the network for nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PageOf

CHECKS = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
COLLISIONS = (Path(__file__).parent / "collisions.js").read_text(encoding="utf-8")
NARROW, WIDE = 390, 1600
REPORTS = ("prod", "staging", "crowded", "hostile", "change", "hostile change")


@contextmanager
def opened(browser: Browser, address: str, width: int = WIDE, **options: Any) -> Iterator[Page]:
    """Open a report; anything on the console, any dialog and any request fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: noise.append(f"request: {request.url[:200]}"))
    page.goto(address)
    yield page
    context.close()
    assert [one for one in noise if one != f"request: {address}" and "data:," not in one] == []


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


def seen(page: Page, selector: str) -> int:
    return page.locator(selector).filter(visible=True).count()


def items(**wanted: str) -> str:
    return "#finding-list li" + "".join(f'[data-{key}="{value}"]' for key, value in wanted.items())


@pytest.mark.parametrize("width", [320, NARROW, 800, WIDE])
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_runs_over_the_side(
    browser: Browser, address_of: PageOf, name: str, width: int
) -> None:
    with opened(browser, address_of(name), width) as page:
        open_everything(page)

        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", REPORTS)
def test_an_accessibility_checker_has_no_complaint(
    browser: Browser, address_of: PageOf, name: str, width: int, scheme: str
) -> None:
    with opened(browser, address_of(name), width, color_scheme=scheme) as page:
        open_everything(page)

        assert page.evaluate(CHECKS) == []


def test_the_checker_does_complain(browser: Browser, address_of: PageOf) -> None:
    spoil = """() => {
        document.querySelector('#theme').textContent = '';
        document.querySelector('h1').style.color = getComputedStyle(document.body).backgroundColor;
    }"""
    with opened(browser, address_of("prod"), bypass_csp=True) as page:
        page.evaluate(spoil)
        told = page.evaluate(CHECKS)

        assert [one.partition(":")[0] for one in told] == ["no name", "contrast 1.00"]


def test_findings_are_filtered_by_severity_verdict_pack_and_component(
    browser: Browser, address_of: PageOf
) -> None:
    with opened(browser, address_of("small")) as page:
        filters = page.get_by_role("form", name="Filter findings")
        everything = seen(page, items())
        for label, key, value in (
            ("Severity", "severity", "high"),
            ("Verdict", "state", "undecided"),
            ("Pack", "pack", "reliability"),
            ("Component", "component", "orders"),
        ):
            filters.get_by_label(label).select_option(value)
            wanted = page.locator(items(**{key: value})).count()

            assert seen(page, items()) == seen(page, items(**{key: value})) == wanted
            assert 0 < wanted < everything
            assert (
                filters.get_by_role("status").inner_text().startswith(f"{wanted} of {everything}")
            )

            filters.get_by_role("button", name="Clear").click()
            page.wait_for_function(
                "(number) => document.querySelectorAll('#finding-list li[hidden]').length === 0",
                arg=everything,
            )


def test_filters_work_together_and_a_rule_without_resources_goes_away(
    browser: Browser, address_of: PageOf
) -> None:
    with opened(browser, address_of("small")) as page:
        filters = page.get_by_role("form", name="Filter findings")
        filters.get_by_label("Component").select_option("media")
        filters.get_by_label("Search").fill("LIFECYCLE s3")

        assert seen(page, "#finding-list article") == 1
        assert seen(page, items()) == 1
        assert page.locator(items()).filter(visible=True).inner_text().startswith("media")

        filters.get_by_label("Search").fill("nothing like this")

        assert page.get_by_text("No finding matches these filters.").is_visible()


def test_changes_are_filtered_by_what_becomes_of_a_resource(
    browser: Browser, address_of: PageOf
) -> None:
    with opened(browser, address_of("change")) as page:
        page.get_by_label("What becomes of it").select_option("added")

        assert seen(page, "#change-list .added") > 0
        assert seen(page, "#change-list .deleted") == 0
        assert seen(page, ".reasons .deleted") > 0, "lost data stays in sight"


def test_resources_are_searched_by_name_type_and_property(
    browser: Browser, address_of: PageOf
) -> None:
    rows = "#resource-list tbody tr"
    with opened(browser, address_of("small")) as page:
        filters = page.get_by_role("form", name="Filter resources")
        for words, found in (
            ("ORDERS-primary instance", 1),
            ("aws:s3/bucket", 2),
            ("10.9.0.0/16 cidrblock", 1),
            ("no such thing", 0),
        ):
            filters.get_by_label("Search").fill(words)

            assert seen(page, rows) == found, words


def test_without_scripts_everything_is_there_and_no_dead_control(
    browser: Browser, address_of: PageOf
) -> None:
    with opened(browser, address_of("prod"), java_script_enabled=False) as page:
        assert seen(page, "#finding-list li") == page.locator("#finding-list li").count() > 0
        assert seen(page, "#resource-list tbody tr") > 100
        assert seen(page, "form, button") == 0


def test_the_theme_follows_the_system_and_the_button(browser: Browser, address_of: PageOf) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, address_of("prod"), color_scheme="dark") as page:
        button = page.get_by_role("button", name="Dark", pressed=True)
        dark = page.evaluate(ground)
        button.press("Enter")
        light = page.evaluate(ground)
        page.reload()

        assert dark == "rgb(17, 20, 23)"
        assert light == page.evaluate(ground) == "rgb(246, 246, 243)", "and it is remembered"


def test_the_keyboard_reaches_the_review_first_and_sees_where_it_is(
    browser: Browser, address_of: PageOf
) -> None:
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    with opened(browser, address_of("prod")) as page:
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the review")

        assert skip.bounding_box()["width"] > 100

        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

        for _ in range(12):
            page.keyboard.press("Tab")

            assert page.evaluate(outline) != "none"


def test_a_resource_opens_by_keyboard_and_shows_its_properties(
    browser: Browser, address_of: PageOf
) -> None:
    with opened(browser, address_of("small")) as page:
        summary = page.locator("#resource-list summary", has_text="orders-primary").first
        summary.press("Enter")

        assert page.locator("#resource-list dd", has_text="db.m6g.large").first.is_visible()


@pytest.mark.parametrize(("width", "drawing"), [(NARROW, "narrow"), (WIDE, "wide")])
def test_one_drawing_is_shown_and_it_has_a_name(
    browser: Browser, address_of: PageOf, width: int, drawing: str
) -> None:
    with opened(browser, address_of("prod"), width) as page:
        images = page.get_by_role("img", name="Architecture")

        assert images.count() == 1
        assert drawing in images.first.get_attribute("class").split()


def test_print_leaves_controls_out_and_is_light(browser: Browser, address_of: PageOf) -> None:
    with opened(browser, address_of("prod"), 760, color_scheme="dark") as page:
        page.emulate_media(media="print")

        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )
        assert seen(page, "form, nav, button") == 0
        assert page.locator("svg.wide").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 760


@pytest.mark.parametrize("name", ["prod", "staging", "crowded"])
def test_nothing_in_the_diagram_runs_into_something_else(
    browser: Browser, address_of: PageOf, name: str
) -> None:
    with opened(browser, address_of(name)) as page:
        assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize("name", ["prod", "cheap"])
def test_the_budget_is_marked_on_its_bar(browser: Browser, address_of: PageOf, name: str) -> None:
    with opened(browser, address_of(name)) as page:
        bar, mark = (
            page.locator(f".budget svg {one}").bounding_box() for one in (".rail", ".limit")
        )

    assert bar
    assert mark
    assert bar["x"] <= mark["x"]
    assert mark["x"] + mark["width"] <= bar["x"] + bar["width"] + 0.5
