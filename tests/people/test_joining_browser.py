"""From a list of addresses to a first small step, in a real browser: invite, letter, join, be found; then leave."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import HEIGHT, WIDE, axe, screenshot, set_up

from .factories import PASSWORD

pytestmark = pytest.mark.browser

LIST = """Ann Black <ann@ambridge.example>
"Tucker, Bea" <bea@ambridge.example>; cy@ambridge.example
broken@
lee@ambridge.example"""


def letter_to(hub, address):
    """The latest letter in the outbox to an address, once the worker has put it there."""
    found = []

    def arrived():
        found[:] = [
            text
            for file in sorted((hub.data / "outbox").glob("*.log"), key=lambda each: each.stat().st_mtime_ns)
            for text in file.read_text().split("\n" + "-" * 79 + "\n")  # as Django's backend keeps them
            if f"To: {address}" in text
        ]
        return bool(found)

    hub.wait(arrived, f"a letter to {address} is in the outbox")
    return found[-1]


def link_in(letter):
    text = letter.replace("=\n", "").replace("=3D", "=")
    return re.search(r"http://\S+(/join/\S+)", text)[1]


def test_a_colleague_is_invited_joins_and_finds_a_first_step(browser, page, live_hub, page_problems):
    set_up(page, PASSWORD)
    page.goto("/ambridge-council/people/services")
    page.get_by_label("Name of the service").fill("Libraries")
    page.get_by_role("button", name="Add").click()

    page.goto("/ambridge-council/people/invitations")
    axe(page)
    screenshot(page, "invitations-none")
    page.get_by_role("button", name="Invite colleagues").click()
    page.get_by_role("button", name="Look at what was understood").click()
    expect(page.get_by_role("alert").get_by_text("Paste e-mail addresses")).to_be_visible()
    axe(page)
    page.get_by_label("E-mail addresses").fill(LIST)
    page.get_by_role("button", name="Look at what was understood").click()
    expect(page.get_by_role("heading", name="3 people will be invited.")).to_be_visible()
    expect(page.get_by_text("1 line was not understood")).to_be_visible()
    expect(page.get_by_text("Signs in already.")).to_be_visible()
    axe(page)
    screenshot(page, "invitations-preview")
    page.get_by_role("button", name="Invite 3 people").click()
    expect(page.get_by_text("0 of 3 invited have joined.")).to_be_visible()
    axe(page)
    screenshot(page, "invitations")
    link = link_in(letter_to(live_hub, "ann@ambridge.example"))

    # Passed on to somebody who is signed in: says whose it is, and does nothing.
    page.goto(link)
    expect(page.get_by_text("This invitation is for ann@ambridge.example")).to_be_visible()
    axe(page)
    screenshot(page, "join-not-yours")
    assert any("403" in problem for problem in page_problems)  # Chromium notes the status
    page_problems.clear()

    ann = browser.new_context(base_url=live_hub.url, locale="en-GB", viewport={"width": WIDE, "height": HEIGHT})
    try:
        _joins_and_is_found(ann.new_page(), link)
    finally:
        ann.close()
    _sees_how_far_each_is(page)


def _joins_and_is_found(page, link):
    page.goto(link)
    expect(page.get_by_role("heading", name="Join your colleagues at Ambridge Council")).to_be_visible()
    assert page.get_by_label("Your name", exact=True).input_value() == "Ann Black"
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert").get_by_text("Enter a password")).to_be_visible()
    axe(page)
    page.get_by_label("A password", exact=True).fill(PASSWORD)
    page.get_by_label("What do you know").fill("Easy-read leaflets")
    page.get_by_label("What would you like").fill("Somebody who has run a live question session")
    page.get_by_label("Your service").select_option(label="Libraries")
    page.get_by_label("Yes").check()
    expect(page.get_by_text("Ambridge Council runs this hub itself.")).to_be_visible()
    screenshot(page, "join")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/ambridge-council/")
    expect(page.get_by_role("heading", name="A small step to begin with")).to_be_visible()
    axe(page)
    screenshot(page, "joined")

    page.goto("/ambridge-council/people/directory?text=leaflets")
    expect(page.get_by_role("heading", name="1 person to ask")).to_be_visible()
    axe(page)
    screenshot(page, "directory")
    page.get_by_role("link", name="Change your profile").click()
    axe(page)
    page.get_by_role("textbox", name="Pronouns").fill("she/her")
    page.get_by_role("textbox", name="Languages").fill("Welsh")
    screenshot(page, "own-profile")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This is what others see of you.")).to_be_visible()
    expect(page.get_by_text("Easy-read leaflets")).to_be_visible()
    axe(page)
    screenshot(page, "profile")

    # The link has done its work: it leads its owner in, and nobody else.
    page.goto(link)
    page.wait_for_url("**/ambridge-council/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link has been used")).to_be_visible()
    axe(page)
    screenshot(page, "join-used")
    page.get_by_role("button", name="Send me a new one").click()
    expect(page.get_by_role("heading", name="Look at your e-mail")).to_be_visible()
    axe(page)
    page.goto(link)
    page.get_by_role("link", name="Not you?").click()
    axe(page)
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("Your e-mail address").fill("eve@ambridge.example")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name="You have asked")).to_be_visible()
    axe(page)


def _sees_how_far_each_is(page):
    page.goto("/ambridge-council/people/invitations")
    expect(page.get_by_role("heading", name="1 of 3 invited have joined.")).to_be_visible()
    expect(page.get_by_role("link", name="1 person asks to be invited")).to_be_visible()
    page.goto("/ambridge-council/people/access")
    page.get_by_role("link", name="Ann Black").click()
    axe(page)
    screenshot(page, "roles")
    page.get_by_role("link", name="End their sign-in").click()
    axe(page)
    screenshot(page, "deactivate")
    page.get_by_role("button", name="End their sign-in").click()
    expect(page.get_by_text("Ann Black can’t sign in here any more.")).to_be_visible()
    axe(page)
    screenshot(page, "access-left")
