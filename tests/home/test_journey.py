"""What a new user meets, in a real browser: from the first page of a new hub to who takes part."""

import os
import signal
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from manyhands.core import registry
from tests.browser import PATIENCE, axe, screenshot, set_up, sign_in
from tests.networks.exports import make_zip, payload
from tests.paths import SOURCE, shared
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.browser

HOME = "/ambridge-council/"
SENTENCES = (
    "32 of 71 members took part.",
    "Four places would gain from another pair of hands.",
    "Six people carry 87% of it: as much as if five shared it equally.",
)


@pytest.fixture
def hub(make_hub):
    """A hub for one test alone, with a first person."""
    hub = make_hub()
    who = ("--organisation", "Ambridge Council", "--name", "Lee Green", "--email", "lee@ambridge.example")
    hub.command("setup", *who, "--password-stdin", input=PASSWORD + "\n")
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def guest(browser, hub, page_problems):
    """Makes a page of a fresh browser profile at `hub`; takes the options of a profile."""
    contexts = []

    def make(**options):
        context = browser.new_context(base_url=hub.url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: page_problems.append(f"script error: {error.error}"))
        context.on("console", lambda line: line.type == "error" and page_problems.append(f"console: {line.text}"))
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not page_problems


def send(page, path) -> None:
    """Chooses and sends a Slack export as test data, up to the preview of its places."""
    page.goto(f"{HOME}networks/bring-in/")
    page.get_by_label("Slack").check()
    page.get_by_label("The file", exact=True).set_input_files(path)
    page.get_by_label("This is test data, not about our own people").check()
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url("**/imports/**")


def look_at(page, name: str) -> None:
    """Accessible, and kept as a picture; once the page is all there."""
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    screenshot(page, name)


def test_from_the_first_page_to_who_takes_part(page, page_problems):
    export = shared("data", "slack-real-export.zip")
    page.goto("/")
    asked = page.locator("main").locator("input:not([type=hidden]), select, textarea")
    assert asked.evaluate_all("fields => fields.map(field => field.name)") == [
        "organisation_name",
        "person_name",
        "email",
        "password",
    ]
    look_at(page, "journey-1-set-up")
    set_up(page, PASSWORD)

    expect(page.get_by_role("heading", name="What to do next: bring activity in")).to_be_visible()
    look_at(page, "journey-2-home")
    page.goto(f"{HOME}participation/")
    expect(page.get_by_role("link", name="Bring activity in").last).to_be_visible()
    look_at(page, "journey-2-participation-empty")
    page.goto(f"{HOME}networks/")
    expect(page.get_by_text("What has been brought in will be listed here.")).to_be_visible()
    look_at(page, "journey-2-imports-empty")

    page.goto(HOME)
    page.locator("main").get_by_role("button", name="Bring activity in").click()
    page.wait_for_url("**/bring-in/")
    look_at(page, "journey-3-bring-in")
    page.reload()  # a document of its own: looked at twice, with a swap by htmx between, one has styles refused
    page.get_by_role("button", name="Send the file").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Choose a file")).to_be_visible()
    look_at(page, "journey-3-bring-in-mistakes")
    assert len(page_problems) == 1, page_problems
    assert "422" in page_problems.pop()  # Chromium tells the console of any answer that is not a success

    send(page, export)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leave out what should not be read.")
    expect(page.get_by_role("checkbox", name="Leave out general")).not_to_be_checked()
    look_at(page, "journey-4-preview")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1,611 activities were read.")
    counts = page.locator("#counts")
    expect(counts.get_by_role("row", name="contributions")).to_contain_text("1,025")
    expect(counts.get_by_role("row", name="people with an account")).to_contain_text("71")
    expect(counts.get_by_role("row", name="joins")).to_contain_text("320")
    assert page.locator("#skipped tbody tr").count() > 0
    look_at(page, "journey-5-result")

    page.get_by_role("button", name="See who takes part").click()
    page.wait_for_url("**/participation/")
    for sentence in SENTENCES:
        expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.locator("#trend .mh-chart__drawn svg")).to_be_visible()
    axe(page)
    page.goto(HOME)
    for sentence in SENTENCES:
        expect(page.get_by_text(sentence)).to_be_visible()
    look_at(page, "journey-6-home")

    send(page, export)
    page.get_by_role("button", name="Cancel and delete the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This import was cancelled.")
    look_at(page, "journey-7-cancelled")
    page.goto(f"{HOME}networks/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 files have been brought in.")
    look_at(page, "journey-8-imports")


