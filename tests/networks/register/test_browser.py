"""The register in a real browser, in the demonstration council that a visitor looks around."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _demonstration(live_hub):
    live_hub.command("demo")


LINES = (
    "Network\tName\tHow many can post\nFacebook\tDemonstration Parks\t1\nBluesky\t\t2\nX\tDemonstration Council\t3\n"
)


def test_from_a_pasted_list_to_one_more_pair_of_hands(page):
    page.goto("/")
    page.get_by_role("button", name="Look around a demonstration council").click()
    expect(page.get_by_text("This council is made up, and so are its people and figures.")).to_be_visible()

    page.get_by_role("link", name="Accounts and places").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "12 accounts and places. Six would gain from another pair of hands."
    )
    axe(page)
    screenshot(page, "register", printed=True)

    page.get_by_role("link", name="Paste a list or bring a CSV file in").click()
    page.wait_for_url("**/paste/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    screenshot(page, "register-paste")
    page.get_by_label("Paste lines from a spreadsheet").fill(LINES)
    page.get_by_role("button", name="Show what it says").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 line is new. 1 line changes something.")
    expect(page.locator("#refused")).to_contain_text("The account’s name is missing.")
    axe(page)
    screenshot(page, "register-preview")

    page.get_by_role("button", name="Keep 2 lines").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "13 accounts and places. Six would gain from another pair of hands."
    )
    page.get_by_role("link", name="Demonstration Parks").click()
    page.wait_for_load_state()
    page.get_by_label("Who can post").fill("Person 001\nPerson 020\nPerson 021")
    page.get_by_label("How many people can post").fill("")
    axe(page)
    screenshot(page, "register-edit")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Five would gain from another pair of hands.")

    page.get_by_role("link", name="Demonstration Parks").click()
    page.get_by_role("link", name="Remove from the register").click()
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("12 accounts and places.")


def test_works_without_javascript(browser, live_hub):
    context = browser.new_context(base_url=live_hub.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Look around a demonstration council").click()
    page.get_by_role("link", name="Accounts and places").click()
    page.get_by_label("Network").select_option("Facebook")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#register tbody tr")).to_have_count(2)
    context.close()
