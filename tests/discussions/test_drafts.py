"""What is being written is kept, for its writer alone, until it is posted or thrown away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock
from manyhands.discussions import actions, queries
from manyhands.discussions.errors import TooMuch
from manyhands.discussions.models import Draft, Post
from manyhands.discussions.rules import text

from .factories import answer, ask, group

pytestmark = pytest.mark.django_db


def test_a_closed_tab_loses_nothing(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    place = f"thread/{first.thread_id.hex}"
    answered = visit(ann, "drafts/keep", {"place": place, "source": "Half a thou"})
    assert answered.status_code == 302
    assert "Half a thou" in visit(ann, f"threads/{first.thread_id}").soup.select_one("textarea").get_text()
    assert "Half a thou" not in visit(bea, f"threads/{first.thread_id}").content.decode()
    assert "Half a thou" in visit(ann, "drafts").soup.get_text()
    assert "Half a thou" not in visit(bea, "drafts").soup.get_text()


def test_a_question_is_kept_too_with_its_title(visit, ann, libraries):
    visit(ann, "drafts/keep", {"place": "ask", "title": "How do", "source": "you"})
    page = visit(ann, "ask").soup
    assert page.select_one("[name=title]")["value"] == "How do"
    assert "you" in page.select_one("textarea").get_text()
    assert "You began this on" in page.get_text()


def test_what_is_posted_is_no_draft_any_more(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    visit(ann, "drafts/keep", {"place": f"thread/{first.thread_id.hex}", "source": "Half"})
    visit(ann, f"threads/{first.thread_id}/answer", {"source": "Whole"})
    assert not Draft.objects.exists()
    visit(ann, "drafts/keep", {"place": "ask", "source": "x"})
    visit(ann, "ask", {"group": str(libraries.pk), "title": "T", "source": "S"})
    assert not Draft.objects.exists()


def test_an_answer_that_is_refused_is_still_there(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    answered = visit(ann, f"threads/{first.thread_id}/answer", {"source": "x" * (text.LONGEST + 1)})
    assert answered.status_code == 422
    assert "too long for one message" in answered.soup.get_text()
    assert len(answered.soup.select_one("textarea").get_text().strip()) == text.LONGEST + 1


def test_a_text_of_a_megabyte_is_refused_politely(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    for path, data in (
        (f"threads/{first.thread_id}/answer", {}),
        ("preview", {"place": f"thread/{first.thread_id.hex}"}),
        ("drafts/keep", {"place": "ask"}),
        ("ask", {"group": str(libraries.pk), "title": "T"}),
    ):
        answered = visit(ann, path, {**data, "source": "a" * 1_000_000}, follow=True)
        assert answered.status_code in (200, 422)
        said = answered.soup.get_text()
        assert "too long" in said or "40,000" in said or "40000" in said
    assert Post.objects.count() == 1
    assert not Draft.objects.exists()


def test_nothing_written_keeps_nothing(ann):
    actions.keep_draft(place="ask", title="", source="x", by=ann.persona)
    assert actions.keep_draft(place="ask", title=" ", source=" \n", by=ann.persona) is None
    assert not Draft.objects.exists()
    with pytest.raises(TooMuch):
        actions.keep_draft(place="ask", title="", source="x" * 50_000, by=ann.persona)


def test_thrown_away_by_its_writer_alone(visit, ann, bea):
    actions.keep_draft(place="ask", title="", source="x", by=ann.persona)
    visit(bea, "drafts/forget", {"place": "ask"})
    assert Draft.objects.count() == 1
    visit(ann, "drafts/forget", {"place": "ask", "next": "drafts"})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("place", ["", "thread/", "thread/x", "thread/" + "0" * 32, "post/" + "0" * 32, "elsewhere"])
def test_places_that_are_not_there(visit, ann, libraries, place):
    for path in ("drafts/keep", "preview", "files/add"):
        assert visit(ann, path, {"place": place, "source": "x"}).status_code == 404
    assert not Draft.objects.exists()


def test_a_closed_groups_thread_is_no_place_for_others(visit, lee, ann):
    first = ask(lee, group(lee, "Closed", "closed"))
    for path in ("drafts/keep", "preview", "files/add"):
        answered = visit(ann, path, {"place": f"thread/{first.thread_id.hex}", "source": "x"})
        assert answered.status_code == 404


def test_untouched_for_three_months_it_goes(ann):
    actions.keep_draft(place="ask", title="", source="x", by=ann.persona)
    assert actions.forget_old_drafts() == 0
    Draft.objects.update(at=clock.now() - timedelta(days=91))
    assert actions.forget_old_drafts() == 1


class TestPreview:
    def test_without_javascript_it_is_a_page_and_the_text_is_kept(self, visit, ann, bea, libraries):
        first = ask(bea, libraries)
        place = f"thread/{first.thread_id.hex}"
        page = visit(ann, "preview", {"place": place, "source": "**Bold**, @Bea Bellamy <script>"}).soup
        assert page.select_one("main strong").get_text() == "Bold"
        assert page.select_one(f"main a[href='/{ann.organisation.slug}/discussions/people/{bea.by}']")
        assert not page.select("main script")
        assert queries.draft_of(ann.by, place).source == "**Bold**, @Bea Bellamy <script>"
        assert Post.objects.count() == 1

    def test_with_it_a_part_of_one_and_nothing_is_kept(self, client, visit, ann, libraries):
        client.force_login(ann.person.user)
        answered = client.post(
            f"/{ann.organisation.slug}/discussions/preview",
            {"place": "ask", "group": str(libraries.pk), "source": "*x*"},
            headers={"HX-Request": "true"},
        )
        assert "<em>x</em>" in answered.content.decode()
        assert "<html" not in answered.content.decode()
        assert not Draft.objects.exists()

    def test_an_empty_one_says_what_to_do(self, visit, ann, libraries):
        page = visit(ann, "preview", {"place": "ask", "group": str(libraries.pk), "source": " "})
        assert "Write something first." in page.soup.get_text()


def test_the_page_of_drafts_takes_as_many_queries_for_many(visit, ann, bea, libraries):
    first = ask(bea, libraries)
    own = answer(ann, first)
    counts = []
    for places in ([f"thread/{first.thread_id.hex}", f"post/{own.pk.hex}"], ["ask"]):
        for each in places:
            actions.keep_draft(place=each, title="", source="x", by=ann.persona)
        visit(ann, "drafts")
        with CaptureQueriesContext(connection) as seen:
            visit(ann, "drafts")
        counts.append(len(seen))
    assert counts[0] == counts[1]
