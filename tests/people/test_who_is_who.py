"""Everybody of an organisation as arrays."""

from datetime import date

import numpy as np
import pytest

from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import Identity, Person, Service

from .factories import Account, bring, council


@pytest.mark.django_db
def test_says_who_each_actor_is():
    lee = council()
    organisation, source = lee.organisation, uuid7()
    actors = bring(
        organisation,
        [
            Account("1", email=lee.email, service="Libraries"),
            Account("2", kind="bot", is_member=False),
        ],
        source,
    )
    parent = Service.objects.create(organisation=organisation, name="Culture", slug="culture")
    Service.objects.filter(slug="libraries").update(parent=parent)
    who = queries.who_is_who(organisation)
    assert list(who.actors) == sorted(actors.values())
    at = list(who.actors).index(actors["1"])
    number = who.actor_person[at]
    assert number == who.number_of(lee.pk)
    assert who.kinds[number] == "staff"
    assert who.actor_source[at] == source.hex
    assert who.actor_is_member[at]
    bot = list(who.actors).index(actors["2"])
    assert who.kinds[who.actor_person[bot]] == "bot"
    assert not who.actor_is_member[bot]
    assert [(node.name, node.depth) for node in who.services] == [("Culture", 0), ("Libraries", 1)]
    assert list(who.membership_person) == [number]
    assert who.services[who.membership_service[0]].name == "Libraries"
    assert who.membership_since[0] == np.datetime64(date.min)
    assert who.membership_until[0] == np.datetime64(date.max)


@pytest.mark.django_db
def test_knows_nobody_of_another_organisation():
    lee, brian = council(), council("Borchester Council", "brian@borchester.example")
    bring(brian.organisation, [Account("1", service="Parks")])
    who = queries.who_is_who(lee.organisation)
    assert who.people == [lee.pk.hex]
    assert who.number_of(brian.pk) is None
    assert len(who.actors) == len(who.services) == len(who.membership_person) == 0


@pytest.mark.django_db
def test_number_of_queries_does_not_grow(django_assert_num_queries):
    for size in (1, 40):
        organisation = council(f"C{size}", f"{size}@x.example").organisation
        bring(organisation, [Account(str(i), service=f"S{i}") for i in range(size)])
        with django_assert_num_queries(6):
            queries.who_is_who(organisation)


@pytest.mark.django_db(transaction=True)
def test_is_kept_until_something_changes(django_assert_num_queries):
    lee = council()
    organisation = lee.organisation
    by = queries.system_persona(organisation).pk
    bring(organisation, [Account("1", name="Ann")])
    first = queries.who_is_who(organisation)
    with django_assert_num_queries(1):
        assert queries.who_is_who(organisation) is first
    ann = Person.objects.get(name="Ann")
    service = Service.objects.create(organisation=organisation, name="Parks", slug="parks")
    kept = first
    for change in (
        lambda: actions.set_kind(organisation=organisation.pk, people_ids=[ann.pk], kind="bot", by=by),
        lambda: actions.move(person=ann, service=service, on=date(2026, 4, 1), by=by),
        lambda: actions.merge_people(into=lee, other=ann, by=by),
    ):
        change()
        now = queries.who_is_who(organisation)
        assert now is not kept
        kept = now
    assert list(kept.actor_person) == [kept.number_of(lee.pk)]


@pytest.mark.django_db
def test_erasing_leaves_the_key_standing_for_nobody():
    lee = council()
    actors = bring(lee.organisation, [Account("1", name="Ann", email="ann@x.example")])
    actions.erase_person(person=Person.objects.get(name="Ann"), by=lee.pk)
    who = queries.who_is_who(lee.organisation)
    assert actors["1"] not in who.actors
    assert not Identity.objects.filter(actor=actors["1"]).exists()
