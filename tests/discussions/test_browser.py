"""Journey 4 in two browsers: a question is asked, seen live, answered, reacted to, marked, found again and cited."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.browser

PEOPLE = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from manyhands.people import actions, queries
from manyhands.people.types import Role
council = actions.create_organisation(name="Ambridge Council")
actions.add_first_person(organisation=council, name="Ada", email="ada@ambridge.example", password={password!r})
by = queries.system_persona(council).pk
for name, role in (("Lee Green", Role.DIGITAL_LEAD), ("Ann Archer", Role.MEMBER)):
    email = name.partition(" ")[0].lower() + "@ambridge.example"
    user = actions.invite(organisation=council, name=name, email=email, roles=[role], by=by).user
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print("session", session.session_key)
"""


@pytest.fixture(scope="module")
def council(live_hub):
    """A council of a digital lead, Lee, and a colleague, Ann; each is signed in by the key of a session."""
    said = live_hub.command("shell", "-c", PEOPLE.format(password=PASSWORD)).stdout
    live_hub.lee, live_hub.ann = re.findall(r"session (\w+)", said)
    return live_hub


@pytest.fixture
def second(browser, council, page_problems):
    """A page of somebody else's browser, watched as the first is."""
    context = browser.new_context(base_url=council.url, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    context.on("weberror", lambda error: page_problems.append(f"script error: {error.error}"))
    context.on("console", lambda line: line.type == "error" and page_problems.append(f"console: {line.text}"))
    yield context.new_page()
    context.close()


def sign_in(page, council, session):
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": council.url}])
    page.goto("/ambridge-council/")


def look(page, name):
    axe(page)
    screenshot(page, f"discussions-{name}")


def test_journey_4(council, page, second, page_problems):
    lee, ann = page, second
    sign_in(lee, council, council.lee)
    sign_in(ann, council, council.ann)

    lee.get_by_role("link", name="Discussions").click()
    look(lee, "empty")
    lee.goto("/ambridge-council/discussions/groups")
    look(lee, "groups-none")
    lee.get_by_role("button", name="Make a group").click()
    lee.get_by_label("Name", exact=True).fill("Libraries")
    lee.get_by_label("What it is for").fill("What works at the counter, and behind it.")
    look(lee, "group-new")
    lee.get_by_role("button", name="Make the group").click()
    expect(lee.get_by_role("heading", name="Libraries")).to_be_visible()
    group = lee.url
    look(lee, "group-empty")

    ann.goto("/ambridge-council/discussions/groups")
    ann.get_by_role("button", name="Join Libraries").click()
    expect(ann.get_by_role("heading", name="Libraries")).to_be_visible()

    # Ann has the group open; Lee asks.
    lee.get_by_role("button", name="Ask or begin a conversation").click()
    lee.get_by_role("button", name="Send").click()
    expect(lee.get_by_role("alert")).to_contain_text("Fill in")
    page_problems.clear()  # the browser notes that a form came back (422)
    axe(lee)
    lee.get_by_label("Your question or subject, in one line").fill("How do you count visits?")
    lee.get_by_label("Say more").fill("We count **by hand**, twice a year. #visits")
    look(lee, "ask")
    lee.get_by_role("button", name="Send").click()
    expect(lee.get_by_role("heading", name="How do you count visits?")).to_be_visible()
    thread = lee.url

    # She is told on the page that is open, and by a notice, without loading anything anew.
    expect(ann.get_by_text("Something new was said here.")).to_be_visible()
    expect(ann.locator(".mh-count").first).to_have_text("1")
    ann.get_by_role("link", name="Something new was said here. Show it.").click()
    ann.get_by_role("link", name="How do you count visits?").click()
    expect(ann.get_by_text("by hand")).to_be_visible()
    look(ann, "thread-unanswered")

    # Both have the thread open: what one writes, the other sees.
    ann.get_by_label("Your answer").fill("A gate at the door, @Lee Green. 1. cheap 2. exact")
    ann.get_by_role("button", name="Send your answer").click()
    arrived = lee.locator("article", has_text="A gate at the door")
    expect(arrived).to_be_visible()
    expect(arrived.locator(".mh-author")).to_have_text("Ann Archer")
    assert arrived.get_by_role("link", name="@Lee Green").get_attribute("href").startswith("/ambridge-council/")
    arrived.get_by_role("button", name=re.compile("Thank you")).click()
    expect(arrived.get_by_role("button", name=re.compile("Thank you"))).to_have_attribute("aria-pressed", "true")
    hers = ann.locator("article", has_text="A gate at the door")
    expect(hers.locator('[data-reaction="thanks"]')).to_have_text("1")
    arrived.get_by_role("button", name="This helped").click()
    lee.wait_for_load_state()
    expect(hers.locator(".mh-helped")).to_be_visible()
    look(lee, "thread")

    # It is found again: by its hashtag, in what she follows, and at the address of the one message.
    ann.goto("/ambridge-council/discussions/tags")
    look(ann, "tags")
    ann.get_by_role("link", name="#visits").click()
    expect(ann.get_by_text("We count by hand")).to_be_visible()
    ann.get_by_role("button", name="Follow this hashtag").click()
    expect(ann.get_by_role("button", name="Stop following")).to_be_visible()
    look(ann, "tag")
    for name in ("", "all", "unanswered", "following", "read"):
        ann.goto(f"/ambridge-council/discussions/{name}")
        look(ann, name or "timeline")
    ann.goto(group)
    look(ann, "group")
    ann.goto(f"{group}/members")
    look(ann, "members")
    ann.goto(thread)
    ann.get_by_text("Cite this conversation").click()
    expect(ann.locator(".mh-address")).to_have_text(thread.partition("#")[0])
    address = ann.locator("article", has_text="A gate at the door").locator(
        ".mh-message__about a", has=ann.locator("time")
    )
    ann.goto(address.get_attribute("href"))
    assert "#m-" in ann.url


def test_without_javascript(browser, council):
    """The same works, but that nothing comes by itself."""
    context = browser.new_context(base_url=council.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, council, council.ann)
    page.goto("/ambridge-council/discussions/all")
    page.get_by_role("link", name="How do you count visits?").click()
    page.get_by_label("Your answer").fill("Without a script.")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.locator("article", has_text="Without a script.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Useful")).first.click()
    expect(page.get_by_role("button", name=re.compile("Useful 1")).first).to_be_visible()
    context.close()
