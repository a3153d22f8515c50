"""Groups: who gets in and how, what keepers decide, sharing, archiving; and that mention storms are held back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock, registry
from manyhands.core.ids import hub_source_id
from manyhands.discussions import actions, queries
from manyhands.discussions.errors import NotPossible, TooMuch
from manyhands.discussions.models import Follow, Group, GroupMember, Post, Read, ReadMonth, Thread
from manyhands.ledger.models import Activity
from manyhands.networks.models import Place, PlaceMember
from manyhands.notices.models import Notice
from manyhands.people import actions as people_actions

from .factories import answer, ask, group, join_organisation

pytestmark = pytest.mark.django_db


class TestMembership:
    def test_a_closed_group_is_asked_and_its_keeper_lets_in(self, visit, lee, ann):
        closed = group(lee, "Managers", "closed")
        visit(ann, f"groups/{closed.pk}/join", {})
        assert visit(ann, f"groups/{closed.pk}").status_code == 404
        assert Notice.objects.get(person=lee.person).kind == "discussions.asked_to_join"
        page = visit(lee, f"groups/{closed.pk}/members")
        assert "Ann Archer" in page.soup.select_one("#requests").get_text()
        member = GroupMember.objects.get(group=closed, persona=ann.persona)
        visit(lee, f"groups/{closed.pk}/members/{member.pk}", {"do": "let_in"})
        assert visit(ann, f"groups/{closed.pk}").status_code == 200
        assert Notice.objects.filter(person=ann.person, kind="discussions.is_member").exists()
        closed.refresh_from_db()
        assert closed.members == 2

    def test_somebody_is_added_to_a_private_group_by_name(self, visit, lee, ann, bea):
        private = group(lee, "Merger", "private")
        assert visit(lee, f"groups/{private.pk}/members/add", {"name": "nobody"}).status_code == 422
        visit(lee, f"groups/{private.pk}/members/add", {"name": "ann archer"})
        assert visit(ann, f"groups/{private.pk}").status_code == 200
        assert visit(bea, f"groups/{private.pk}").status_code == 404
        place = Place.objects.get(external_id=private.pk.hex)
        assert (place.name, place.closed) == ("A private group", True)
        actors = PlaceMember.objects.filter(place=place).values_list("actor", flat=True)
        assert set(actors) == {lee.persona.actor, ann.persona.actor}

    def test_the_last_keeper_stays_until_somebody_else_keeps_it(self, lee, ann):
        closed = group(lee, "Managers", "closed")
        actions.add_member(group=closed, persona=ann.persona, by=lee.by)
        with pytest.raises(NotPossible):
            actions.leave(group=closed, by=lee.by)
        actions.set_keeper(member=GroupMember.objects.get(group=closed, persona=ann.persona), keeper=True, by=lee.by)
        actions.leave(group=closed, by=lee.by)
        assert queries.standing(closed, lee.by) == ""
        assert not Follow.objects.filter(persona=lee.persona, kind="group", target=closed.pk.hex).exists()

    def test_opening_a_closed_group_lets_in_who_asked(self, lee, ann):
        closed = group(lee, "Managers", "closed")
        actions.join(group=closed, by=ann.by)
        actions.change_group(group=closed, name="Managers", purpose="", access="open", share_with=[], by=lee.by)
        assert queries.standing(closed, ann.by) == "member"

    def test_an_archived_group_is_read_and_not_written(self, visit, lee, ann, libraries):
        first = ask(ann, libraries)
        visit(lee, f"groups/{libraries.pk}/archive", {})
        assert visit(ann, f"threads/{first.thread_id}").status_code == 200
        assert visit(ann, f"threads/{first.thread_id}/answer", {"source": "x"}).status_code == 422
        visit(lee, f"groups/{libraries.pk}/archive", {"reopen": "1"})
        assert visit(ann, f"threads/{first.thread_id}/answer", {"source": "x"}).status_code == 302

    def test_a_group_needs_a_name_of_its_own(self, visit, lee, libraries):
        page = visit(lee, "groups/new", {"name": "Libraries", "purpose": "", "access": "open"})
        assert "There is a group of that name already." in page.soup.get_text()
        assert Group.objects.count() == 1

    def test_tables_come_as_files(self, visit, lee, ann, libraries):
        actions.join(group=libraries, by=ann.by)
        assert "Libraries" in visit(lee, "groups.csv").content.decode()
        assert "Ann Archer" in visit(lee, f"groups/{libraries.pk}/members.csv").content.decode()
        assert visit(ann, f"groups/{libraries.pk}/members.csv").status_code == 404


class TestStorms:
    def test_who_writes_without_end_is_asked_to_wait(self, ann, libraries, monkeypatch):
        monkeypatch.setattr(actions.writing, "MOST_MESSAGES", 3)
        first = ask(ann, libraries)
        for _ in range(2):
            answer(ann, first)
        with pytest.raises(TooMuch):
            answer(ann, first)
        Post.objects.update(created=clock.now() - timedelta(minutes=11))
        answer(ann, first)

    def test_names_without_end_are_held_back(self, lee, ann, libraries, monkeypatch):
        monkeypatch.setattr(actions.writing, "MOST_NAMED", 3)
        for number in range(4):
            join_organisation(lee.organisation, f"Colleague Number{number}")
        with pytest.raises(TooMuch):
            ask(ann, libraries, source=" ".join(f"@Colleague Number{number}," for number in range(4)))
        assert not Thread.objects.exists()

    def test_a_name_that_two_have_means_who_takes_part(self, lee, ann, bea, libraries):
        other = join_organisation(lee.organisation, "Bea Bellamy 2")
        type(other.persona).objects.filter(pk=other.by).update(name="Bea Bellamy")
        first = ask(ann, libraries, source="@Bea Bellamy?")
        assert first.mentions == []
        answer(bea, first)
        assert answer(ann, first, "@Bea Bellamy, thank you").mentions == [bea.by.hex]


class TestKept:
    def test_reads_become_counts_after_thirteen_months(self, visit, ann, bea, libraries):
        first = ask(ann, libraries)
        for who in (ann, bea):
            visit(who, f"threads/{first.thread_id}")
        assert "How do you do it?" in visit(ann, "read").soup.get_text()
        long_ago = clock.now().date() - timedelta(days=500)
        Read.objects.update(day=long_ago)
        Activity.objects.filter(type="Read").update(local_date=long_ago)
        for pk in Activity.objects.values_list("stream__source", flat=True):
            assert pk == hub_source_id(libraries.organisation_id)
        assert actions.forget_reads() == 2
        assert not Read.objects.exists()
        assert not Activity.objects.filter(type="Read").exists()
        assert Activity.objects.filter(type="Create", object_type="Note").count() == 1
        assert [(row.month, row.reads) for row in ReadMonth.objects.all()] == [(clock.month_of(long_ago), 2)]

    def test_who_is_erased_leaves_readable_threads_behind(self, visit, lee, ann, bea, libraries):
        actions.join(group=libraries, by=ann.by)
        first = ask(ann, libraries, source="Kept words")
        answer(bea, first)
        actions.follow(kind="person", target=ann.by.hex, by=bea.persona)
        before = Activity.objects.count()
        people_actions.erase_person(person=ann.person, by=lee.by)
        page = visit(bea, f"threads/{first.thread_id}").soup.get_text()
        assert "Kept words" in page
        assert "Somebody who has left" in page
        assert "Ann Archer" not in page
        libraries.refresh_from_db()
        assert libraries.members == 1
        assert not Follow.objects.filter(target=ann.by.hex).exists()
        assert Activity.objects.exclude(type="Read").count() == before

    def test_a_person_gets_what_they_wrote(self, ann, bea, libraries):
        ask(ann, libraries, source="My words")
        ask(bea, libraries, source="Her words")
        asked = registry.Person(
            ann.organisation.pk, ann.person.pk, frozenset({ann.persona.actor}), frozenset({ann.by}), True
        )
        held = queries.export_person(asked)
        assert [message["text"] for message in held["messages"]] == ["My words"]


@pytest.mark.parametrize("path", ["", "all", "unanswered", "tags", "groups", "following", "group", "thread"])
def test_a_page_takes_as_many_queries_for_one_as_for_many(visit, lee, ann, libraries, path):
    actions.join(group=libraries, by=ann.by)
    first = ask(lee, libraries, source="#one")
    address = {"group": f"groups/{libraries.pk}", "thread": f"threads/{first.thread_id}"}.get(path, path)

    def count():
        visit(ann, address)  # what is kept in memory, and the first reading of a day
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert visit(ann, address).status_code == 200
        return len([each for each in captured if "django_session" not in each["sql"]])

    answer(lee, first)
    once = count()
    for number in range(5):
        answer(lee, ask(lee, libraries, f"Question {number}", f"#tag{number}"))
        answer(lee, first, f"Answer {number}")
    assert count() == once
