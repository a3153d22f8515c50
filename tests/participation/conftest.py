"""Who the tests of participation sign in as: the first person of a new council, with the real export or without."""

import pytest
from django.test import Client

from manyhands.networks import actions as networks
from manyhands.people import queries as people
from manyhands.people.models import Person
from tests.paths import shared
from tests.people.factories import PASSWORD, council


@pytest.fixture
def lead(data_folder) -> Person:
    """The first person of a council that has brought the real export in."""
    path = shared("data", "slack-real-export.zip")
    person = council()
    by = people.system_persona(person.organisation).id
    of = networks.receive(organisation=person.organisation, network="slack", filename="slack.zip", path=path, by=by)
    networks.start(import_id=of.id, leave_out=[], by=by, enqueue=False)
    networks.run(import_id=of.id)
    return person


@pytest.fixture
def signed_in(lead) -> Client:
    """Signed in as the lead."""
    client = Client()
    assert client.login(email=lead.email, password=PASSWORD)
    return client


@pytest.fixture
def lee(data_folder) -> Person:
    """The first person of a council that has nothing yet."""
    return council()


@pytest.fixture
def by(lee):
    return people.own_persona(lee.user, lee.organisation).pk
