"""A first message that one chosen colleague sees: choosing, answering, writing, putting it where others see it."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock, registry
from manyhands.discussions import actions, queries
from manyhands.discussions.errors import NotPossible
from manyhands.discussions.models import Buddy, Group, Post, Practice, Thread
from manyhands.discussions.types import PracticeState
from manyhands.ledger.models import Activity
from manyhands.notices.models import Notice
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import AuditEvent
from manyhands.people.types import Role
from tests.people.factories import council

from .factories import Somebody, join_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea_is_buddy(bea):
    actions.set_buddy(willing=True, says="I like plain questions.", by=bea.by)


@pytest.fixture
def space(ann, bea, bea_is_buddy):
    """Ann practises with Bea."""
    return actions.accept_practice(practice=actions.ask_buddy(buddy=bea.by, by=ann.by), by=bea.by)


@pytest.fixture
def tried(space, ann):
    return actions.try_out(practice=space, title="May I say something?", source="I am new in #parks.", by=ann.by)


def test_from_the_first_step_to_what_others_see(visit, ann, bea, lee, libraries):
    page = visit(bea, "practice/willing", {"willing": "yes", "says": "I like plain questions."}, follow=True)
    assert "Newcomers can ask you" in page.soup.text

    choice = visit(ann, "practice")
    assert "Bea Bellamy" in choice.soup.text
    assert "I like plain questions." in choice.soup.text
    asked = visit(ann, "practice/ask", {"buddy": str(bea.by)}, follow=True)
    assert "You have asked Bea Bellamy" in asked.soup.text
    notice = Notice.objects.get(person_id=bea.person.pk)
    space = Practice.objects.get()
    assert (notice.kind, notice.path) == ("discussions.practice_asked", f"discussions/practice/{space.pk}")

    assert "Yes, I will" in visit(bea, f"practice/{space.pk}").soup.text
    visit(bea, f"practice/{space.pk}/decide", {"what": "accept"})
    assert Notice.objects.get(person_id=ann.person.pk).kind == "discussions.practice_accepted"
    written = visit(ann, f"practice/{space.pk}", {"title": "A first try", "source": "Is **this** right?"}, follow=True)
    assert "Only the two of you see this." in written.soup.text
    told = Notice.objects.filter(person_id=bea.person.pk, kind="discussions.practice_post").get()
    assert told.words["title"] == "A first try"

    post = Post.objects.get()
    answered = visit(bea, f"threads/{post.thread_id}/answer", {"source": "It is. Well said."}, follow=True)
    assert "Well said." in answered.soup.text
    again = visit(ann, f"practice/{space.pk}/publish/{post.pk}")
    assert again.soup.find("textarea").text.strip() == "Is **this** right?"
    choices = [option["value"] for option in again.soup.find("select", {"name": "group"}).find_all("option")]
    assert choices == ["", str(libraries.pk)]
    shown = visit(
        ann,
        f"practice/{space.pk}/publish/{post.pk}",
        {"group": str(libraries.pk), "title": "A question", "source": "Is this right?", "is_question": "on"},
        follow=True,
    )
    assert "It is there for everybody" in shown.soup.text
    assert "A question" in visit(lee, f"groups/{libraries.pk}").soup.text
    space.refresh_from_db()
    assert space.published.thread.title == "A question"
    assert "Well said." not in visit(lee, f"threads/{space.published.thread_id}").soup.text


def test_nobody_else_sees_it_whatever_their_role(visit, space, tried, lee, libraries):
    """Lee is administrator and digital lead."""
    others = [lee, join_organisation(lee.organisation, "Mo Mason", tuple(Role))]
    for who in others:
        for path in (
            f"practice/{space.pk}",
            f"practice/{space.pk}/publish/{tried.pk}",
            f"threads/{tried.thread_id}",
            f"posts/{tried.pk}",
            f"groups/{space.group_id}",
            f"groups/{space.group_id}/members",
            f"groups/{space.group_id}/members.csv",
            f"groups/{space.group_id}/change",
            f"moderation/posts/{tried.pk}",
        ):
            assert visit(who, path).status_code == 404, path
        for path, data in (
            (f"practice/{space.pk}/decide", {"what": "end"}),
            (f"practice/{space.pk}", {"title": "x", "source": "y"}),
            (f"practice/{space.pk}/publish/{tried.pk}", {"group": str(libraries.pk), "title": "x", "source": "y"}),
            (f"groups/{space.group_id}/join", {}),
            (f"groups/{space.group_id}/members/add", {"name": who.persona.name}),
            (f"threads/{tried.thread_id}/answer", {"source": "y"}),
            (f"posts/{tried.pk}/react", {"kind": "thanks"}),
        ):
            assert visit(who, path, data).status_code == 404, path
        for path in ("", "all", "unanswered", "groups", "groups.csv", "tags", "tags/parks", "practice", "moderation"):
            shown = visit(who, path).content.decode()
            assert "May I say something" not in shown, path
            assert "I am new" not in shown, path
            assert "Practice space" not in shown, path
        assert not queries.visible_groups(who.again()).filter(is_practice=True).exists()
        week = {"since": clock.now() - timedelta(days=7), "until": clock.now() + timedelta(days=1)}
        readers = {who.person.pk: frozenset([who.by])}
        told = queries.news(organisation=who.organisation.pk, readers=readers, most=10, **week)[who.person.pk]
        assert told == queries.News([], 0, [], 0)
    assert Practice.objects.get().state == PracticeState.ACCEPTED


def test_the_buddy_does_not_publish_nor_the_newcomer_accept(visit, ann, bea, lee, bea_is_buddy, libraries):
    asked = actions.ask_buddy(buddy=bea.by, by=ann.by)
    visit(ann, f"practice/{asked.pk}/decide", {"what": "accept"})
    assert Practice.objects.get().state == PracticeState.ASKED
    space = actions.accept_practice(practice=asked, by=bea.by)
    post = actions.try_out(practice=space, title="A try", source="Text", by=ann.by)
    assert visit(bea, f"practice/{space.pk}/publish/{post.pk}").status_code == 404
    with pytest.raises(NotPossible):
        actions.publish_practice(
            practice=space, group=libraries, title="A try", source="Text", is_question=False, by=bea.by
        )
    with pytest.raises(NotPossible):
        actions.publish_practice(
            practice=space, group=space.group, title="A try", source="Text", is_question=False, by=ann.by
        )


def test_nothing_of_it_is_recorded_until_it_is_published(visit, ann, bea, bea_is_buddy, libraries):
    acts, audited = Activity.objects.count(), AuditEvent.objects.count()
    space = actions.accept_practice(practice=actions.ask_buddy(buddy=bea.by, by=ann.by), by=bea.by)
    post = actions.try_out(practice=space, title="A try", source="Text #parks", by=ann.by)
    visit(bea, f"threads/{post.thread_id}")
    visit(bea, f"threads/{post.thread_id}/answer", {"source": "Good."})
    visit(bea, f"posts/{post.pk}/react", {"kind": "thanks"})
    actions.delete_post(post=Post.objects.get(is_first=False), by=bea.by)
    assert (Activity.objects.count(), AuditEvent.objects.count()) == (acts, audited)
    made = actions.publish_practice(
        practice=space, group=libraries, title="A try", source="Text", is_question=False, by=ann.by
    )
    said = Activity.objects.filter(contributing=True)
    assert [row.actor for row in said] == [ann.persona.actor]
    assert said.get().length == made.length == 4


def test_home_shows_the_step_until_something_is_published(client, ann, bea, bea_is_buddy, libraries):
    def steps():
        return [step.button for step in people.first_steps(ann.again())]

    assert "Choose a buddy" in steps()
    asked = actions.ask_buddy(buddy=bea.by, by=ann.by)
    assert "Choose a buddy" not in steps()
    space = actions.accept_practice(practice=asked, by=bea.by)
    assert steps()[0] == "Write"
    actions.try_out(practice=space, title="A try", source="Text", by=ann.by)
    assert steps()[0] == "Write"  # practising is no contribution yet
    assert "Ask" in steps()
    actions.publish_practice(practice=space, group=libraries, title="Yes", source="Text", is_question=False, by=ann.by)
    assert not {"Write", "Ask", "Choose a buddy"} & set(steps())


def test_one_at_a_time_and_a_buddy_has_three_at_most(lee, ann, bea, bea_is_buddy):
    actions.ask_buddy(buddy=bea.by, by=ann.by)
    with pytest.raises(NotPossible, match="asked somebody already"):
        actions.ask_buddy(buddy=bea.by, by=ann.by)
    more = [join_organisation(lee.organisation, f"New {name}") for name in ("One", "Two", "Three")]
    for each in more[:2]:
        actions.ask_buddy(buddy=bea.by, by=each.by)
    assert queries.buddies(lee.organisation, without=[]) == []
    with pytest.raises(NotPossible, match="no time"):
        actions.ask_buddy(buddy=bea.by, by=more[2].by)
    actions.decline_practice(practice=Practice.objects.get(newcomer=ann.persona), by=bea.by)
    assert [row.says for row in queries.buddies(lee.organisation, without=[])] == ["I like plain questions."]
    assert queries.buddies(lee.organisation, without=[bea.by]) == []
    with pytest.raises(NotPossible):
        actions.ask_buddy(buddy=ann.by, by=more[2].by)  # who is not willing
    with pytest.raises(NotPossible):
        actions.ask_buddy(buddy=bea.by, by=bea.by)


def test_steps_that_are_not_in_the_graph_change_nothing(ann, bea, bea_is_buddy):
    asked = actions.ask_buddy(buddy=bea.by, by=ann.by)
    actions.take_back_practice(practice=asked, by=ann.by)
    for step in (actions.accept_practice, actions.decline_practice, actions.end_practice):
        with pytest.raises(NotPossible):
            step(practice=asked, by=bea.by)
    assert not Group.objects.filter(is_practice=True).exists()
    assert actions.ask_buddy(buddy=bea.by, by=ann.by).state == PracticeState.ASKED  # may ask again


def test_ended_it_is_read_only_and_then_goes(visit, space, tried, ann, bea, monkeypatch):
    visit(bea, f"practice/{space.pk}/decide", {"what": "end"})
    assert "deleted" in visit(ann, f"practice/{space.pk}").soup.text
    with pytest.raises(NotPossible):
        actions.answer(thread=Thread.objects.get(pk=tried.thread_id), source="More", by=ann.by)
    assert actions.forget_practice() == 0
    later = clock.now() + timedelta(days=91)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.forget_practice() == 1
    assert not Thread.objects.filter(pk=tried.thread_id).exists()
    assert not Group.objects.filter(pk=space.group_id).exists()


def test_a_newcomer_who_is_erased_takes_it_with_them(space, tried, ann, lee):
    people_actions.erase_person(person=ann.again(), by=lee.by)
    assert not Practice.objects.exists()
    assert not Post.objects.filter(pk=tried.pk).exists()


def test_a_buddy_who_is_erased_leaves_what_the_newcomer_wrote(visit, space, tried, ann, bea, lee):
    people_actions.erase_person(person=bea.again(), by=lee.by)
    left = Practice.objects.get()
    assert (left.state, left.buddy) == (PracticeState.ENDED, None)
    assert not Buddy.objects.exists()
    assert Post.objects.get(pk=tried.pk).source == "I am new in #parks."
    assert "somebody who is no longer here" in visit(ann, f"practice/{space.pk}").soup.text
    assert "Choose a buddy" in visit(ann, "practice").soup.text


def test_own_data_names_nobody_else(space, tried, ann, bea):
    about = registry.Person(
        ann.organisation.pk, ann.person.pk, frozenset([ann.persona.actor]), frozenset([ann.by]), own=True
    )
    told = queries.export_person(about)
    assert [(row["role"], row["state"]) for row in told["practice"]] == [("newcomer", "accepted")]
    assert [row["text"] for row in told["messages"]] == ["I am new in #parks."]
    assert "Bea" not in json.dumps(told)


def test_the_page_asks_the_database_as_often_for_many(visit, lee, ann, bea, bea_is_buddy):
    visit(ann, "practice")
    with CaptureQueriesContext(connection) as few:
        visit(ann, "practice")
    for at in range(4):
        actions.set_buddy(willing=True, by=join_organisation(lee.organisation, f"Buddy {at}").by)
    with CaptureQueriesContext(connection) as many:
        page = visit(ann, "practice")
    assert page.soup.text.count("Ask to be my buddy") == 5
    assert len(many) == len(few)


def test_who_gave_a_buddy_up_still_has_their_newcomer(visit, space, bea):
    visit(bea, "practice/willing", {"willing": "no"})
    assert not Buddy.objects.exists()
    assert "Ann Archer" in visit(bea, "practice").soup.text


def test_nobody_leaves_through_another_door(visit, space, ann):
    page = visit(ann, f"groups/{space.group_id}/leave", {}, follow=True)
    assert "end it on its own page" in page.soup.text


def test_those_who_are_not_signed_in_get_nothing(client, space, lee):
    address = f"/{lee.organisation.slug}/discussions/practice"
    for path in (address, f"{address}/{space.pk}"):
        assert client.get(path).status_code in (302, 404)


def test_others_do_not_find_it(client, ann, bea, lee, space):
    words = "xylophone"
    actions.try_out(practice=space, title=f"My {words}", source=f"The {words} is mine", by=ann.by)
    for who, finds in ((lee, False), (bea, True), (ann, True)):
        client.force_login(who.person.user)
        page = client.get(f"/{lee.organisation.slug}/search", {"q": words})
        results = BeautifulSoup(page.content, "html.parser").find("main").text
        assert ("is mine" in results) is finds
    assert not queries.find_groups(lee.again(), ["practice"])
    assert not queries.find_groups(lee.again(), ["two"])  # of what it is for


def test_two_tabs_answer_one_asking_once(ann, bea, bea_is_buddy):
    asked = actions.ask_buddy(buddy=bea.by, by=ann.by)
    stale = Practice.objects.get(pk=asked.pk)
    actions.accept_practice(practice=asked, by=bea.by)
    with pytest.raises(NotPossible, match="decided already"):
        actions.accept_practice(practice=stale, by=bea.by)
    with pytest.raises(NotPossible, match="decided already"):
        actions.decline_practice(practice=stale, by=bea.by)
    assert Group.objects.filter(is_practice=True).count() == 1
    assert Notice.objects.filter(person_id=ann.person.pk).count() == 1


def test_a_stranger_can_neither_ask_nor_be_asked(bea_is_buddy, bea):
    stranger = Somebody.of(council("Borchester Council", "sam@borchester.example"))
    with pytest.raises(NotPossible):
        actions.ask_buddy(buddy=bea.by, by=stranger.by)
    assert queries.buddies(stranger.organisation, without=[]) == []


def test_markup_is_cleaned_here_as_everywhere(visit, space, ann, bea):
    post = actions.try_out(
        practice=space, title="<b>Title</b>", source="<script>x()</script> [a](javascript:x)", by=ann.by
    )
    shown = visit(bea, f"threads/{post.thread_id}").content.decode()
    assert "<script>x()" not in shown
    assert "javascript:x" not in shown.replace("[a](javascript:x)", "")
    assert "<b>Title" not in visit(ann, f"practice/{space.pk}").content.decode()
