"""Changing, deleting and bringing back one's message: nothing is lost, and everybody can see what it said before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock
from manyhands.discussions import actions, queries
from manyhands.discussions.errors import EditedMeanwhile, NotPossible
from manyhands.discussions.models import Draft, Post, PostTag, PostVersion, Thread
from manyhands.ledger.models import Activity
from manyhands.notices.models import LiveEvent, Notice
from manyhands.people.types import Role

from .factories import answer, ask, join_organisation

pytestmark = pytest.mark.django_db


def change(who, post, source, version=1, **more):
    return actions.edit_post(post=post, source=source, version=version, by=who.by, **more)


class TestChanging:
    def test_what_it_said_before_can_be_looked_up(self, visit, ann, bea, libraries):
        reply = answer(ann, ask(bea, libraries), "A gate costs ninety pounds. #gates")
        page = visit(ann, f"posts/{reply.pk}/change").soup
        assert page.select_one("textarea").get_text().strip() == "A gate costs ninety pounds. #gates"
        data = {
            "source": "A gate costs **forty** pounds. #counting",
            "version": page.select_one("[name=version]")["value"],
        }
        assert visit(ann, f"posts/{reply.pk}/change", data).status_code == 302
        reply.refresh_from_db()
        assert "<strong>forty</strong>" in reply.html
        assert list(PostTag.objects.filter(post=reply).values_list("tag", flat=True)) == ["counting"]
        shown = visit(bea, f"posts/{reply.pk}/history").soup
        assert next(each.get_text() for each in shown.select("del")) == "removed: ninety"
        assert "Ann Archer has changed it 1 time." in shown.get_text()
        thread = visit(bea, f"threads/{reply.thread_id}").soup
        assert "changed" in thread.select_one(f"#m-{reply.pk}").get_text()

    def test_the_ledger_and_open_pages_are_told(self, ann, bea, libraries):
        reply = answer(ann, ask(bea, libraries))
        change(ann, reply, "Now so")
        act = Activity.objects.get(type="Update")
        assert (act.contributing, act.length) == (False, 6)
        event = LiveEvent.objects.filter(topic=f"thread/{reply.thread_id.hex}").latest("pk")
        assert (event.data["kind"], "Now so" in event.data["html"]) == ("changed", True)

    def test_whom_a_change_names_is_told_once(self, ann, bea, lee, libraries):
        reply = answer(ann, ask(bea, libraries), "Ask @Bea Bellamy")
        actions.spread(post=reply.pk)
        change(ann, reply, "Ask @Bea Bellamy and @Lee")
        change(ann, reply, "Do ask @Bea Bellamy and @Lee", version=2)
        assert Notice.objects.filter(person=lee.person, kind="discussions.mention").count() == 1
        assert Notice.objects.filter(person=bea.person, kind="discussions.mention").count() == 1

    def test_the_first_message_has_the_title_too(self, visit, ann, libraries):
        first = ask(ann, libraries, "Old title", "Text")
        visit(ann, f"posts/{first.pk}/change", {"title": "New title", "source": "Text #new", "version": 1})
        thread = Thread.objects.get()
        assert (thread.title, thread.hashtags) == ("New title", ["new"])
        assert "The title was “Old title”" in visit(ann, f"posts/{first.pk}/history").soup.get_text()

    def test_nothing_changed_makes_no_version(self, ann, libraries):
        first = ask(ann, libraries, "T", "Text")
        change(ann, first, "Text\r\n", title="T")
        assert not PostVersion.objects.exists()
        first.refresh_from_db()
        assert first.edited is None

    def test_others_cannot(self, visit, ann, bea, lee, libraries):
        reply = answer(ann, ask(bea, libraries))
        for who in (bea, lee):
            assert visit(who, f"posts/{reply.pk}/change").status_code == 404
            assert visit(who, f"posts/{reply.pk}/delete").status_code == 404
            with pytest.raises(NotPossible):
                change(who, reply, "x")
            with pytest.raises(NotPossible):
                actions.delete_post(post=reply, by=who.by)

    @pytest.mark.parametrize("wrong", ["", "  \n ", "x" * 20_001])
    def test_what_is_no_message_is_refused_and_kept_on_the_page(self, visit, ann, libraries, wrong):
        first = ask(ann, libraries, "T", "Text")
        answered = visit(ann, f"posts/{first.pk}/change", {"title": "T", "source": wrong, "version": 1})
        assert answered.status_code == 422
        assert answered.soup.select(".govuk-error-summary")
        first.refresh_from_db()
        assert first.source == "Text"


class TestTwoTabs:
    def test_the_second_is_shown_both_and_nothing_is_lost(self, visit, ann, libraries):
        first = ask(ann, libraries, "T", "One two three")
        form = {"title": "T", "version": 1}
        assert visit(ann, f"posts/{first.pk}/change", {**form, "source": "One TWO three"}).status_code == 302
        answered = visit(ann, f"posts/{first.pk}/change", {**form, "source": "One two THREE"})
        assert answered.status_code == 422
        page = answered.soup
        assert "changed meanwhile" in page.select_one(".govuk-error-summary").get_text()
        assert page.select_one("textarea").get_text().strip() == "One two THREE"
        assert page.select_one("pre.mh-source").get_text() == "One TWO three"
        assert [each.get_text() for each in page.select(".mh-difference del")] == ["removed: TWO", "removed: three"]
        assert page.select_one("[name=version]")["value"] == "2"
        first.refresh_from_db()
        assert first.source == "One TWO three"
        assert Draft.objects.get().source == "One two THREE"
        # Closed and opened again, both are still there.
        again = visit(ann, f"posts/{first.pk}/change").soup
        assert again.select_one("textarea").get_text().strip() == "One two THREE"
        assert again.select_one("pre.mh-source").get_text() == "One TWO three"
        # Saved now, it is the third version, and the draft is done.
        assert (
            visit(ann, f"posts/{first.pk}/change", {**form, "source": "One TWO THREE", "version": 2}).status_code == 302
        )
        assert [each.source for each in queries.versions(Post.objects.select_related("thread").get())] == [
            "One TWO THREE",
            "One TWO three",
            "One two three",
        ]
        assert not Draft.objects.exists()

    def test_of_two_at_once_one_is_told(self, ann, libraries):
        first = ask(ann, libraries, "T", "One")
        change(ann, first, "Two", title="T")
        with pytest.raises(EditedMeanwhile):
            change(ann, first, "Three", title="T")
        assert Draft.objects.get().source == "Three"


class TestDeleting:
    def test_can_be_taken_back_for_half_an_hour(self, visit, ann, bea, libraries):
        first = ask(bea, libraries)
        reply = answer(ann, first, "Wrong #oops")
        assert "Delete your message?" in visit(ann, f"posts/{reply.pk}/delete").soup.get_text()
        page = visit(ann, f"posts/{reply.pk}/delete", {}, follow=True).soup
        assert "You can bring it back until" in page.get_text()
        assert Thread.objects.get().answers == 0
        assert "Wrong" not in visit(bea, f"threads/{first.thread_id}").content.decode()
        assert "Its author has deleted" in visit(bea, f"threads/{first.thread_id}").soup.get_text()
        own = visit(ann, f"threads/{first.thread_id}").soup.select_one(f"#m-{reply.pk}")
        assert "Bring it back" in own.get_text()
        assert visit(bea, f"posts/{reply.pk}/history").status_code == 404
        visit(ann, f"posts/{reply.pk}/restore", {})
        assert Thread.objects.get().answers == 1
        assert "Wrong" in visit(bea, f"threads/{first.thread_id}").content.decode()
        assert PostTag.objects.filter(tag="oops").exists()

    def test_a_thread_of_one_message_goes_and_comes_back(self, visit, ann, bea, libraries):
        first = ask(ann, libraries)
        visit(ann, f"posts/{first.pk}/delete", {})
        assert visit(bea, f"threads/{first.thread_id}").status_code == 404
        assert "Bring it back" in visit(ann, f"posts/{first.pk}/delete").soup.get_text()
        visit(ann, f"posts/{first.pk}/restore", {})
        assert visit(bea, f"threads/{first.thread_id}").status_code == 200

    def test_then_the_text_goes_and_the_ledger_is_told(self, visit, ann, bea, libraries):
        reply = answer(ann, ask(bea, libraries), "First")
        change(ann, reply, "Second")
        actions.delete_post(post=reply, by=ann.by)
        assert actions.settle_deletions() == 0
        assert not Activity.objects.filter(type="Delete").exists()
        Post.objects.filter(pk=reply.pk).update(deleted=clock.now() - timedelta(minutes=31))
        with pytest.raises(NotPossible):
            actions.restore_post(post=reply, by=ann.by)
        assert actions.settle_deletions() == 1
        assert actions.settle_deletions() == 0
        reply.refresh_from_db()
        assert (reply.source, reply.html) == ("", "")
        assert not PostVersion.objects.exists()
        assert Activity.objects.filter(type="Delete").count() == 1
        assert "Bring it back" not in visit(ann, f"posts/{reply.pk}/delete").soup.get_text()


def test_the_page_of_versions_takes_as_many_queries_for_many(visit, ann, libraries):
    first = ask(ann, libraries, "T", "0")
    counts = []
    for version in (1, 2, 3):
        change(ann, first, f"{version}", version=version, title="T")
        visit(ann, f"posts/{first.pk}/history")
        with CaptureQueriesContext(connection) as seen:
            visit(ann, f"posts/{first.pk}/history")
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_what_a_moderator_closed_stays_as_it_is(visit, lee, ann, libraries):
    first = ask(ann, libraries, "T", "Text")
    max_ = join_organisation(lee.organisation, "Max", (Role.DIGITAL_LEAD,))
    actions.decide(post=first, measure="lock", reason="It turned in circles", by=max_.by, own=[max_.by])
    with pytest.raises(NotPossible):
        change(ann, first, "More", title="T")
    with pytest.raises(NotPossible):
        actions.answer(thread=Thread.objects.get(), source="More", by=ann.by)
    assert "takes no new messages" in visit(ann, f"threads/{first.pk}").soup.get_text()
