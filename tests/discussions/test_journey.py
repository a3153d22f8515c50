"""Somebody asks; who follows is told; others answer and react; the asker says what helped; it can be cited."""

import pytest

from manyhands.discussions import actions, queries
from manyhands.discussions.models import Follow, Post, Reaction, Thread
from manyhands.ledger.models import Activity
from manyhands.notices.models import LiveEvent, Notice

from .factories import answer, ask

pytestmark = pytest.mark.django_db


def test_from_the_question_to_what_helped(visit, lee, ann, bea, libraries):
    visit(bea, f"groups/{libraries.pk}/join", {})
    answered = visit(
        ann,
        "ask",
        {
            "group": str(libraries.pk),
            "title": "How do you count visits?",
            "source": "We count by hand. #visits",
            "is_question": "on",
        },
    )
    thread = Thread.objects.get()
    assert answered.headers["Location"].endswith(f"/discussions/threads/{thread.pk}")
    assert thread.hashtags == ["visits"]
    assert "How do you count visits?" in visit(bea, "unanswered").soup.get_text()
    assert "We count by hand." in visit(bea, "").soup.get_text()
    assert "We count by hand." in visit(bea, "tags/visits").soup.get_text()
    assert actions.spread(post=thread.pk) == 2  # Bea and Lee belong to the group
    assert Notice.objects.get(person=bea.person).kind == "discussions.thread"

    visit(bea, f"threads/{thread.pk}/answer", {"source": "A gate, @Ann Archer. It is **cheap**."})
    reply = Post.objects.get(is_first=False)
    assert "<strong>cheap</strong>" in reply.html
    actions.spread(post=reply.pk)
    assert Notice.objects.get(person=ann.person).kind == "discussions.mention"  # once, though she asked, too
    assert "How do you count visits?" not in visit(bea, "unanswered").soup.get_text()

    visit(ann, f"posts/{reply.pk}/react", {"kind": "thanks"})
    visit(ann, f"posts/{reply.pk}/helped", {})
    page = visit(lee, f"threads/{thread.pk}")
    (shown,) = page.soup.select(f"#m-{reply.pk}")
    assert "Thank you 1" in " ".join(shown.get_text().split())
    assert "This helped" in shown.select_one(".mh-helped").get_text()
    assert not shown.select_one(".mh-helped").has_attr("hidden")
    assert f"/discussions/threads/{thread.pk}" in page.soup.select_one(".mh-address").get_text()
    assert visit(lee, f"posts/{reply.pk}").headers["Location"].endswith(f"threads/{thread.pk}#m-{reply.pk}")
    topics = list(LiveEvent.objects.exclude(topic__startswith="notices").values_list("topic", "data__kind"))
    assert (f"thread/{thread.pk.hex}", "post") in topics
    assert (f"group/{libraries.pk.hex}", "thread") in topics


def test_everything_is_an_activity(visit, lee, ann, libraries):
    visit(ann, f"groups/{libraries.pk}/join", {})
    first = ask(ann, libraries, source="Who knows? #visits")
    reply = answer(lee, first)
    actions.react(post=reply, kind="thanks", by=ann.by)
    for _ in range(2):
        visit(ann, f"threads/{first.thread_id}")
    actions.answer(thread=first.thread, source="More", by=lee.by)
    visit(ann, f"groups/{libraries.pk}/leave", {})
    rows = Activity.objects.filter(actor=ann.persona.actor).order_by("row")
    assert [row.type for row in rows] == ["Join", "Create", "Like", "Read", "Leave"]
    said = rows.get(type="Create")
    assert (said.contributing, said.hashtags, said.length) == (True, ["visits"], len("Who knows? #visits"))
    answers = Activity.objects.filter(actor=lee.persona.actor, type="Create", object_type="Note")
    assert {row.in_reply_to for row in answers} == {said.id}


def test_a_reaction_is_taken_back(ann, bea, libraries):
    first = ask(ann, libraries)
    assert actions.react(post=first, kind="useful", by=bea.by)
    assert not actions.react(post=first, kind="useful", by=bea.by)
    first.refresh_from_db()
    assert (first.reactions, Reaction.objects.count()) == ({}, 0)


def test_only_who_asked_says_what_helped(visit, ann, bea, libraries):
    first = ask(ann, libraries)
    reply = answer(bea, first)
    visit(bea, f"posts/{reply.pk}/helped", {})
    reply.refresh_from_db()
    assert reply.helped is None


def test_nobody_is_told_twice_nor_of_their_own(ann, bea, lee, libraries):
    actions.follow(kind="tag", target="visits", by=bea.persona)
    actions.join(group=libraries, by=bea.by)
    actions.follow(kind="person", target=ann.persona.pk.hex, by=bea.persona)
    first = ask(ann, libraries, source="@Bea Bellamy? #visits")
    assert actions.spread(post=first.pk) == 2
    assert actions.spread(post=first.pk) == 0
    assert [notice.kind for notice in Notice.objects.filter(person=bea.person)] == ["discussions.mention"]
    assert not Notice.objects.filter(person=ann.person).exists()


def test_the_timeline_is_in_the_order_of_time_and_pages_on(visit, ann, bea, libraries, monkeypatch):
    monkeypatch.setattr(queries.messages, "A_PAGE", 3)
    actions.join(group=libraries, by=bea.by)
    titles = [ask(ann, libraries, f"Question {number}").thread.title for number in range(7)]
    seen, path, query = [], "", {}
    for _ in range(3):
        page = visit(bea, path, **query)
        seen += [each.get_text(strip=True) for each in page.soup.select(".mh-message__thread a")]
        onwards = page.soup.select_one("a[rel=next]")
        query = {"before": onwards["href"].partition("=")[2]} if onwards else {}
    assert seen == titles[::-1]
    assert not onwards


def test_the_thread_pages_on_and_back(visit, ann, bea, libraries, monkeypatch):
    monkeypatch.setattr(queries.messages, "IN_THREAD", 2)
    first = ask(ann, libraries)
    posts = [first, *(answer(bea, first, f"Answer {number}") for number in range(4))]
    ids = [f"m-{post.pk}" for post in posts]

    def shown(**query):
        page = visit(bea, f"threads/{first.thread_id}", **query)
        return [each["id"] for each in page.soup.select("#messages article")], page

    assert shown()[0] == ids[:2]
    assert shown(**{"from": posts[2].pk})[0] == ids[2:4]
    assert shown(before=posts[4].pk)[0] == ids[2:4]
    assert visit(bea, f"posts/{posts[4].pk}").headers["Location"].endswith(f"?from={posts[4].pk}#{ids[4]}")


def test_who_writes_follows_the_thread_and_may_stop(visit, ann, libraries):
    first = ask(ann, libraries)
    follow = {"kind": "thread", "target": first.thread_id.hex}
    assert Follow.objects.filter(persona=ann.persona, **follow).exists()
    visit(ann, "follow", {**follow, "stop": "1"})
    assert not Follow.objects.filter(persona=ann.persona, **follow).exists()
