"""Accounts of a source become people: each once, filled in, never taken back."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import Identity, Membership, Organisation, Person, Service

from .factories import Account, bring, council

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return actions.create_organisation(name="Ambridge Council")


def facts(organisation):
    """All that is known of people, but for keys."""
    return sorted(
        Identity.objects.filter(organisation=organisation).values_list(
            "source", "external_id", "handle", "is_member", "person__name", "person__email", "person__kind"
        )
    )


def test_each_account_gets_a_key_and_a_person(organisation):
    actors = bring(organisation, [Account("U1", "ann", "Ann", "ann@x.example", "staff"), Account("U2", kind="bot")])
    assert set(actors) == {"U1", "U2"}
    assert len(set(actors.values())) == 2
    ann = Identity.objects.get(actor=actors["U1"]).person
    assert (ann.name, ann.email, ann.kind) == ("Ann", "ann@x.example", "staff")
    assert Identity.objects.get(actor=actors["U2"]).person.kind == "bot"


def test_a_second_time_changes_nothing_and_writes_nothing(organisation, django_assert_num_queries):
    source = uuid7()
    accounts = [Account(f"U{i}", name=f"N{i}", email=f"n{i}@x.example", service="Libraries") for i in range(30)]
    first = bring(organisation, accounts, source)
    organisation.refresh_from_db()
    before, revision = facts(organisation), organisation.revision
    by = queries.system_persona(organisation).pk
    with django_assert_num_queries(4) as asked:  # two of them a savepoint and its release
        again = actions.ensure_accounts(organisation=organisation.pk, source=source, accounts=accounts, by=by)
    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert again == first
    assert facts(organisation) == before
    organisation.refresh_from_db()
    assert organisation.revision == revision


@pytest.mark.parametrize("service", ["", "Libraries"])
def test_number_of_queries_does_not_grow(organisation, service):
    from django.db import connection

    counts = []
    for size in (3, 300):
        accounts = [
            Account(
                f"{size}-{i}", name=f"N{i}", email=f"{size}-{i}@x.example", service=service and f"{service} {size} {i}"
            )
            for i in range(size)
        ]
        by = queries.system_persona(organisation).pk
        with CaptureQueriesContext(connection) as queried:
            actions.ensure_accounts(organisation=organisation.pk, source=uuid7(), accounts=accounts, by=by)
        counts.append(len(queried))
    assert counts[0] == counts[1]


def test_the_same_address_is_the_same_person_across_sources(organisation):
    slack = bring(organisation, [Account("U1", name="Ann", email="Ann@X.example ")])
    yammer = bring(organisation, [Account("77", name="Ann Other", email="ann@x.example")])
    assert slack["U1"] != yammer["77"]
    person = Person.objects.get()
    assert person.name == "Ann"
    assert set(person.identities.values_list("actor", flat=True)) == {slack["U1"], yammer["77"]}


def test_the_same_address_twice_in_one_file_is_one_person(organisation):
    bring(organisation, [Account("U1", email="ann@x.example"), Account("U2", email="ANN@x.example", name="Ann")])
    assert Person.objects.get().name == "Ann"
    assert Identity.objects.count() == 2


def test_another_organisation_keeps_its_own(organisation):
    other = actions.create_organisation(name="Borchester Council")
    bring(organisation, [Account("U1", email="ann@x.example")])
    bring(other, [Account("U1", email="ann@x.example")])
    assert Person.objects.filter(organisation=organisation).count() == 1
    assert Person.objects.filter(organisation=other).count() == 1


def test_who_signs_in_is_found_in_an_export_by_address():
    lee = council()
    actors = bring(lee.organisation, [Account("U1", name="L. Green", email="LEE@ambridge.example", kind="staff")])
    assert Identity.objects.get(actor=actors["U1"]).person == lee


def test_blanks_are_filled_and_nothing_is_taken_back(organisation):
    source = uuid7()
    first = bring(organisation, [Account("U1", is_member=False)], source)
    full = [Account("U1", "ann", "Ann", "ann@x.example", "staff", "Libraries")]
    assert bring(organisation, full, source) == first
    person = Person.objects.get()
    assert (person.name, person.email, person.kind) == ("Ann", "ann@x.example", "staff")
    assert Identity.objects.get().is_member
    assert Identity.objects.get().handle == "ann"
    bring(organisation, [Account("U1", "old", "Old name", "", "unknown", "Parks", is_member=False)], source)
    person.refresh_from_db()
    assert (person.name, person.kind) == ("Ann", "staff")
    assert Identity.objects.get().is_member
    assert person.memberships.get().service.name == "Libraries"


def test_order_of_exports_does_not_change_the_kind(organisation):
    for order, kinds in enumerate((["staff", "bot"], ["bot", "staff"])):
        for kind in kinds:
            bring(organisation, [Account("U1", email=f"{order}@x.example", kind=kind)])
        assert Person.objects.get(email=f"{order}@x.example").kind == "bot"


def test_a_chosen_kind_is_not_guessed_again(organisation):
    bring(organisation, [Account("U1", email="ann@x.example", kind="staff")])
    person = Person.objects.get()
    by = queries.system_persona(organisation).pk
    actions.set_kind(organisation=organisation.pk, people_ids=[person.pk], kind="councillor", by=by)
    bring(organisation, [Account("7", email="ann@x.example", kind="bot")])
    person.refresh_from_db()
    assert person.kind == "councillor"


def test_somebody_first_only_mentioned_becomes_the_person_we_have(organisation):
    bring(organisation, [Account("U1", name="Ann", email="ann@x.example")])
    source = uuid7()
    mentioned = bring(organisation, [Account("9", is_member=False)], source)
    assert Person.objects.count() == 2
    assert bring(organisation, [Account("9", email="ann@x.example")], source) == mentioned
    assert Person.objects.get().name == "Ann"
    assert Identity.objects.get(actor=mentioned["9"]).person.email == "ann@x.example"


def test_people_put_together_by_hand_stay_together(organisation):
    source = uuid7()
    bring(organisation, [Account("U1", email="ann@x.example")])
    bring(organisation, [Account("8", name="Bea", is_member=False), Account("9", is_member=False)], source)
    into, other = (Identity.objects.get(external_id=each).person for each in "89")
    by = queries.system_persona(organisation).pk
    actions.merge_people(into=into, other=other, by=by)
    bring(organisation, [Account("9", email="ann@x.example")], source)
    assert Identity.objects.get(external_id="9").person == into


def test_departments_become_services_once(organisation):
    bring(
        organisation,
        [
            Account("1", service="Highways & Transport"),
            Account("2", service="highways and transport "),
            Account("3", service="Llyfrgelloedd"),
            Account("4", service="圖書館"),
            Account("5", service="公園"),
        ],
    )
    names = set(Service.objects.values_list("name", flat=True))
    assert names == {"Highways & Transport", "Llyfrgelloedd", "圖書館", "公園"}
    assert Service.objects.filter(parent=None).count() == 4
    highways = Service.objects.get(slug="highways-and-transport")
    assert Membership.objects.filter(service=highways, since=date.min, until=date.max).count() == 2


def test_addresses_that_are_none_do_not_bring_people_together(organisation):
    bring(organisation, [Account("1", email="n/a"), Account("2", email="n/a"), Account("3"), Account("4")])
    assert Person.objects.count() == 4
    assert set(Person.objects.values_list("email", flat=True)) == {""}


def test_more_accounts_than_a_statement_has_room_for(organisation):
    accounts = [Account(f"U{i}", email=f"u{i}@x.example", service=f"S{i % 50}") for i in range(12_000)]
    source = uuid7()
    assert len(set(bring(organisation, accounts, source).values())) == 12_000
    assert Person.objects.count() == 12_000
    assert Service.objects.count() == 50
    more = [Account(a.external_id, "handle", "Name", a.email, "staff") for a in accounts]
    bring(organisation, more, source)
    assert Person.objects.filter(name="Name", kind="staff").count() == 12_000
    assert Identity.objects.filter(handle="handle").count() == 12_000
