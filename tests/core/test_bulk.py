"""Rows past the ORM are the same rows, on both databases."""

from datetime import UTC, date, datetime

import pytest

from manyhands.core import bulk
from manyhands.core.ids import uuid7
from manyhands.people.models import Membership, Organisation, Person, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return Organisation.objects.create(name="Ambridge", slug="ambridge")


def test_values_come_back_as_they_went(organisation):
    person, service, membership = uuid7(), uuid7(), uuid7()
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, UTC)
    bulk.insert(
        Person,
        ["id", "organisation", "name", "email", "kind", "kind_chosen", "created"],
        [(person, organisation.pk, "Tŷ\t\\N\n'", "a@x.example", "staff", True, at)],
    )
    bulk.insert(Service, ["id", "organisation", "name", "slug"], [(service, organisation.pk, "Parks", "parks")])
    bulk.insert(
        Membership,
        ["id", "organisation", "person", "service", "since", "until"],
        [(membership, organisation.pk, person, service, date.min, date.max)],
    )
    found = Person.objects.get(pk=person)
    assert (found.name, found.kind_chosen, found.created, found.user_id) == ("Tŷ\t\\N\n'", True, at, None)
    joined = Membership.objects.select_related("person", "service").get(pk=membership)
    assert (joined.since, joined.until, joined.person, joined.service.name) == (date.min, date.max, found, "Parks")


def test_updates_the_rows_named(organisation):
    ids = [uuid7() for _ in range(3)]
    bulk.insert(Service, ["id", "organisation", "name", "slug"], [(i, organisation.pk, "x", i.hex) for i in ids])
    bulk.update(Service, ["name", "parent"], [("Top", None, ids[0]), ("Below", ids[0], ids[1])])
    assert list(Service.objects.order_by("id").values_list("name", "parent_id")) == [
        ("Top", None),
        ("Below", ids[0]),
        ("x", None),
    ]


def test_nothing_is_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert(Service, ["id"], [])
        bulk.update(Service, ["name"], [])
