"""From the first page of a new hub through every page of who is who, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot

from .factories import PASSWORD

pytestmark = pytest.mark.browser


def test_set_up_then_every_page_of_the_room(page, live_hub):
    page.goto("/")
    assert page.url.endswith("/setup")
    axe(page)
    screenshot(page, "set-up")
    page.get_by_label("Your organisation’s name").fill("Ambridge Council")
    page.get_by_label("Your name").fill("Lee Green")
    page.get_by_label("Your e-mail address").fill("lee@ambridge.example")
    page.get_by_label("A password", exact=True).fill("short")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert").get_by_text("too short")).to_be_visible()
    axe(page)
    page.get_by_label("A password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/ambridge-council/")

    page.goto("/ambridge-council/people/services")
    page.get_by_label("Name of the service").fill("Libraries")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("link", name="Libraries")).to_be_visible()

    page.goto("/ambridge-council/people/access")
    page.get_by_label("Name", exact=True).fill("Ann Black")
    page.get_by_label("E-mail address").fill("ann@ambridge.example")
    page.get_by_role("button", name="Invite").click()
    live_hub.wait(lambda: any((live_hub.data / "outbox").glob("*.log")), "the worker has put the letter there")
    page.goto("/ambridge-council/people/outbox")
    expect(page.get_by_text("Join with this link.")).to_be_visible()

    page.goto("/ambridge-council/people/before-the-first-file")
    page.get_by_label("Public task").check()
    page.get_by_label("Whom can people ask").fill("Pat, dpo@ambridge.example")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("You can bring activity in")).to_be_visible()

    page.goto("/ambridge-council/people/?text=Ann")
    page.get_by_label("Ann Black").check()
    page.get_by_label("They are").select_option(label="Councillor")
    page.get_by_role("button", name="Change those ticked").click()
    axe(page)
    page.get_by_role("button", name="Change them").click()
    expect(page.get_by_text("1 person is now: Councillor.")).to_be_visible()
    axe(page)
    screenshot(page, "kinds-changed")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 person is what they were.")).to_be_visible()

    ann = page.get_by_role("link", name="Ann Black").get_attribute("href")
    service = "/ambridge-council/people/services"
    for path in (
        "/ambridge-council/people/",
        ann,
        f"{ann}/erase",
        service,
        "/ambridge-council/people/access",
        "/ambridge-council/people/organisation",
        "/ambridge-council/people/record",
        "/ambridge-council/people/outbox",
        "/ambridge-council/people/before-the-first-file",
        "/ambridge-council/people/documents/dpia",
        "/ambridge-council/people/documents/privacy-notice",
        "/ambridge-council/people/documents/staff-notice",
        "/ambridge-council/people/me",
    ):
        assert page.goto(path).status == 200, path
        axe(page)
        name = path.removeprefix("/ambridge-council/").replace(ann[-36:], "person").strip("/").replace("/", "-")
        screenshot(page, name)
