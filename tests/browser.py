"""Pages in a real browser: Debian's Chromium, driven by Playwright, watched for errors of every kind.

Fixtures: `page` is a page of a fresh browser whose addresses start at `live_hub`; it fails the test for what goes
wrong in it (`page_problems`). Helpers: `axe` for accessibility, `screenshot` for what it looks like.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest

from tests.paths import PROJECT, SCREENSHOTS

AXE = PROJECT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE, NARROW = 1280, 375
HEIGHT = 900
PATIENCE = 60_000  # milliseconds for anything to appear: a busy machine is no failure


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once. Skips where it is not installed."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page_problems() -> list[str]:
    """What went wrong in `page` so far. A test that expects something clears it; what is left fails the test."""
    return []


@pytest.fixture
def browser_context(browser, live_hub, page_problems):
    """A fresh browser profile, in British English, that reaches this machine only."""
    context = browser.new_context(
        base_url=live_hub.url,
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": WIDE, "height": HEIGHT},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)

    def stay_here(route):
        address = route.request.url
        if urlsplit(address).hostname in ("localhost", "127.0.0.1"):
            route.continue_()
        else:
            page_problems.append(f"asked another machine: {address}")
            route.abort()

    context.route("**/*", stay_here)
    context.on("weberror", lambda error: page_problems.append(f"script error: {error.error}"))
    # Refusals by the content security policy are written to the console too.
    context.on("console", lambda line: line.type == "error" and page_problems.append(f"console: {line.text}"))
    yield context
    context.close()


def sign_in(page, email: str, password: str, *, to: str = "**-council/**") -> None:
    """Through the page to sign in, and past the question about a second factor, which can wait."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    if "/second-factor" in page.url:
        page.get_by_role("link", name="Later").click()
    page.wait_for_url(to)


def set_up(page, password: str) -> None:
    """The page to set up a new hub, filled in and sent: Lee Green of Ambridge Council, and their front page."""
    page.goto("/setup")
    page.get_by_label("Your organisation’s name").fill("Ambridge Council")
    page.get_by_label("Your name").fill("Lee Green")
    page.get_by_label("Your e-mail address").fill("lee@ambridge.example")
    page.get_by_label("A password", exact=True).fill(password)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/ambridge-council/")


@pytest.fixture
def page(browser_context, page_problems):
    yield browser_context.new_page()
    assert not page_problems


def axe(page) -> None:
    """Fails, with what to look at, when axe-core finds an accessibility violation (WCAG 2.2 AA, best practice)."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed (python -m manyhands.ui.assets --dev)")
    page.wait_for_load_state("load")  # a click may have led to a page that is only half here
    page.wait_for_selector("main h1", state="attached")
    page.wait_for_load_state()  # after a click the next page may be on its way
    page.evaluate(AXE.read_text(encoding="utf-8"))  # not stopped by the policy, as a script element would be
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_RULES)
    assert found["passes"], "axe looked at nothing"
    assert not [
        f"{violation['id']} ({violation['impact']}): {[node['html'][:200] for node in violation['nodes']]}"
        for violation in found["violations"]
    ]


def screenshot(page, name: str, *, printed: bool = False) -> None:
    """Saves the whole page as tests/screenshots/NAME-1280.png and -375.png, and as -print.png when asked.

    Fails when the page is wider than a phone's screen, so that it would have to be scrolled sideways.
    """
    SCREENSHOTS.mkdir(exist_ok=True)
    page.wait_for_load_state()
    try:
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True, animations="disabled")
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= width, f"{name} is {needed} px wide on a screen of {width}"
        if printed:
            page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
            page.emulate_media(media="print")
            page.screenshot(path=SCREENSHOTS / f"{name}-print.png", full_page=True)
            page.emulate_media(media="screen")
    finally:
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
