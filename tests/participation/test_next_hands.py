"""Next hands: who stands where, who is told, and what is written down."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import registry
from manyhands.ledger.models import Activity
from manyhands.participation import actions
from manyhands.participation.models import Invitation, OfflineHelp, OnRung, Willing
from manyhands.participation.queries import next_hands as page_of
from manyhands.participation.queries import typed
from manyhands.participation.queries.rounds import rounds
from manyhands.participation.queries.rungs import by_service, in_all, own_step, without_access
from manyhands.participation.rules.guarded import Guard
from manyhands.participation.types import FEW, About, KnownOf, Rung
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.errors import NotPossible
from manyhands.people.models import AuditEvent, Person
from manyhands.people.types import Role
from tests.participation.small import (
    account,
    act,
    everywhere,
    facts,
    large,
    member,
    signed_in,
    take,
    village,
)
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)

SENT = date(2026, 4, 1)


def test_everybody_stands_on_one_step_or_none(lee):
    village(lee.organisation)
    assert in_all(facts(lee)) == {Rung.NOT_BEGUN: 1, Rung.READS: 1, Rung.ONCE: 1, Rung.ELSEWHERE: 1}
    steps = {}
    for person in Person.objects.filter(organisation=lee.organisation).exclude(pk=lee.pk):
        step = own_step(facts(lee), person.pk)
        steps[person.name] = step and (step.rung, step.places)
    assert steps == {
        "Ann": (Rung.ELSEWHERE, ("planning",)),
        "Bob": None,
        "Cat": (Rung.ONCE, ()),
        "Dan": None,
        "Eve": (Rung.READS, ()),
        "Fay": (Rung.NOT_BEGUN, ()),
    }
    assert own_step(facts(lee), lee.pk) is None


def test_counts_by_service_are_of_five_or_more(lee):
    village(lee.organisation)
    assert [row.counts[Rung.ONCE] for row in by_service(facts(lee), Guard(exact=True))] == [1]
    (row,) = by_service(facts(lee), Guard(exact=False))
    assert row.id == ""
    assert set(row.counts.values()) == {FEW}
    large(lee.organisation)
    rows = by_service(facts(lee), Guard(exact=False))
    assert [row.counts[Rung.READS] for row in rows[:-1]] == [About(10)] * 6
    for row in rows[:-1]:
        assert all(count in (0, None) or (isinstance(count, About) and count >= 10) for count in row.counts.values())


def test_who_has_no_access_is_counted_apart(lee, by):
    village(lee.organisation)
    assert without_access(facts(lee)) == 1  # the digital lead has no account there
    actions.set_known_number(organisation=lee.organisation_id, of=KnownOf.WORKFORCE, number=346, by=by)
    assert without_access(facts(lee)) == 340
    more = page_of.next_hands(facts(lee), Guard(exact=False)).more
    assert more == ("About 340 people have no access to any of these networks: the organisation’s gap, not theirs.",)


def test_a_member_sees_their_own_step_and_nobody_elses(lee, by):
    village(lee.organisation)
    (eve,) = people.find_person(lee.organisation, "eve@ambridge.example")
    sam = member(lee, by, "Eve", "eve@ambridge.example")
    assert sam.pk == eve.pk
    client = signed_in(sam)
    address = f"/{lee.organisation.slug}/participation/next-hands/"
    text = client.get(address).content.decode()
    assert "You read along, and reading is taking part." in text
    assert "Where they are" not in text
    assert "Who would like to be asked" not in text
    for rest in ("by-service.csv", "invitations.csv", "invite/reads/", "numbers/"):
        assert client.get(address + rest).status_code == 404


def test_names_are_shown_by_consent_alone_and_to_the_lead_alone(lee, by):
    village(lee.organisation)
    sam = member(lee, by, "Evelyn Archer", "eve@ambridge.example")
    other = member(lee, by, "Kim", "kim@ambridge.example")
    address = f"/{lee.organisation.slug}/participation/next-hands/"
    lead, eve = signed_in(lee), signed_in(sam)
    assert "Nobody has said so yet" in lead.get(address).content.decode()
    assert eve.post(f"{address}asked/", {"willing": "yes"}).status_code == 302
    assert "Evelyn Archer" in lead.get(address).content.decode()
    assert "Evelyn" not in signed_in(other).get(address).content.decode()
    eve.post(f"{address}asked/", {"willing": "yes"})
    assert Willing.objects.count() == 1
    assert AuditEvent.objects.filter(verb="consent_to_be_named").count() == 1
    eve.post(f"{address}asked/", {"willing": "no"})
    assert "Nobody has said so yet" in lead.get(address).content.decode()
    assert not Willing.objects.exists()
    assert AuditEvent.objects.filter(verb="withdraw_consent_to_be_named").count() == 1


def test_an_administrator_who_does_not_lead_sees_no_names(lee, by):
    village(lee.organisation)
    sam = member(lee, by)
    people_actions.grant(organisation=lee.organisation_id, role=Role.ADMINISTRATOR, person=sam, by=by)
    actions.set_willing(organisation=lee.organisation_id, person=lee.pk, willing=True, by=by)
    text = signed_in(sam).get(f"/{lee.organisation.slug}/participation/next-hands/").content.decode()
    assert "Where they are" in text
    assert "Who would like to be asked" not in text


def test_help_is_an_activity_beside_and_can_be_taken_back(lee, by):
    village(lee.organisation)
    (ann,) = people.find_person(lee.organisation, "ann@ambridge.example")
    before = facts(lee)
    given = actions.add_help(
        organisation=lee.organisation_id, kind="training", helped=9, on=date(2026, 2, 3), person=ann.pk, by=by
    )
    rows = Activity.objects.filter(stream__organisation=lee.organisation_id, object_type="Event")
    assert [(row.type, row.contributing, str(row.local_date)) for row in rows] == [("Create", False, "2026-02-03")]
    assert given.activity == rows[0].id
    assert rows[0].actor in people.about(ann).actors
    assert in_all(facts(lee)) == in_all(before)
    actions.remove_help(given=given, by=by)
    assert [row.type for row in rows.order_by("row")] == ["Create", "Delete"]
    assert not OfflineHelp.objects.exists()


def test_a_person_erased_is_in_none_of_it_and_may_have_it_all_before(lee, by):
    large(lee.organisation)
    (some,) = people.find_person(lee.organisation, "p007@ambridge.example")
    actions.set_willing(organisation=lee.organisation_id, person=some.pk, willing=True, by=by)
    actions.add_help(organisation=lee.organisation_id, kind="visit", helped=2, person=some.pk, by=by)
    actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=everywhere(lee), sent=SENT, by=by
    )
    held = people.export(some)
    assert held["may_be_named_as_willing_since"]
    assert [row["kind"] for row in held["help_given_in_person"]] == ["visit"]
    assert held["rounds_of_invitations"] == [{"to": "reads", "on": "2026-04-01", "invited": True}]
    people_actions.erase_person(person=some, by=by)
    assert not Willing.objects.exists()
    assert OfflineHelp.objects.get().person is None
    assert OnRung.objects.count() == 70
    assert actions.forget_on_rung in [kind.forget for kind in registry.retention]


def test_consent_outlives_a_merge_undone(lee, by):
    village(lee.organisation)
    ann, bob = (people.find_person(lee.organisation, f"{name}@ambridge.example")[0] for name in ("ann", "bob"))
    actions.set_willing(organisation=lee.organisation_id, person=bob.pk, willing=True, by=by)
    people_actions.merge_people(into=ann, other=bob, by=by)
    assert page_of.named(facts(lee)) == []


def test_the_pages_of_the_lead(lee, by):
    client = signed_in(lee)
    address = f"/{lee.organisation.slug}/participation/next-hands/"
    assert client.get(address).status_code == 200
    large(lee.organisation)
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert soup.h1.get_text(strip=True) == "About 70 people are one step from taking part, or taking part more."
    assert len(soup.select("#by-service tbody tr")) == 6
    form = {"how": "services", "sent_day": "1", "sent_month": "4", "sent_year": "2026", "text": "Hello there"}
    assert "Choose at least one service" in client.post(f"{address}invite/reads/", form).content.decode()
    chosen = [node.id for node in facts(lee).services[:2]]
    assert client.post(f"{address}invite/reads/", {**form, "services": chosen}).status_code == 302
    assert Invitation.objects.get().invited == 23
    rows = list(csv.reader(io.StringIO(client.get(f"{address}invitations.csv").content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["1 April 2026", "Likes or reads, never posts", "Service 0, Service 1", "20"]
    rows = list(csv.reader(io.StringIO(client.get(f"{address}by-service.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 7
    assert client.get(f"{address}invite/nothing/").status_code == 404
    assert client.post(f"{address}numbers/", {"interested": "57", "workforce": ""}).status_code == 302
    assert typed.known_number(lee.organisation_id, KnownOf.INTERESTED).number == 57
    assert client.post(f"{address}numbers/", {"interested": "-1"}).status_code == 422


def three_months_later(lee):
    """On 1 January 24 of 40 have access and do nothing, 16 like. By the end of October eight like who did nothing in
    July, and two post for the first time."""
    names = [f"p{at:02}" for at in range(40)]
    likes = [act(at, name, 5, kind="Like") for at, name in enumerate(names[24:])]
    likes += [act(100 + at, name, 250, kind="Like") for at, name in enumerate(names[:8])]
    posts = [act(200 + at, name, 260) for at, name in enumerate(names[24:26])]
    take(lee.organisation, [account(name) for name in names], [*likes, *posts, act(300, "p26", 303, kind="Like")])


def test_the_steps_are_held_against_three_months_before(lee):
    three_months_later(lee)
    exact = page_of.next_hands(facts(lee), Guard(exact=True))
    assert exact.since == "The change is that since the end of July 2026, of those who have access today."
    assert {rung.key: (rung.people, rung.moved) for rung in exact.rungs} == {
        Rung.NOT_BEGUN: (16, "down 8"),
        Rung.READS: (22, "up 6"),
        Rung.ONCE: (2, "up 2"),
        Rung.ELSEWHERE: (0, "no change"),
    }


def test_who_leads_is_told_no_change_that_one_to_four_made(lee):
    three_months_later(lee)
    found = page_of.next_hands(facts(lee), Guard(exact=False))
    assert {rung.key: (rung.people, rung.moved) for rung in found.rungs} == {
        Rung.NOT_BEGUN: (About(20), "no change"),
        Rung.READS: (About(20), "no change"),
        Rung.ONCE: (FEW, "too few to say"),
        Rung.ELSEWHERE: (0, "no change"),
    }
    take(lee.organisation, [], [act(400 + at, f"p{at:02}", 302, kind="Like") for at in range(8, 11)])
    assert page_of.next_hands(facts(lee), Guard(exact=False)).rungs[0].moved == "down about 10", "of 24 are 13 left"


def test_two_who_left_a_step_do_not_move_its_round_number(lee):
    """45 are about 40, 46 about 50: of one person it would have said that about ten left."""
    names = [f"p{at:02}" for at in range(46)]
    take(lee.organisation, [account(name) for name in names], [act(1, "p00", 5), act(2, "p00", 303)])
    take(lee.organisation, [], [act(3, "p01", 290, kind="Like")])
    assert in_all(facts(lee))[Rung.NOT_BEGUN] == 44
    found = page_of.next_hands(facts(lee), Guard(exact=False))
    assert found.rungs[0].moved == "too few to say"


def test_without_three_months_before_there_is_no_change(lee):
    village(lee.organisation)
    found = page_of.next_hands(facts(lee), Guard(exact=True))
    assert found.since == ""
    assert {rung.moved for rung in found.rungs} == {None}


def test_the_change_is_on_the_page_and_in_the_file(lee):
    three_months_later(lee)
    client = signed_in(lee)
    address = f"/{lee.organisation.slug}/participation/next-hands/"
    text = client.get(address).content.decode()
    assert "Change: too few to say." in text
    assert "since the end of July 2026" in text
    rows = list(csv.reader(io.StringIO(client.get(f"{address}steps.csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["Step", "People", "Change"]
    assert rows[3][1:] == ["fewer than 5", "too few to say"]
    sam = member(lee, by=people.own_persona(lee.user, lee.organisation).pk)
    assert signed_in(sam).get(f"{address}steps.csv").status_code == 404


def test_help_is_written_down_and_taken_back_on_its_page(lee, by):
    village(lee.organisation)
    sam = member(lee, by)
    address = f"/{lee.organisation.slug}/participation/next-hands/help/"
    form = {"kind": "surgery", "on_day": "3", "on_month": "2", "on_year": "2026", "helped": "4", "mine": "others"}
    eve = signed_in(sam)
    assert eve.post(address, {**form, "helped": "none"}).status_code == 422
    assert eve.post(address, form).status_code == 302
    given = OfflineHelp.objects.get()
    assert given.person == sam.pk  # a member writes down their own
    lead = signed_in(lee)
    assert lead.post(f"{address}{given.pk}/remove/").status_code == 404
    assert lead.post(address, form).status_code == 302
    assert OfflineHelp.objects.get(person=None).helped == 4
    assert eve.post(f"{address}{given.pk}/remove/").status_code == 302
    assert not OfflineHelp.objects.filter(pk=given.pk).exists()


def test_one_organisation_sees_nothing_of_another(lee, by):
    large(lee.organisation)
    kim = council("Borchester Council", "kim@borchester.example")
    theirs = people.own_persona(kim.user, kim.organisation).pk
    given = actions.add_help(organisation=lee.organisation_id, kind="visit", helped=2, person=lee.pk, by=by)
    actions.set_willing(organisation=lee.organisation_id, person=lee.pk, willing=True, by=by)
    actions.invite(
        organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=everywhere(lee), sent=SENT, by=by
    )
    client = signed_in(kim)
    ours = f"/{kim.organisation.slug}/participation/next-hands/"
    assert client.post(f"{ours}help/{given.pk}/remove/").status_code == 404
    assert rounds(facts(kim)) == []
    assert typed.willing(kim.organisation_id) == []
    assert typed.help_told(kim.organisation_id) == []
    with pytest.raises(NotPossible):
        actions.invite(
            organisation=kim.organisation_id, rung=Rung.READS, text="Hi", services=everywhere(lee), by=theirs
        )


@pytest.mark.parametrize("rung", list(Rung))
def test_every_step_has_its_words(rung):
    from manyhands.participation.queries import rung_words

    for words in (rung_words.name, rung_words.step, rung_words.came, rung_words.invitation, rung_words.yours):
        assert words(rung)
    assert "\n\n" in rung_words.invitation(rung)


def test_the_number_of_queries_grows_neither_with_people_nor_with_rounds(lee, by, django_assert_num_queries):
    client = signed_in(lee)
    address = f"/{lee.organisation.slug}/participation/next-hands/"

    def ask(*services):
        actions.invite(
            organisation=lee.organisation_id, rung=Rung.READS, text="Hi", services=services, sent=SENT, by=by
        )
        client.get(address)  # works the figures out

    large(lee.organisation, services=3)
    ask(everywhere(lee)[0])
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    count = len(few)
    large(lee.organisation, services=9)
    for person in Person.objects.filter(organisation=lee.organisation)[:9]:
        actions.set_willing(organisation=lee.organisation_id, person=person.pk, willing=True, by=by)
    for service in everywhere(lee)[1:]:
        ask(service)
    with django_assert_num_queries(count):
        client.get(address)
