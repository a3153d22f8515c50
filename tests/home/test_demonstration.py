"""The demonstration council: plainly made up, made again the same, and gone without a trace."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from manyhands.core import clock
from manyhands.core.ids import hub_source_id
from manyhands.discussions import actions as discussing
from manyhands.discussions import queries as discussions
from manyhands.discussions.models import Post, Reaction, Thread
from manyhands.discussions.types import SoughtGroups, SoughtMessages
from manyhands.home import actions
from manyhands.ledger import queries as ledger
from manyhands.ledger.models import Activity, Month
from manyhands.networks import queries as networks
from manyhands.networks.models import Import, Place
from manyhands.notices.models import Letter, Notice
from manyhands.participation import queries as participation
from manyhands.participation.queries import rungs, typed
from manyhands.participation.types import KnownOf, Rung, Selection
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.errors import NotPossible
from manyhands.people.models import Membership, Organisation, Person, Service, User
from tests.people.factories import PASSWORD, council, fill
from tests.people.test_set_up import AT_THE_MACHINE

pytestmark = pytest.mark.django_db

UNTIL = 202606


@pytest.fixture
def made(data_folder):
    return actions.make_demonstration(until=UNTIL)


def figures(organisation):
    """All that the page says of it, exactly."""
    facts = participation.facts(organisation)
    shown = participation.overview(facts, Selection(), exactly=True)
    return participation.overview_as_json(shown)


def snapshot():
    return {
        model._meta.label: sorted(map(str, model.objects.order_by("pk").values_list()))
        for model in apps.get_models()
        if model._meta.label != "people.Hub"
    }


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class TestMade:
    def test_is_a_council_with_its_people_places_and_figures(self, made):
        organisation = Organisation.objects.get()
        assert (organisation.name, organisation.is_demonstration) == ("Demonstration Council", True)
        assert Service.objects.filter(parent=None).count() == 7
        assert Service.objects.filter(parent__isnull=False).count() == 17
        assert Person.objects.count() == 200
        assert Membership.objects.filter(person__email="person-005@demonstration-council.example").count() == 2
        assert Place.objects.filter(source__isnull=False).count() == 26  # 22 that were brought in, and four groups
        assert Activity.objects.count() > 12_000
        assert Month.objects.count() == 18
        assert {of.state for of in Import.objects.all()} == {"done"}
        assert {month.state for month in ledger.check(made.organisation)} == {"agrees"}
        summary = networks.register_summary(made.organisation)
        assert (summary.total, summary.needing, summary.unknown) == (12, 6, 1)
        shown = figures(made.organisation)
        assert shown["members"] == 198
        assert shown["contributors"] > 70
        assert 0.75 < shown["top_shares"]["6"] < 0.9
        assert shown["hill"]["2"] < 8

    def test_somebody_stands_on_every_rung_and_some_have_no_access(self, made):
        facts = participation.facts(made.organisation)
        found = {rung: len(there) for rung, there in rungs.rungs(facts).on.items()}
        assert set(found) == set(Rung)
        assert all(number >= 5 for number in found.values())  # which everybody may see
        assert rungs.without_access(facts) == 48
        assert [row.number for row in typed.known_numbers(made.organisation, KnownOf.INTERESTED)] == [14, 31, 57]

    def test_made_again_it_is_the_same(self, made):
        before = figures(made.organisation)
        registered = list(
            Place.objects.filter(in_register=True).order_by("name", "network").values_list("name", "hands")
        )
        again = actions.make_demonstration(until=UNTIL)
        assert Organisation.objects.count() == 1
        assert again.slug == made.slug
        assert figures(again.organisation) == before
        assert (
            list(Place.objects.filter(in_register=True).order_by("name", "network").values_list("name", "hands"))
            == registered
        )
        other = actions.make_demonstration(seed=2, until=UNTIL)
        assert figures(other.organisation) != before

    def test_a_failure_half_way_leaves_nothing(self, data_folder, monkeypatch):
        before = snapshot()

        def fail(**said):
            raise MemoryError

        monkeypatch.setattr(people, "add_first_person", fail)
        with pytest.raises(MemoryError):
            actions.make_demonstration(until=UNTIL)
        assert snapshot() == before


class TestTalk:
    def test_groups_and_conversations_are_there_like_real_ones(self, made):
        visitor = Person.objects.get(user__isnull=False)
        groups = discussions.groups(visitor, SoughtGroups())
        assert [group.access for group in groups].count("open") == 3
        assert {group.name for group in groups if group.access == "closed"} == {"Champions’ planning"}
        assert all(group.members >= 6 and group.threads >= 2 for group in groups)
        rows = discussions.all_threads(visitor).rows
        assert len(rows) == Thread.objects.count() == 13
        assert [row.title for row in rows if row.is_question and row.helped] == [
            "How do I add captions to a video on a work phone?"
        ]
        assert len(discussions.unanswered(visitor).rows) == 2
        assert discussions.timeline(visitor, who.own_personas(visitor)[0].pk).rows
        assert ("plainenglish", 3) in discussions.tags(visitor)
        authors = {post.persona.name for post in Post.objects.select_related("persona")}
        assert len(authors) > 12
        assert all(name.startswith("Person ") for name in authors)
        assert Post.objects.filter(reactions={}).count() < Post.objects.count() / 2
        found = discussions.find_messages(visitor, ("captions",), SoughtMessages())
        assert len(found) >= 4

    def test_is_of_the_last_weeks_and_in_the_ledger(self, made):
        posts = list(Post.objects.order_by("id"))
        assert [post.created for post in posts] == sorted(post.created for post in posts)
        assert posts[0].created.date() > date(2026, 5, 25)
        assert posts[-1].created.date() == date(2026, 6, 30)
        hub = hub_source_id(made.organisation)
        acts = Activity.objects.filter(stream__source=hub)
        assert acts.filter(type="Create", contributing=True).count() == len(posts)
        assert acts.filter(type="Like").count() == Reaction.objects.count() + 1  # what helped

    def test_by_default_it_goes_on_until_yesterday(self, data_folder):
        actions.make_demonstration()
        now = clock.now()
        latest = Post.objects.order_by("-id").first().created
        assert now - timedelta(days=5) < latest < now  # a weekend, and the hours of a day
        visitor = Person.objects.select_related("organisation").get(user__isnull=False)
        readers = {visitor.pk: frozenset()}
        news = discussions.news(
            organisation=visitor.organisation_id, readers=readers, since=now - timedelta(days=8), until=now, most=9
        )
        assert news[visitor.pk].all_threads >= 2
        assert news[visitor.pk].all_questions == 2

    def test_nobody_is_told_of_it_now_or_later(self, data_folder, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            actions.make_demonstration(until=UNTIL)
        assert not DBTaskResult.objects.exists()
        discussing.take_up_untold()
        assert not DBTaskResult.objects.exists()
        assert not Notice.objects.exists()
        assert not Letter.objects.exists()

    def test_people_of_a_real_organisation_are_not_shown_by_it(self, db):
        lee = council()
        with pytest.raises(NotPossible):
            people.show_by_name(organisation=lee.organisation, emails=[lee.email], by=lee.pk)


class TestRemoved:
    def test_leaves_no_trace_and_touches_nothing_else(self, data_folder, django_capture_on_commit_callbacks):
        lee = council()
        fill(lee.organisation, 3)
        before, there = snapshot(), files(data_folder)
        with django_capture_on_commit_callbacks(execute=True):
            actions.make_demonstration(until=UNTIL)
        assert len(files(data_folder)) >= 36
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.remove_demonstration() == 1
        assert snapshot() == before
        assert files(data_folder) == there
        assert not any((data_folder / "columns").iterdir())
        assert actions.remove_demonstration() == 0

    def test_who_belongs_elsewhere_too_stays(self, made):
        lee = council()
        people.invite(
            organisation=Organisation.objects.get(pk=made.organisation),
            name="Lee",
            email=lee.email,
            roles=["member"],
            by=lee.pk,
        )
        actions.remove_demonstration()
        assert list(User.objects.all()) == [lee.user]
        assert list(Person.objects.all()) == [lee]

    def test_a_real_organisation_can_not_be_removed(self, db):
        lee = council()
        with pytest.raises(NotPossible):
            people.remove_demonstration(organisation=lee.organisation)
        assert Organisation.objects.exists()


class TestLookingAround:
    def test_makes_it_once_and_signs_in(self, client, data_folder):
        client.defaults.update(AT_THE_MACHINE)
        assert "Look around a demonstration council" in client.get("/setup").content.decode()
        response = client.post("/setup/demonstration")
        assert response.headers["Location"] == "/demonstration-council/"
        first = Organisation.objects.get()
        for path in ("", "participation/", "networks/", "networks/register/", "people/"):
            page = client.get(f"/demonstration-council/{path}")
            assert page.status_code == 200, path
            assert "This council is made up" in page.content.decode()
        client.post("/setup/demonstration")
        assert Organisation.objects.get() == first

    def test_does_not_set_the_hub_up(self, client, made):
        client.defaults.update(AT_THE_MACHINE)
        client.post(
            "/setup",
            {
                "organisation_name": "Ambridge Council",
                "person_name": "Lee",
                "email": "lee@a.example",
                "password": PASSWORD,
            },
        )
        assert sorted(Organisation.objects.values_list("name", flat=True)) == [
            "Ambridge Council",
            "Demonstration Council",
        ]


class TestCommand:
    def test_makes_it_says_how_to_sign_in_and_removes_it(self, data_folder, client):
        said = run("demo").split()
        assert "http://localhost:8000/demonstration-council/" in said
        assert client.login(email=said[said.index("as") + 1], password=said[said.index("password") + 1])
        assert "1 demonstration was removed." in run("demo", remove=True)
        assert not Organisation.objects.exists()


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()
