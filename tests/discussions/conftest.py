"""A council that talks: people with roles, groups of every kind, and a way to its pages."""

import pytest
from bs4 import BeautifulSoup

from tests.people.factories import council

from .factories import Somebody, group, join_organisation


@pytest.fixture
def lee(db):
    """The first person of the council: administrator and digital lead."""
    return Somebody.of(council())


@pytest.fixture
def ann(lee):
    return join_organisation(lee.organisation, "Ann Archer")


@pytest.fixture
def bea(lee):
    return join_organisation(lee.organisation, "Bea Bellamy")


@pytest.fixture
def libraries(lee):
    """An open group."""
    return group(lee, "Libraries")


@pytest.fixture
def visit(client):
    """Gets or posts as somebody; the address is inside the council's discussions."""

    def ask(who, path="", data=None, **query):
        client.force_login(who.person.user)
        address = f"/{who.organisation.slug}/discussions/{path}"
        follow = query.pop("follow", False)
        response = client.post(address, data, follow=follow) if data is not None else client.get(address, query)
        response.soup = BeautifulSoup(response.content, "html.parser")
        return response

    return ask
