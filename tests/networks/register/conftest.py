"""Who reads and keeps a register, and their way to its pages."""

import pytest
from bs4 import BeautifulSoup

from manyhands.people import actions as people
from manyhands.people.types import Role
from tests.people.factories import council


@pytest.fixture
def lee(db):
    return council()


@pytest.fixture
def member(lee):
    """Somebody who may only see."""
    person = people.invite(
        organisation=lee.organisation, name="Mel", email="mel@ambridge.example", roles=[Role.MEMBER], by=lee.pk
    )
    return person


@pytest.fixture
def ask(client):
    """Gets or posts as somebody; the address is inside the organisation's register."""

    def ask(person, path="", data=None, **query):
        client.force_login(person.user)
        address = f"/{person.organisation.slug}/networks/register/{path}"
        response = client.post(address, data) if data is not None else client.get(address, query)
        response.soup = BeautifulSoup(response.content, "html.parser")
        return response

    return ask
