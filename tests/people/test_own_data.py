"""Somebody downloads everything about themselves, without asking, and nothing about anybody else."""

import io
import json
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from PIL import Image

from manyhands.core import registry
from manyhands.discussions.models import Attachment, Group
from manyhands.people import actions, queries
from manyhands.people.models import Persona, PersonaLink
from tests.discussions.factories import Somebody, ask
from tests.people.factories import council

from .everywhere import NAME, OTHERS, OWN, somebody_everywhere

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def lee(db):
    return Somebody.of(council())


@pytest.fixture
def ann(lee):
    return somebody_everywhere(lee)[0]


@pytest.fixture
def page(client):
    def visit(who, path):
        client.force_login(who.person.user)
        return client.get(f"/{who.organisation.slug}/people/{path}")

    return visit


def _zip(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_one_file_holds_it_to_read_for_programs_and_the_files(page, ann):
    picture = io.BytesIO()
    Image.new("RGB", (90, 90), "red").save(picture, "PNG")
    actions.keep_photo(persona=ann.persona, data=picture.getvalue())
    response = page(ann, "me.zip")
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    archive = _zip(response)
    names = sorted(archive.namelist())
    assert names[2:] == ["my-data.html", "my-data.json"]
    assert [name.endswith(end) for name, end in zip(names, ("-fileplum.txt", "photo-1.jpg"), strict=False)] == [
        True
    ] * 2
    assert archive.read(names[0]) == b"File of mine"
    held = json.loads(archive.read("my-data.json"))
    assert held["messages"] == page(ann, "me.json").json()["messages"]


def test_it_holds_what_is_theirs_and_nothing_of_others(page, ann):
    for text in (page(ann, "me.json").content.decode(), page(ann, "me.html").content.decode()):
        for word in OWN:
            assert word in text, word
        for word in OTHERS:
            assert word not in text, word


def test_every_heading_of_it_has_a_name_that_people_read(page, ann):
    held = page(ann, "me.json").json()
    assert set(held) == set(registry.export_headings)
    soup = BeautifulSoup(page(ann, "me.html").content, "html.parser")
    shown = [each["id"] for each in soup.select("h2")]
    assert sorted(shown) == sorted(held)
    assert shown[0] == "person"
    assert not held[shown[-1]]
    assert soup.find("h2", id="messages").get_text() == "What you wrote"
    assert not soup.select("script, link, img")


def test_of_every_kind_there_is_something(page, ann):
    held = page(ann, "me.json").json()
    empty = {key for key, value in held.items() if not value}
    assert empty <= {
        "accounts", "services", "brought_together_with", "may_be_the_same_as_somebody", "pseudonym_looked_up", "audit",
        "may_be_named_as_willing_since", "help_given_in_person", "help_received", "rounds_of_invitations",
        "networks_reached", "can_post_from", "can_recover", "buddy", "practice",
    }  # fmt: skip


def test_what_one_writes_is_text_in_the_page_to_read(page, lee, ann):
    ask(ann, somebody_group(lee), "<script>alert(1)</script>", "<b>bold</b> <img src=x onerror=alert(1)>")
    text = page(ann, "me.html").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def somebody_group(lee):
    return Group.objects.get(organisation=lee.organisation)


def test_a_pseudonym_is_in_it_for_its_owner_alone(page, lee, ann):
    owl = Persona.objects.create(organisation=lee.organisation, name="Night Owl", is_pseudonym=True)
    PersonaLink.objects.create(organisation=lee.organisation, persona=owl, person=ann.person)
    actions.keep_profile(persona=owl, listed=True, shown=[], words={"knows": "owlplum"})
    ask(Somebody(ann.person, owl), somebody_group(lee), "By night", "nightplum")
    for word in ("Night Owl", "owlplum", "nightplum"):
        assert word in page(ann, "me.json").content.decode()
        assert word in page(ann, "me.html").content.decode()
    others = json.dumps(queries.export(ann.person), default=str)
    for word in ("Night Owl", "owlplum", "nightplum", "digestplum", "Somebody said"):
        assert word not in others
    assert "wroteplum" in others


def test_nobody_gets_anybody_elses(page, lee, ann):
    assert "wroteplum" not in page(lee, "me.json").content.decode()
    with pytest.raises(Exception, match="themselves"):
        queries.own_export(lee.person.user, ann.person)
    with pytest.raises(Exception, match="themselves"):
        list(queries.own_files(lee.person.user, ann.person))


def test_a_file_that_is_gone_does_not_stop_the_rest(page, ann):
    (kept,) = queries.own_files(ann.person.user, ann.person)
    default_storage.delete(Attachment.objects.get().file)
    assert kept.open() is None
    assert sorted(_zip(page(ann, "me.zip")).namelist()) == ["my-data.html", "my-data.json"]


def test_two_rooms_cannot_hide_each_others_part(ann, monkeypatch):
    monkeypatch.setattr(registry, "export_person", [*registry.export_person, lambda asked: {"messages": []}])
    with pytest.raises(ValueError, match="messages"):
        queries.export(ann.person)


def test_the_page_says_how_to_get_it(page, ann):
    soup = BeautifulSoup(page(ann, "me").content, "html.parser")
    assert NAME in soup.get_text()
    for path in ("me.zip", "me.html", "me.json"):
        assert soup.select_one(f'a[href$="/people/{path}"]')
