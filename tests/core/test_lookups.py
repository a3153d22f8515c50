"""`__among`: as `in`, without a limit."""

from uuid import UUID

import pytest

from manyhands.core.ids import uuid7
from manyhands.people.models import Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    organisation = Organisation.objects.create(name="Ambridge", slug="ambridge")
    return [Person.objects.create(organisation=organisation, name=f"N\"{i}'", email=f"{i}@x.example") for i in range(4)]


def test_ids_texts_and_foreign_keys(people):
    chosen = people[1:3]
    assert set(Person.objects.filter(id__among=[p.pk for p in chosen])) == set(chosen)
    assert set(Person.objects.filter(name__among=[p.name for p in chosen])) == set(chosen)
    assert Person.objects.filter(organisation__among=[people[0].organisation_id]).count() == 4
    assert Person.objects.exclude(id__among=[p.pk for p in chosen]).count() == 2


def test_none_is_nobody(people):
    assert not Person.objects.filter(id__among=[]).exists()
    assert not Person.objects.filter(name__among=[]).exists()


def test_more_than_a_statement_has_parameters(people, django_assert_num_queries):
    many = [UUID(int=i) for i in range(300_000)] + [people[0].pk, uuid7()]
    with django_assert_num_queries(1):
        assert Person.objects.filter(id__among=many).count() == 1
