"""A search finds conversations, groups and people by their words, says where, and stays in step with what happens."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock
from manyhands.core.search import index
from manyhands.discussions import actions
from manyhands.discussions import queries as discussions
from manyhands.discussions.jobs import tidy_index
from manyhands.discussions.models import Group, Post, Practice
from manyhands.discussions.types import Measure
from manyhands.people import actions as people
from tests.discussions.factories import Somebody, answer, ask, group, join_organisation
from tests.people.factories import council


@pytest.fixture
def lee(db):
    return Somebody.of(council())


@pytest.fixture
def ann(lee):
    return join_organisation(lee.organisation, "Ann Archer")


@pytest.fixture
def libraries(lee):
    return group(lee, "Libraries")


@pytest.fixture
def search(client):
    def visit(who, q="", **more):
        client.force_login(who.person.user)
        response = client.get(f"/{who.organisation.slug}/search", {"q": q, **more})
        assert response.status_code == 200
        response.soup = BeautifulSoup(response.content, "html.parser")
        response.titles = [each.get_text() for each in response.soup.select("section .mh-found__title")]
        response.marked = [each.get_text() for each in response.soup.select("main mark")]
        return response

    return visit


def test_a_question_is_found_by_words_of_its_title_and_text(search, lee, ann, libraries):
    ask(lee, libraries, "Who lends e-readers?", "Somebody asked at the **counter** on Monday.")
    answer(ann, Post.objects.get(), "We lend readers in Felpersham.")
    assert search(ann, "e-readers").titles == ["Who lends e-readers?"]
    assert search(ann, "counter monday").titles == ["Who lends e-readers?"]
    assert search(ann, "felpersham").titles == ["Who lends e-readers?"]
    assert search(ann, "reader", kind="messages").marked == ["readers", "readers"]
    assert search(ann, "counter felpersham").titles == []


def test_what_is_in_the_title_comes_before_what_is_in_a_text(search, lee, libraries):
    ask(lee, libraries, "How to thread a needle", "It takes patience, a steady hand, good light and much time")
    ask(lee, libraries, "Something else", "needle")
    assert search(lee, "needle").titles == ["How to thread a needle", "Something else"]
    assert search(lee, "needle", sort="newest").titles == ["Something else", "How to thread a needle"]


def test_accents_and_capitals_make_no_difference(search, lee, libraries):
    ask(lee, libraries, "Café opening hours", "Tŷ bach")
    assert search(lee, "CAFE").marked == ["Café"]
    assert search(lee, "ty").marked == ["Tŷ"]


def test_what_people_write_is_shown_as_text(search, lee, libraries):
    ask(lee, libraries, "<script>alert(1)</script> needle", "<img src=x onerror=alert(2)> needle")
    page = search(lee, "needle")
    assert page.marked == ["needle", "needle"]
    assert b"<script>alert" not in page.content
    assert b"<img src=x" not in page.content


@pytest.mark.parametrize("q", ['"', "AND", "NEAR(", "a* OR b:*", "'; DROP", "\\", "%", ":*", "!", "(", "x" * 5000])
def test_any_question_has_an_answer(search, lee, libraries, q):
    ask(lee, libraries)
    search(lee, q)


@pytest.mark.parametrize(
    "asked", [{"kind": "x"}, {"group": "x"}, {"when": "x"}, {"sort": "x"}, {"page": "x"}, {"page": "999"}]
)
def test_any_address_has_an_answer(search, lee, libraries, asked):
    ask(lee, libraries, "needle")
    search(lee, "needle", **asked)


def test_it_is_narrowed_by_kind_group_and_time_in_the_address(search, lee, ann, libraries):
    other = group(lee, "Needlework")
    first = ask(lee, libraries, "A needle", "one")
    answer(ann, first, "The needle again")
    ask(lee, other, "Another needle", "two")
    assert sorted(search(lee, "needle").titles) == ["A needle", "Another needle", "Needlework"]
    assert "and in 1 more message there" in search(lee, "needle").soup.get_text()
    assert len(search(lee, "needle", kind="messages").titles) == 3
    assert search(lee, "needle", kind="groups").titles == ["Needlework"]
    assert sorted(search(lee, "needle", kind="conversations").titles) == ["A needle", "Another needle"]
    assert search(lee, "needle", group=str(other.pk)).titles == ["Another needle"]
    assert len(search(lee, "needle", when="week", kind="messages").titles) == 3
    assert search(lee, "needle", when="older").titles == []
    long_ago = Post.objects.get(pk=first.pk)
    Post.objects.filter(pk=first.pk).update(created=long_ago.created.replace(year=long_ago.created.year - 2))
    assert search(lee, "needle", when="older").titles == ["A needle"]
    newest = search(lee, "needle", kind="messages", sort="newest").titles
    assert newest == ["Another needle", "A needle", "A needle"]


def test_a_page_holds_twenty_and_leads_to_the_next(search, lee, libraries):
    first = ask(lee, libraries, "Many", "needle")
    html = Post.objects.get(pk=first.pk)
    for number in range(24):
        post = Post.objects.create(
            organisation=lee.organisation, group=libraries, thread=html.thread, persona=lee.persona,
            source="needle", html=f"<p>needle {number}</p>",
        )  # fmt: skip
        index.put(post)
    assert search(lee, "needle").soup.find(id="found-messages").get_text(strip=True) == "1 conversation"
    page = search(lee, "needle", kind="messages")
    assert len(page.titles) == 20
    assert page.soup.find(id="found-messages").get_text(strip=True) == "25 messages"
    rest = search(lee, "needle", page="2", kind="messages")
    assert len(rest.titles) == 5


def test_nothing_found_says_what_to_do(search, lee, libraries):
    page = search(lee, "nowhere")
    assert "Nothing found" in page.soup.h1.get_text()
    assert page.soup.select_one(f'a[href="/{lee.organisation.slug}/discussions/ask"]')
    assert search(lee, "").soup.h1.get_text(strip=True) == "Search"


def test_every_page_has_a_search_box_that_needs_no_script(client, lee):
    client.force_login(lee.person.user)
    soup = BeautifulSoup(client.get(f"/{lee.organisation.slug}/discussions/").content, "html.parser")
    form = soup.select_one("form.mh-header__search")
    assert (form["method"], form["action"]) == ("get", f"/{lee.organisation.slug}/search")
    assert form.find("input")["name"] == "q"


def test_people_are_found_who_chose_to_be_and_by_what_they_show(search, lee, ann):
    assert search(lee, "archer").titles == []
    say = {"knows": "Bookbinding", "wants": "Secretly wants carpentry"}
    people.keep_profile(persona=ann.persona, words=say, shown=["knows"], listed=True)
    found = search(lee, "bookbinding")
    assert found.titles == ["Ann Archer"]
    assert found.marked == ["Bookbinding"]
    assert search(lee, "carpentry").titles == []
    people.keep_profile(persona=ann.persona, words=say, shown=["knows"], listed=False)
    assert search(lee, "bookbinding").titles == []


def test_what_is_changed_hidden_or_deleted_is_found_as_it_is_now(search, lee, ann, libraries):
    first = ask(ann, libraries, "Old needle", "hay")
    actions.edit_post(post=first, title="New pin", source="hay", version=1, by=ann.by)
    assert search(lee, "needle").titles == []
    assert search(lee, "pin").titles == ["New pin"]
    reply = answer(lee, first, "a thimble")
    actions.delete_post(post=reply, by=lee.by)
    assert search(ann, "thimble").titles == []
    assert index.kept(Post) == 1
    actions.restore_post(post=Post.objects.get(pk=reply.pk), by=lee.by)
    assert search(ann, "thimble").titles == ["New pin"]
    actions.decide(post=first, measure=Measure.HIDE, reason="It names somebody.", by=lee.by, own=[lee.by])
    assert search(lee, "pin").titles == []
    assert index.kept(Post) == 1


def test_a_group_is_found_by_its_latest_name(search, lee, libraries):
    actions.change_group(
        group=libraries, name="Reading rooms", purpose="Books", access="open", share_with=(), by=lee.by
    )
    assert search(lee, "libraries").titles == []
    assert search(lee, "books").titles == ["Reading rooms"]


def test_the_index_is_made_again_by_a_command(search, lee, libraries, capsys):
    first = ask(lee, libraries, "A needle")
    index.take(Post, [first.pk])
    index.take(Group, [libraries.pk])
    assert search(lee, "needle").titles == []
    assert [(there, held) for _n, _m, there, held in discussions.searched()] == [(1, 0), (1, 0)]
    call_command("search_index")
    assert search(lee, "needle").titles == ["A needle"]
    Post.objects.filter(pk=first.pk).update(deleted="2026-01-01T00:00Z")
    call_command("search_index")
    assert index.kept(Post) == 0
    Post.objects.filter(pk=first.pk).update(deleted=None, html="<p>thimble</p>")
    call_command("search_index", "--anew")
    assert search(lee, "thimble").titles == ["A needle"]
    assert "messages" in capsys.readouterr().out


def test_the_check_says_that_the_index_is_out_of_step_and_what_to_run(lee, libraries, capsys):
    first = ask(lee, libraries, "A needle")
    assert [(look.name, look.well) for look in discussions.index_health()] == [
        ("search index of groups", True),
        ("search index of messages", True),
    ]
    index.take(Post, [first.pk])
    with pytest.raises(CommandError):
        call_command("check_hub")
    said = next(line for line in capsys.readouterr().out.splitlines() if "search index of messages" in line)
    assert said.startswith("ill ")
    assert "It holds 0, and there are 1. Run: manyhands search_index" in said
    call_command("search_index")
    assert all(look.well for look in discussions.index_health())
    Post.objects.filter(pk=first.pk).update(deleted=clock.now())
    assert [look.well for look in discussions.index_health()] == [True, False]


def test_what_people_and_time_do_leaves_the_index_in_step(lee, ann, libraries):
    first = ask(ann, libraries, "A needle")
    answer(lee, first, "A pin")
    hidden = ask(ann, libraries, "A thimble")
    answer(lee, hidden, "A thread")
    actions.decide(post=hidden, measure=Measure.HIDE, reason="It names somebody.", by=lee.by, own=[lee.by])
    gone = ask(lee, libraries, "A button")
    actions.delete_post(post=gone, by=lee.by)
    actions.archive_group(group=group(lee, "Sewing"), by=lee.by)
    actions.set_buddy(willing=True, by=lee.by)
    practice = actions.accept_practice(practice=actions.ask_buddy(buddy=lee.by, by=ann.by), by=lee.by)
    actions.try_out(practice=practice, title="A seam", source="Straight", by=ann.by)
    actions.end_practice(practice=practice, by=ann.by)
    assert [look.sentence for look in discussions.index_health() if not look.well] == []
    Practice.objects.update(ended=clock.now() - timedelta(days=400))
    assert actions.forget_practice() == 1
    assert [look.sentence for look in discussions.index_health() if not look.well] == []
    call_command("search_index")
    assert index.kept(Post) == 3


def test_what_is_written_between_two_counts_is_no_fault(lee, libraries, monkeypatch):
    counts = iter([[("messages", Post, 1, 2)], [("messages", Post, 2, 2)]])
    monkeypatch.setattr("manyhands.discussions.queries.searching.searched", lambda: next(counts))
    assert [look.well for look in discussions.index_health()] == [True]


def test_the_worker_puts_an_index_right_that_is_out_of_step(search, lee, libraries):
    first = ask(lee, libraries, "A needle")
    assert tidy_index.func() == {}
    index.take(Post, [first.pk])
    assert tidy_index.func() == {"messages": [1, 0]}
    assert search(lee, "needle").titles == ["A needle"]


def test_the_worker_looks_now_and_then(monkeypatch):
    woken = []
    indexing = "manyhands.discussions.actions.indexing"
    monkeypatch.setattr(f"{indexing}.jobs.wake", woken.append)
    monkeypatch.setattr(f"{indexing}._looked", None)
    actions.take_up_index()
    actions.take_up_index()
    assert woken == ["manyhands.discussions.jobs:tidy_index"]
    monkeypatch.setattr(f"{indexing}._looked", clock.now() - timedelta(hours=7))
    actions.take_up_index()
    assert len(woken) == 2


def test_it_takes_the_same_number_of_queries_however_much_is_found(client, lee, ann, libraries):
    people.keep_profile(persona=ann.persona, words={"knows": "needle"}, shown=["knows"], listed=True)
    first = ask(lee, libraries, "A needle")
    group(lee, "Needlework")

    def queries():
        client.force_login(lee.person.user)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/{lee.organisation.slug}/search", {"q": "needle"}).status_code == 200
        return len(caught)

    queries()  # what is asked once a process
    few = queries()
    for _ in range(12):
        answer(ann, first, "needle")
        group(lee, f"Needle {_}")
    assert queries() == few


def test_a_group_that_goes_takes_its_words_along(lee, libraries):
    ask(lee, libraries, "A needle")
    libraries.delete()
    assert (index.kept(Post), index.kept(Group)) == (0, 0)
