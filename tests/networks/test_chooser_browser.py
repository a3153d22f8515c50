"""The page on which a file is chosen, in a real browser, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot
from tests.networks.meta import samples as meta

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _demonstration(live_hub):
    live_hub.command("demo")


def go(page):
    page.goto("/")
    page.get_by_role("button", name="Look around a demonstration council").click()
    expect(page.get_by_text("This council is made up, and so are its people and figures.")).to_be_visible()
    page.goto(page.url.split("?")[0].rstrip("/") + "/networks/bring-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring activity in")


def test_what_a_council_has_is_offered_and_the_rest_under_more(page, tmp_path):
    go(page)
    expect(page.get_by_role("radio", name="Find out from the file")).to_be_checked()
    expect(page.get_by_role("radio", name="Viva Engage")).to_be_visible()
    expect(page.get_by_role("radio", name="LinkedIn")).to_be_hidden()
    axe(page)
    screenshot(page, "bring-in-chooser")
    page.get_by_text("More: somewhere else").click()
    page.get_by_role("radio", name="LinkedIn").check()
    expect(page.get_by_role("radio", name="Find out from the file")).not_to_be_checked()
    axe(page)
    screenshot(page, "bring-in-chooser-more")

    page.get_by_role("radio", name="Find out from the file").check()
    (tmp_path / "posts.csv").write_bytes(meta.FACEBOOK)
    page.get_by_label("The file", exact=True).set_input_files(tmp_path / "posts.csv")
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url("**/imports/**")
    expect(page.get_by_text("This is taken to be from: Facebook and Instagram.")).to_be_visible()
    axe(page)
    screenshot(page, "bring-in-recognised")


def test_without_javascript(browser, live_hub, tmp_path):
    context = browser.new_context(base_url=live_hub.url, java_script_enabled=False)
    try:
        page = context.new_page()
        go(page)
        page.get_by_text("More: somewhere else").click()
        page.get_by_role("radio", name="LinkedIn").check()
        page.get_by_role("button", name="Send the file").click()
        expect(page.get_by_role("radio", name="LinkedIn")).to_be_checked()
        expect(page.get_by_role("radio", name="LinkedIn")).to_be_visible()
    finally:
        context.close()
