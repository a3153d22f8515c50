"""The demonstration's conversations, and a newcomer's hello, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, set_up

pytestmark = pytest.mark.browser


def test_the_demonstration_talks(page):
    page.goto("/setup")
    page.get_by_role("button", name="Look around a demonstration council").click()
    page.wait_for_url("**/demonstration-council/", timeout=120_000)
    page.goto("/demonstration-council/discussions/")
    expect(page.get_by_text("This council is made up, and so are its people and figures.")).to_be_visible()
    axe(page)
    screenshot(page, "demonstration-timeline")
    page.goto("/demonstration-council/discussions/groups")
    expect(page.get_by_role("link", name="Talking with residents")).to_be_visible()
    axe(page)
    screenshot(page, "demonstration-groups")
    page.goto("/demonstration-council/discussions/unanswered")
    expect(
        page.get_by_role("link", name="Has anybody a checklist for photographs of people at events?")
    ).to_be_visible()
    axe(page)
    page.goto("/demonstration-council/discussions/groups")
    page.get_by_role("link", name="Digital help").click()
    page.get_by_role("link", name="How do I add captions to a video on a work phone?").first.click()
    expect(page.get_by_text("You needn’t install anything:")).to_be_visible()
    axe(page)
    screenshot(page, "demonstration-thread")


def test_the_first_step_is_to_say_hello(page):
    set_up(page, "many hands make light work")
    expect(page.get_by_text("Say hello to your colleagues in one sentence.")).to_be_visible()
    axe(page)
    screenshot(page, "say-hello-home")
    page.get_by_role("link", name="Say hello", exact=True).click()  # who set it up has something else to do first
    expect(page.get_by_label("Your question or subject, in one line")).to_have_value("Hello from Lee Green")
    expect(page.get_by_label("Group")).to_contain_text("Welcome: say hello")
    expect(page.get_by_label("I am asking a question")).not_to_be_checked()
    axe(page)
    screenshot(page, "say-hello")
    page.get_by_label("Say more").fill("I look after the website, and would like to know who writes about parks.")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="Hello from Lee Green")).to_be_visible()
