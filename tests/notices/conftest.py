"""A council with people, a kind of notice to try with, and mail servers in the test's own process."""

import pytest
from bs4 import BeautifulSoup

from manyhands.core import registry
from manyhands.notices import actions
from manyhands.people import queries as people
from manyhands.people.models import Grant, Person, Persona, PersonaLink, User
from manyhands.people.types import Role
from tests.people.factories import council

from .mail_server import MailServer

KIND = "test.answer"


@pytest.fixture
def lee(db):
    return council()


@pytest.fixture
def organisation(lee):
    return lee.organisation


@pytest.fixture
def join(organisation):
    """A function that makes a member who signs in."""

    def make(name, home=None, role=Role.MEMBER, language=""):
        home = home or organisation
        user = User.objects.create_user(f"{name.lower()}@{home.slug}.example", "many hands", language=language)
        person = Person.objects.create(organisation=home, user=user, name=name, email=user.email)
        Grant.objects.create(organisation=home, person=person, role=role)
        persona = Persona.objects.create(organisation=home, name=name)
        PersonaLink.objects.create(persona=persona, organisation=home, person=person, is_usual=True)
        return person

    return make


@pytest.fixture
def system(organisation):
    return people.system_persona(organisation).pk


@pytest.fixture
def kind(monkeypatch):
    """A kind of notice of which people hear at once."""
    made = registry.NoticeKind(
        label="When somebody answers you",
        sentence=lambda words: f"{words['who']} answered you",
        way="at_once",
        reply=lambda words: f"thread/{words['thread']}" if "thread" in words else "",
        text=lambda words: words.get("text", ""),
    )
    monkeypatch.setitem(registry.notice_kinds, KIND, made)
    return KIND


@pytest.fixture
def notify(organisation, system, kind):
    """A function that tells people of an answer."""

    def tell(*told, key="post/1", who="Jo", path="discussions/threads/1", **words):
        return actions.notify(
            organisation=organisation.pk,
            people=[each.pk for each in told],
            kind=kind,
            key=key,
            path=path,
            words={"who": who, **words},
            by=system,
        )

    return tell


@pytest.fixture
def visit(client, organisation):
    """Gets or posts as a person; the address is inside the organisation's notices."""

    def ask(person, path="", data=None, **query):
        client.force_login(person.user)
        address = f"/{person.organisation.slug}/notices/{path}"
        response = client.post(address, data) if data is not None else client.get(address, query)
        response.soup = BeautifulSoup(response.content, "html.parser")
        return response

    return ask


@pytest.fixture
def mail_server(settings):
    """A real SMTP server to which letters go; its answers can be scripted."""
    server = MailServer()
    server.start()
    settings.MANYHANDS_EMAIL_URL = server.url
    yield server
    server.stop()
