"""The pages beside the overview in a real browser, wide and on a phone: sharing the load, answers, compare."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, sign_in
from tests.participation.rules.test_aggregates import GOOD
from tests.paths import shared
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.browser

ADDRESS = "/ambridge-council/participation/"


@pytest.fixture(scope="module")
def live_hub(make_hub):
    hub = make_hub()
    hub.command(
        "setup", "--organisation", "Ambridge Council", "--email", "lee@ambridge.example", "--password-stdin",
        input=PASSWORD + "\n",
    )  # fmt: skip
    hub.command("import", "slack", str(shared("data", "slack-real-export.zip")))
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def signed_in(page):
    sign_in(page, "lee@ambridge.example", PASSWORD)
    return page


def opened(page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")


def fits(page) -> bool:
    """Whether the page itself need not be moved sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("key", "heading", "picture"),
    [
        ("sharing-the-load", "Four of seven places would gain from another pair of hands.", "hands"),
        ("answers", "When people are there is known; who answers whom is not.", "when"),
    ],
)
def test_a_page_and_its_picture(signed_in, page_problems, key, heading, picture):
    signed_in.goto(f"{ADDRESS}{key}/")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text(heading)
    expect(signed_in.locator(f"#{picture} .mh-chart__drawn svg")).to_be_visible()
    opened(signed_in)
    axe(signed_in)
    screenshot(signed_in, f"participation-{key}")
    signed_in.set_viewport_size({"width": 375, "height": 900})
    signed_in.reload()
    expect(signed_in.locator(f"#{picture} .mh-chart__drawn svg")).to_be_visible()
    opened(signed_in)
    assert fits(signed_in)
    assert not page_problems


def test_compare_two_periods_and_a_council(signed_in, page_problems, tmp_path):
    file = tmp_path / "aggregates.json"
    file.write_text(json.dumps(GOOD))
    signed_in.goto(f"{ADDRESS}compare/")
    signed_in.locator("[name=a-until]").select_option("2016-01")
    signed_in.get_by_role("button", name="Compare", exact=True).click()
    signed_in.wait_for_url("**a-until=2016-01*")
    expect(signed_in.locator("#figures tbody tr").first).to_be_visible()
    expect(signed_in.locator("#evenly .mh-chart__drawn svg")).to_be_visible()
    signed_in.locator("input[type=file]").set_input_files(file)
    signed_in.get_by_role("button", name="Add to the table").click()
    expect(signed_in.get_by_role("rowheader", name="Borchester Council")).to_be_visible()
    signed_in.wait_for_load_state()  # a download stops what is still on its way, as the picture may be
    with signed_in.expect_download() as waiting:
        signed_in.get_by_role("button", name="Download our aggregates").click()
    assert json.loads(waiting.value.path().read_text())["organisation"] == "Ambridge Council"
    opened(signed_in)
    axe(signed_in)
    screenshot(signed_in, "participation-compare")
    signed_in.set_viewport_size({"width": 375, "height": 900})
    assert fits(signed_in)
    signed_in.locator("input[type=file]").set_input_files({"name": "x", "mimeType": "", "buffer": b"{}"})
    signed_in.get_by_role("button", name="Add to the table").click()
    expect(signed_in.locator(".govuk-error-message")).to_contain_text("not a file of aggregates")
    assert len(page_problems) == 1, "the answer's status, which Chromium takes for a problem"
    page_problems.clear()
    axe(signed_in)
    signed_in.goto(f"{ADDRESS}compare/")
    signed_in.get_by_role("button", name=re.compile("Remove.*Borchester Council")).click()
    expect(signed_in.get_by_text("The file was removed.")).to_be_visible()
