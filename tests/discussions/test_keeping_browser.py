"""Drafts, previews, files, two tabs, reporting and deciding, in Chromium: looked at wide and narrow, and by axe."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, sign_in
from tests.people.factories import PASSWORD

from .rules.test_files import picture

pytestmark = pytest.mark.browser

PEOPLE = """
from manyhands.discussions import actions as talk
from manyhands.people import actions, queries
from manyhands.people.types import Role
council = actions.create_organisation(name="Ambridge Council")
lee = actions.add_first_person(
    organisation=council, name="Lee Green", email="lee@ambridge.example", password={password!r}
)
by = queries.system_persona(council).pk
ann = actions.invite(organisation=council, name="Ann Archer", email="ann@ambridge.example", roles=[Role.MEMBER], by=by)
ann.user.set_password({password!r})
ann.user.save()
max_ = actions.invite(
    organisation=council, name="Max Mason", email="max@ambridge.example", roles=[Role.DIGITAL_LEAD], by=by
)
max_.user.set_password({password!r})
max_.user.save()
lee_as, ann_as = (queries.own_persona(each.user, council).pk for each in (lee, ann))
group = talk.create_group(
    organisation=council, name="Libraries", purpose="", access="open", share_with=[], by=lee_as
)
post = talk.begin_thread(
    group=group, title="How do you count visits?", source="We count by hand. #visits", is_question=True, by=lee_as
)
print(post.thread_id)
"""


@pytest.fixture(scope="module")
def thread(live_hub):
    """The address of a thread in which Lee asked something."""
    made = live_hub.command("shell", "-c", PEOPLE.format(password=PASSWORD)).stdout.split()[-1]
    return f"/ambridge-council/discussions/threads/{made}"


def look(page, name):
    axe(page)
    screenshot(page, f"discussions-{name}")


def test_written_kept_looked_at_changed_and_deleted(thread, page, tmp_path, page_problems):
    sign_in(page, "ann@ambridge.example", PASSWORD)
    page.goto(thread)
    text = page.locator("textarea[name=source]")
    text.fill("A **gate** at the door, see #visits")
    expect(page.locator("[data-kept]")).to_contain_text("Kept at")
    # The tab is closed and opened again.
    again = page.context.new_page()
    again.goto(thread)
    expect(again.locator("textarea[name=source]")).to_have_value("A **gate** at the door, see #visits")
    look(again, "draft")
    again.goto("/ambridge-council/discussions/drafts")
    look(again, "drafts")
    again.close()

    page.get_by_role("button", name="See how it will look").click()
    expect(page.locator("#preview strong")).to_have_text("gate")
    page.get_by_text("Add files").click()
    file = tmp_path / "gate.jpg"
    file.write_bytes(picture(size=(900, 600)))
    page.locator("[name=files]").set_input_files(str(file))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#waiting")).to_contain_text("gate.jpg")
    page.get_by_label("What does the picture show?").fill("A gate that counts, beside a door")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.locator("#waiting")).to_contain_text("Thank you")
    look(page, "writing")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_alt_text("A gate that counts, beside a door")).to_be_visible()
    expect(page.locator("article img")).to_have_count(1)
    page.locator("article summary").last.click()
    look(page, "message-menu")

    page.get_by_role("link", name="Change", exact=True).click()
    second = page.context.new_page()
    second.goto(page.url)
    page.locator("textarea[name=source]").fill("A **gate** at each door, see #visits")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("article strong").last).to_have_text("gate")
    second.locator("textarea[name=source]").fill("A **gate** at the door, forty pounds")
    page_problems.clear()
    second.get_by_role("button", name="Save the change").click()
    expect(second.get_by_role("heading", name="The message was changed after you began")).to_be_visible()
    page_problems.clear()  # the answer is 422, which the console tells
    look(second, "two-tabs")
    second.get_by_role("button", name="Save the change").click()
    second.locator("article summary").last.click()
    second.get_by_role("link", name="What it said before").click()
    look(second, "history")
    second.go_back()
    second.locator("article summary").last.click()
    second.get_by_role("link", name="Delete", exact=True).click()
    look(second, "delete")
    second.get_by_role("button", name="Delete it").click()
    look(second, "deleted")
    second.get_by_role("button", name="Bring it back").click()
    expect(second.get_by_alt_text("A gate that counts, beside a door")).to_be_visible()
    second.close()


def test_without_javascript_nothing_is_missing(thread, browser, live_hub, tmp_path):
    context = browser.new_context(base_url=live_hub.url, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in(page, "ann@ambridge.example", PASSWORD)
    page.goto(thread)
    page.locator("textarea[name=source]").fill("By *hand*")
    page.get_by_role("button", name="See how it will look").click()
    expect(page.locator("main em")).to_have_text("hand")
    page.get_by_role("button", name="Go on writing").click()
    expect(page.locator("textarea[name=source]")).to_have_value("By *hand*")
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7")
    page.get_by_text("Add files").click()
    page.locator("[name=files]").set_input_files(str(file))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#waiting")).to_contain_text("plan.pdf")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    context.close()


def test_reported_decided_appealed(thread, page, browser, live_hub):
    sign_in(page, "ann@ambridge.example", PASSWORD)
    page.goto("/ambridge-council/discussions/house-rules")
    look(page, "house-rules")
    page.goto(thread)
    page.locator("article summary").first.click()
    page.get_by_role("button", name="Save for later").first.click()
    expect(page.get_by_role("button", name="Saved: take it off your list")).to_be_visible()
    page.get_by_role("link", name="Report").first.click()
    look(page, "report")
    page.get_by_label("It is unkind").check()
    page.get_by_role("button", name="Report it").click()
    page.goto("/ambridge-council/discussions/saved")
    look(page, "saved")
    page.goto(thread)
    page.locator("textarea[name=source]").fill("Nobody counts like that, you fools")
    page.get_by_role("button", name="Send your answer").click()

    context = browser.new_context(base_url=live_hub.url, locale="en-GB")
    context.set_default_timeout(15_000)
    max_ = context.new_page()
    sign_in(max_, "max@ambridge.example", PASSWORD)
    max_.goto("/ambridge-council/discussions/moderation")
    look(max_, "moderation")
    max_.goto("/ambridge-council/discussions/house-rules/change")
    look(max_, "house-rules-change")
    max_.goto(thread)
    max_.locator("article summary").last.click()
    max_.get_by_role("link", name="Moderate", exact=True).last.click()
    max_.get_by_label("Hide the message").check()
    max_.get_by_label("Why").fill("It attacks colleagues.")
    look(max_, "decide")
    max_.get_by_role("button", name="Decide").click()
    expect(max_.get_by_text("It is decided")).to_be_visible()

    page.goto(thread)
    page.get_by_role("link", name="Read why, and what you can do").click()
    look(page, "decision")
    page.get_by_label("What speaks against the decision?").fill("It was a joke among friends.")
    page.get_by_role("button", name="Appeal").click()
    max_.goto("/ambridge-council/discussions/moderation")
    look(max_, "moderation-appeal")
    max_.get_by_role("link", name="How do you count visits?").nth(1).click()
    look(max_, "decided")
    context.close()
