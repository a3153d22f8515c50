"""Who is erased is nowhere any more, but where others wrote their name; what was said can be read, figures stay."""

from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection

from manyhands.discussions.models import Group, Post, Thread
from manyhands.notices.models import Notice
from manyhands.participation import queries as participation
from manyhands.participation.types import Selection
from manyhands.people import actions, queries
from tests.discussions.factories import Somebody, answer, ask, group, join_organisation
from tests.people.factories import council

from .everywhere import NAME, somebody_everywhere

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def lee(db):
    return Somebody.of(council())


LEFT = {
    # Where others wrote her name.
    "discussions.Post.source": "the text of somebody else who named her",
    "discussions.Post.html": "the same, with a link that leads to nobody",
    "discussions.Post.mentions": "a key that stands for nobody",
    "modelsearch.IndexEntry.body": "the words of that text",
    "modelsearch.SQLiteFTSIndexEntry.body": "the words of that text",
    "modelsearch.IndexEntry.body_text": "the words of that text",
    # Keys that stand for nobody.
    "people.AuditEvent.by": "who did something: a key that stands for nobody",
    "people.AuditEvent.object": "whom it was about: a key that stands for nobody",
    "people.Invitation.by": "who invited: a key that stands for nobody",
    "ledger.Activity.actor": "who acted: a key that stands for nobody",
    "ledger.Activity.source_id": "which act of the hub it was: a key that stands for nobody",
    "ledger.Activity.mentions": "whom a text named: a key that stands for nobody",
    "discussions.HouseRules.by": "who wrote them: a key that stands for nobody",
    "networks.PlaceMember.actor": "who belonged: a key that stands for nobody",
    "notices.LiveEvent.data": "for an hour",
    "notices.LiveEvent.topic": "for an hour",
    "django_tasks_database.DBTaskResult.args_kwargs": "ids, for as long as results of jobs are kept",
}
"""Where something of an erased person may be found, and what. All else must know nothing of them."""


def traces(needles):
    """Every field of every table in which one of these is."""
    found = set()
    for model in apps.get_models():
        if model._meta.db_table not in connection.introspection.table_names():
            continue
        fields = model._meta.concrete_fields
        for row in model._default_manager.values_list(*(field.attname for field in fields)):
            for field, value in zip(fields, row, strict=True):
                text = value.hex if isinstance(value, UUID) else str(value).lower()
                if any(needle in text or needle in text.replace("-", "") for needle in needles):
                    found.add(f"{model._meta.label}.{field.name}")
    return found


def needles_of(who):
    person, persona = who.person, who.persona
    return [
        NAME.lower(),
        person.email.lower(),
        person.pk.hex,
        person.user.pk.hex,
        persona.pk.hex,
        str(persona.actor),
        "draftplum",
        "versionplum",
        "reportplum",
        "knowsplum",
        "digestplum",
        "fileplum",
    ]


def test_nothing_is_left_but_what_is_listed(lee):
    ann, _libraries, _hers = somebody_everywhere(lee)
    needles = needles_of(ann)
    before = traces(needles)
    assert {"people.Person.name", "notices.Letter.to", "discussions.Draft.source", "digest.Copy.content"} <= before
    actions.erase_person(person=ann.person, by=queries.system_persona(lee.organisation).pk)
    after = traces(needles)
    assert after <= set(LEFT), sorted(after - set(LEFT))
    assert "discussions.Post.source" in after  # so that this test can fail


def _thread(client, who, post):
    response = client.get(f"/{who.organisation.slug}/discussions/threads/{post.thread_id}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_conversation_can_be_read_on_without_its_author(lee, client):
    ann, libraries, hers = somebody_everywhere(lee)
    begun = ask(ann, libraries, "Begun by Ann", "Her question")
    answer(lee, begun, "Lee answers")
    counts = Thread.objects.filter(pk=begun.thread_id).values_list("posts", "answers").get()
    actions.erase_person(person=ann.person, by=queries.system_persona(lee.organisation).pk)
    assert Thread.objects.filter(pk=begun.thread_id).values_list("posts", "answers").get() == counts
    assert Post.objects.get(pk=hers.pk).reactions == hers.reactions
    assert Group.objects.get(pk=libraries.pk).members == 1
    client.force_login(lee.person.user)
    for post in (begun, hers):
        assert "Somebody who has left" in BeautifulSoup(_thread(client, lee, post), "html.parser").get_text(" ")
    for path in ("", "all", "unanswered", f"groups/{libraries.pk}", f"groups/{libraries.pk}/members", "tags"):
        assert client.get(f"/{lee.organisation.slug}/discussions/{path}").status_code == 200
    assert (
        "Her question" in client.get(f"/{lee.organisation.slug}/discussions/threads/{begun.thread_id}").content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_figures_are_what_they_were(data_folder):
    lee = Somebody.of(council())
    libraries = group(lee, "Libraries")
    everybody = [join_organisation(lee.organisation, f"Person {letter}") for letter in "ABCDEFGH"]
    first = ask(lee, libraries)
    for number, who in enumerate(everybody):
        for _ in range(number + 1):
            answer(who, first)

    def figures():
        facts = participation.facts(lee.organisation.pk)
        shown = participation.overview(facts, Selection(), exactly=True)
        return participation.overview_as_json(shown) | {
            "rows": int(facts.n.sum()),
            "who": len(set(facts.person.tolist())),
        }

    before = figures()
    assert before["rows"] > 30
    actions.erase_person(person=everybody[-1].person, by=lee.by)
    assert figures() == before


def test_a_notice_that_names_them_goes(lee):
    ann, _libraries, _hers = somebody_everywhere(lee)
    told = Notice.objects.filter(person=lee.person, words__who=NAME)
    assert told.exists()
    actions.erase_person(person=ann.person, by=queries.system_persona(lee.organisation).pk)
    assert not told.exists()