def test_closed_while_it_is_read_and_opened_again_then_cancelled(guest, hub, tmp_path):
    page = guest()
    sign_in(page, "lee@ambridge.example", PASSWORD)
    send(page, make_zip(tmp_path / "export.zip", payload("slack")))
    with resting(hub) as database:
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_role("status")).to_have_text("Waiting for the worker to take it up")
        look_at(page, "journey-9-waiting")
        address = page.url
        page.close()

        # The test is the reader now: half way, a moment ago.
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        database.execute(
            "UPDATE networks_import SET state = 'running', size = 1000, done = 500, read = 40000,"
            """ reading = 'general/2024-01-15.json', counts = '{"contributions": 40000}', started = ?, heartbeat = ?""",
            (now, now),
        )
        page = page.context.new_page()
        page.goto(address)
        expect(page.get_by_role("status")).to_have_text("Reading general/2024-01-15.json")
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "500")
        expect(page.locator("#progress")).to_contain_text("50%")
        expect(page.locator("#progress")).to_contain_text("40,000")
        expect(page.locator("#progress")).to_contain_text("left")
        look_at(page, "journey-9-reading")
        database.execute("UPDATE networks_import SET done = 750")
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "750")  # the page looks again by itself

        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("It will stop in a moment.")).to_be_visible()
        assert database.execute("SELECT cancel_requested FROM networks_import").fetchone() == (1,)
        database.execute("UPDATE networks_import SET state = 'cancelled', ended = ?", (now,))
        expect(page.get_by_role("heading", level=1)).to_have_text("This import was cancelled.")


@contextmanager
def resting(hub):
    """Stops the worker between two pieces of work, and gives its database."""
    worker = hub.children()["worker"]
    with closing(sqlite3.connect(hub.data / "manyhands.sqlite3", timeout=5, isolation_level=None)) as database:

        def at_rest() -> bool:
            os.kill(worker, signal.SIGSTOP)
            try:
                database.execute("BEGIN IMMEDIATE")
                database.execute("COMMIT")
            except sqlite3.OperationalError:  # stopped in the middle of writing
                os.kill(worker, signal.SIGCONT)
                return False
            return True

        hub.wait(at_rest, "the worker rests")
        try:
            yield database
        finally:
            os.kill(worker, signal.SIGCONT)


def test_without_javascript(guest):
    export = shared("data", "slack-real-export.zip")
    page = guest(java_script_enabled=False, viewport={"width": 375, "height": 900})
    sign_in(page, "lee@ambridge.example", PASSWORD)
    send(page, export)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1,611 activities were read.")
    page.get_by_role("button", name="See who takes part").click()
    for sentence in SENTENCES:
        expect(page.get_by_text(sentence)).to_be_visible()
    trend = page.locator("#trend img")
    trend.scroll_into_view_if_needed()
    expect(trend).to_be_visible()
    assert page.context.request.get(trend.get_attribute("src")).headers["content-type"] == "image/svg+xml"


def test_by_keyboard_alone(guest, tmp_path):
    page = guest()
    sign_in(page, "lee@ambridge.example", PASSWORD)
    page.goto(f"{HOME}networks/bring-in/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null || location.hash === '#main-content'")

    # Everything that can be reached shows where one is, in the order of the page.
    page.goto(f"{HOME}networks/bring-in/")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(FOCUS)
        if where is None or where["at"] in [one["at"] for one in reached]:
            break
        reached.append(where)
    assert {"network", "file", "test_data"} <= {one["name"] for one in reached}
    assert [one["at"] for one in reached] == sorted(one["at"] for one in reached)
    assert [one["html"] for one in reached if not one["shown"]] == []


FOCUS = """() => {
    const now = document.activeElement;
    if (!now || now === document.body) return null;
    const signs = element => {
        const style = getComputedStyle(element);
        const before = getComputedStyle(element.nextElementSibling ?? element, "::before");
        const around = [style.outlineStyle, style.boxShadow, style.backgroundColor];
        return [...around, before.outlineStyle, before.boxShadow].join();
    };
    const focused = signs(now);
    now.blur();
    const blurred = signs(now);
    now.focus();
    return {
        at: [...document.querySelectorAll("*")].indexOf(now),
        name: now.name ?? "",
        html: now.outerHTML.slice(0, 200),
        shown: focused !== blurred,
    };
}"""


def test_in_welsh(guest):
    if not list((SOURCE / "locale" / "cy").rglob("django.mo")):
        pytest.skip("there is no Welsh catalogue yet")
    page = guest()
    sign_in(page, "lee@ambridge.example", PASSWORD)
    english = page.locator("main").inner_text()
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert page.locator("main").inner_text() != english
    for path in ("", "networks/bring-in/", "participation/"):
        page.goto(HOME + path)
        expect(page.locator("html")).to_have_attribute("lang", "cy")
        look_at(page, f"journey-welsh-{path.strip('/').replace('/', '-') or 'home'}")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_look_around_the_demonstration(make_hub, browser):
    if not registry.demonstration:
        pytest.skip("no demonstration council is registered")
    hub = make_hub()
    hub.start()
    page = browser.new_page(base_url=hub.url)
    page.goto("/")
    page.get_by_role("button", name="Look around a demonstration council").click(timeout=120_000)
    expect(page.get_by_text("This council is made up, and so are its people and figures.")).to_be_visible()
    look_at(page, "journey-demonstration-home")
    page.locator("main").get_by_role("button", name="See who takes part").click()
    expect(page.locator("#trend .mh-chart__drawn svg")).to_be_visible()
    look_at(page, "journey-demonstration-participation")
    page.close()
    hub.stop()
