"""Every part of the look on one page, in a real browser. Errors in its console fail the test (tests.browser)."""

import pytest
from tests.browser import axe, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def drawn(page) -> None:
    for name in ("trend", "bands", "lorenz"):
        page.wait_for_selector(f"#{name} svg.marks")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_has_no_accessibility_violations(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/gallery/?messages=1")
    drawn(page)
    axe(page)
    screenshot(page, f"gallery-{scheme}", printed=scheme == "dark")


def test_form_with_errors(page):
    page.goto("/gallery/")
    page.evaluate("document.querySelector('form[data-upload]').removeAttribute('hx-post')")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    axe(page)
    screenshot(page, "form-errors")
    page.get_by_role("link", name="Choose an answer for “Kind of person”").click()
    assert page.evaluate("document.activeElement.id") == "id_kind_0"


def test_nothing_jumps_when_charts_arrive(page):
    page.goto("/gallery/", wait_until="commit")
    page.wait_for_selector("#places")
    before = page.evaluate("document.querySelector('#places').offsetTop")
    drawn(page)
    assert page.evaluate("document.querySelector('#places').offsetTop") == before


def test_a_chart_that_is_folded_away_is_drawn_when_it_is_opened(page):
    page.goto("/gallery/")
    drawn(page)
    assert page.locator("#again svg.marks").count() == 0
    page.locator("#folded > summary").click()
    page.wait_for_selector("#again svg.marks")
    assert page.locator("#again svg.marks").bounding_box()["width"] > 500


def test_charts_follow_the_colour_scheme(page):
    page.emulate_media(color_scheme="light")
    page.goto("/gallery/")
    drawn(page)
    page.wait_for_selector("#bands svg path[fill='#12436D']")
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("#bands svg path[fill='#7FB4E8']")


def test_a_chart_tells_its_figures_under_the_pointer(page):
    page.goto("/gallery/")
    drawn(page)
    page.locator("#bands svg [aria-roledescription=bar], #bands svg path").nth(3).hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert "Contributors" in page.inner_text("#vg-tooltip-element")


def test_a_chart_that_cannot_be_drawn_becomes_its_image(page, page_problems):
    page.route("**/gallery/bars.json", lambda route: route.fulfill(status=500, body=""))
    page.goto("/gallery/")
    page.wait_for_selector("#bands img[src='/gallery/bars.svg']", state="visible")
    assert not page.locator("#trend img").is_visible()
    assert [problem for problem in page_problems if "500" in problem]
    page_problems.clear()


def test_an_upload_tells_how_far_it_is(page, tmp_path):
    export = tmp_path / "export.zip"
    export.write_bytes(b"0" * 3_400_000)
    page.goto("/gallery/")
    page.evaluate(
        """() => {
            window.seen = [];
            const shown = document.querySelector("[data-upload-progress]");
            new MutationObserver(() => seen.push(shown.hidden ? "" : shown.innerText)).observe(
                shown, {attributes: true, childList: true, subtree: true, characterData: true});
        }"""
    )
    page.set_input_files("#id_file", export)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".govuk-error-summary")
    assert any("of 3.4 MB sent" in text for text in page.evaluate("seen"))


@pytest.fixture
def plain_page(browser, gallery):
    """A browser with JavaScript switched off."""
    context = browser.new_context(base_url=gallery.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_all_is_there_without_javascript(plain_page):
    plain_page.goto("/gallery/")
    plain_page.wait_for_selector("#trend img[src='/gallery/lines.svg']", state="visible")
    plain_page.locator("#trend summary").click()
    assert plain_page.get_by_text("July 2016", exact=True).is_visible()
    plain_page.get_by_role("button", name="Save", exact=True).click()
    assert plain_page.locator(".govuk-error-summary").is_visible()
