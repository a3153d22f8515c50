"""The first person of an organisation, and their way to its pages."""

import pytest
from bs4 import BeautifulSoup

from manyhands.people import actions

from .factories import council, member


@pytest.fixture
def lee(db):
    return council()


@pytest.fixture
def organisation(lee):
    return lee.organisation


@pytest.fixture
def visit(client, lee):
    """Gets or posts as the first person; the address is inside the organisation's people."""
    client.force_login(lee.user)

    def ask(path="", data=None, **query):
        address = f"/{lee.organisation.slug}/people/{path}"
        response = client.post(address, data) if data is not None else client.get(address, query)
        response.soup = BeautifulSoup(response.content, "html.parser")
        return response

    return ask


@pytest.fixture
def own_files(tmp_path, settings):
    """Files that people bring are kept in a folder of the test's own."""
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


@pytest.fixture
def ann(organisation):
    return member(organisation)


@pytest.fixture
def owl(ann):
    return actions.take_pseudonym(person=ann, name="Owl of the North")
