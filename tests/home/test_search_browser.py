"""Search, one's own data and how long what is kept, looked at in a real browser."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, set_up
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.browser

TALK = """
from manyhands.discussions import actions
from manyhands.people import actions as people, queries
from manyhands.people.models import Organisation, Person
council = Organisation.objects.get()
lee = queries.own_persona(Person.objects.get(name="Lee Green").user, council)
people.show_name(person=Person.objects.get(name="Lee Green"), shown=True)
def group(name, purpose):
    return actions.create_group(organisation=council, name=name, purpose=purpose, access="open", by=lee.pk)

libraries = group("Libraries", "Everything about lending, rooms and opening hours")
group("Lending of tools", "Who has a drill")
people.keep_profile(persona=lee, listed=True, shown=["knows"], words={"knows": "Lending across counties"})
for title, text in [
    ("How do you lend e-readers?", "Somebody at the counter asked whether we lend e-readers. **Does anybody?** "
     "We would need to know how they are charged, who repairs them, and how long a loan should last."),
    ("Café in the reading room", "We lend cups now. <script>alert(1)</script>"),
    ("Winter opening hours", "Is lending on Saturdays worth it?"),
]:
    post = actions.begin_thread(group=libraries, title=title, source=text, is_question=True, by=lee.pk)
actions.answer(thread=post.thread, source="It is: a third of all loans are lent then.", by=lee.pk)
for number in range(15):
    actions.answer(thread=post.thread, source=f"Lending, note {number}", by=lee.pk)
"""


def test_search_and_own_data(page, live_hub):
    set_up(page, PASSWORD)
    live_hub.command("shell", "-c", TALK)
    page.goto("/ambridge-council/search")
    axe(page)
    screenshot(page, "search-empty")
    page.goto("/ambridge-council/discussions/")
    box = page.get_by_role("search", name="Search everything").get_by_label("Search everything")
    box.fill("lend")
    box.press("Enter")
    page.wait_for_url("**/search?q=lend")
    expect(page.get_by_role("heading", level=1)).to_have_text("What was found for “lend”")
    expect(page.locator("main mark").first).to_be_visible()
    axe(page)
    screenshot(page, "search-found")
    page.goto("/ambridge-council/search?q=xylophone&kind=messages")
    axe(page)
    screenshot(page, "search-nothing")

    page.goto("/ambridge-council/people/me")
    axe(page)
    screenshot(page, "people-me")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything (ZIP)").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert archive.namelist() == ["my-data.html", "my-data.json"]
    mine = page.context.new_page()
    mine.set_content(archive.read("my-data.html").decode())
    axe(mine)
    screenshot(mine, "people-own-data-file")
    mine.close()

    page.goto("/ambridge-council/people/retention")
    axe(page)
    screenshot(page, "people-retention")
    for name in ("record-of-processing", "dpia-discussions", "retention"):
        page.goto(f"/ambridge-council/people/documents/{name}")
        axe(page)
        screenshot(page, f"people-documents-{name}")
