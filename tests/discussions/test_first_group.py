"""The group that a new organisation begins with, and the newcomer's first step into it."""

from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from manyhands.core import registry
from manyhands.discussions import actions, queries
from manyhands.discussions.models import Group, Thread
from manyhands.discussions.types import SoughtGroups
from manyhands.ledger.models import Activity
from manyhands.networks import queries as networks
from manyhands.networks.models import Place
from manyhands.networks.types import HUB
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.models import Organisation, Person
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db

FIRST = {"organisation_name": "Ambridge Council", "person_name": "Lee", "email": "lee@a.example", "password": PASSWORD}


@pytest.fixture
def lee():
    return people.set_up(**FIRST)


@pytest.fixture
def ann(lee):
    """A newcomer who may take part."""
    return people.invite(
        organisation=lee.organisation, name="Ann", email="ann@a.example", roles=["member"], by=persona_of(lee).pk
    )


def persona_of(person):
    return who.own_personas(person)[0]


def steps(person):
    return queries.first_steps(Person.objects.get(pk=person.pk))


class TestMade:
    def test_set_up_makes_one_that_the_first_person_keeps(self, lee):
        group = Group.objects.get()
        assert (group.name, group.access, group.members) == ("Welcome: say hello", "open", 1)
        assert group.purpose == "Say in a sentence who you are, and one thing that you would like to know."
        assert queries.keepers(group) == [persona_of(lee).pk]
        assert [group.name for group in queries.groups(lee, SoughtGroups())] == ["Welcome: say hello"]

    def test_the_command_makes_it_too_and_once(self, monkeypatch):
        for email in ("lee@a.example", "sam@a.example"):
            monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
            words = ["--organisation", "Ambridge Council", "--email", email, "--password-stdin"]
            call_command("setup", *words, stdout=StringIO())
        assert Person.objects.count() == 2
        assert Group.objects.count() == 1

    def test_an_organisation_prepared_without_a_person_gets_it_with_the_first(self):
        call_command("setup", "--organisation", "Ambridge Council", stdout=StringIO())
        assert not Group.objects.exists()
        people.set_up(**FIRST)
        assert Group.objects.get().organisation == Organisation.objects.get()

    @pytest.mark.parametrize("change", ["rename", "archive"])
    def test_is_not_made_again_whatever_became_of_it(self, lee, change):
        group, by = Group.objects.get(), persona_of(lee)
        if change == "rename":
            actions.change_group(group=group, name="Hall", purpose="", access="private", share_with=(), by=by.pk)
        else:
            actions.archive_group(group=group, by=by.pk)
        actions.begin_with_a_group(registry.Founded(lee.organisation_id, by.pk))
        assert Group.objects.count() == 1

    def test_nor_beside_groups_that_are_there(self):
        lee = council()
        by = persona_of(lee).pk
        actions.create_group(organisation=lee.organisation, name="Libraries", purpose="", access="open", by=by)
        assert actions.begin_with_a_group(registry.Founded(lee.organisation_id, by)) is None
        assert Group.objects.count() == 1

    def test_nothing_has_been_brought_in_by_it(self, lee):
        assert not networks.state(lee.organisation_id).has_activity


class TestFirstStep:
    def test_a_newcomer_says_hello_in_one_sentence(self, lee, ann, client):
        (step,) = steps(ann)
        assert (step.text, step.button) == ("Say hello to your colleagues in one sentence.", "Say hello")
        client.force_login(ann.user)
        home = client.get("/ambridge-council/").content.decode()
        assert "Say hello to your colleagues in one sentence." in home
        form = client.get(step.path)
        assert form.status_code == 200
        asked = parse_qs(urlsplit(step.path).query)
        assert asked["group"] == [str(Group.objects.get().pk)]
        said = {"group": asked["group"][0], "title": "Hello from Ann", "source": "I work in the archive."}
        assert "is_question" in form.content.decode()
        assert "checked" not in form.content.decode().partition("is_question")[2][:200]
        client.post("/ambridge-council/discussions/ask", said)
        thread = Thread.objects.get()
        assert (thread.title, thread.is_question) == ("Hello from Ann", False)
        assert steps(ann) == []

    def test_comes_before_a_question_that_waits(self, lee, ann):
        group = Group.objects.get()
        actions.begin_thread(group=group, title="Where is it?", source="?", is_question=True, by=persona_of(lee).pk)
        assert [step.button for step in sorted(steps(ann))] == ["Say hello", "Answer"]

    def test_whatever_the_group_is_called(self, lee, ann):
        group = Group.objects.get()
        by = persona_of(lee).pk
        actions.change_group(group=group, name="The hall", purpose="", access="open", share_with=(), by=by)
        assert [step.button for step in steps(ann)] == ["Say hello"]

    @pytest.mark.parametrize("access", ["closed", "private"])
    def test_is_not_offered_where_one_can_not_write(self, lee, ann, access):
        group, by = Group.objects.get(), persona_of(lee).pk
        actions.change_group(group=group, name=group.name, purpose="", access=access, share_with=(), by=by)
        assert steps(ann) == []

    def test_nor_in_an_archived_group(self, lee, ann):
        actions.archive_group(group=Group.objects.get(), by=persona_of(lee).pk)
        assert steps(ann) == []


def test_it_is_a_place_for_figures_once_somebody_has_spoken_there(lee, ann):
    group = Group.objects.get()
    places = Place.objects.filter(organisation=lee.organisation, network=HUB)
    actions.change_group(
        group=group, name="Hello", purpose="", access=group.access, share_with=(), by=persona_of(lee).pk
    )
    actions.join(group=group, by=persona_of(ann).pk)
    assert not places.exists()
    assert not Activity.objects.filter(object_type="Group").exists()
    actions.begin_thread(
        group=Group.objects.get(), title="Hello", source="I am Ann.", is_question=False, by=persona_of(ann).pk
    )
    assert [place.name for place in places] == ["Hello"]
    assert Activity.objects.filter(contributing=True).count() == 1
