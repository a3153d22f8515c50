"""Everything that is shown can be translated, and the Welsh catalogue is in step with it."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import run
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from manyhands.measures.queries import DEFINITIONS
from manyhands.networks import actions as networks
from manyhands.networks import slack
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import leave_out
from manyhands.networks.rules.register import Entry
from manyhands.participation.queries import words
from manyhands.participation.queries.topics import TOPICS
from manyhands.people import queries as people
from manyhands.people.models import Person, User
from manyhands.ui import formats
from tests.discussions.factories import talk
from tests.house import pseudo
from tests.networks.exports import make_zip, payload
from tests.paths import PROJECT, SOURCE
from tests.people.everything import one_of_each
from tests.people.factories import council

LOCALE = SOURCE / "locale"
PLACES_TO_FILL_IN = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|%{\w+}|{\w*}|<[^>]+>")


def catalogue(path: Path, locale: str | None = None):
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def ids(found) -> set:
    return {message.id for message in found if message.id}


@pytest.mark.files
class TestCatalogues:
    def test_the_template_holds_what_the_source_says(self, tmp_path):
        fresh = tmp_path / "django.pot"
        extract = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", *map(str, run.EXTRACT)]
        subprocess.run([*extract, "-o", str(fresh), "src/manyhands"], cwd=PROJECT, check=True)
        assert ids(catalogue(fresh)) == ids(catalogue(LOCALE / "django.pot")), "run: make messages"

    @pytest.mark.parametrize("po", sorted(LOCALE.glob("*/LC_MESSAGES/django.po")), ids=lambda po: po.parts[-3])
    def test_each_language_has_every_message(self, po):
        found = catalogue(po, po.parts[-3])
        assert ids(found) == ids(catalogue(LOCALE / "django.pot")), "run: make messages"
        assert not [message.id for message in found if message.id and (message.fuzzy or not _all(message))]

    @pytest.mark.parametrize("po", sorted(LOCALE.glob("*/LC_MESSAGES/django.po")), ids=lambda po: po.parts[-3])
    def test_each_translation_fills_in_what_the_message_does(self, po):
        wrong = []
        for message in catalogue(po, po.parts[-3]):
            if not message.id:
                continue
            wanted = _to_fill_in(message.id if isinstance(message.id, str) else message.id[1])
            for said in _forms(message.string):
                if _to_fill_in(said) != wanted:
                    wrong.append((message.id, said))
        assert not wrong

    def test_welsh_says_that_it_is_a_draft(self):
        assert "draft" in catalogue(LOCALE / "cy" / "LC_MESSAGES" / "django.po", "cy").header_comment


def _forms(string) -> tuple:
    return (string,) if isinstance(string, str) else tuple(string)


def _all(message) -> bool:
    return all(_forms(message.string))


def _to_fill_in(sentence: str) -> list[str]:
    return sorted(PLACES_TO_FILL_IN.findall(sentence))


# --- what is shown

DATA = {
    *("Manyhands", "English", "Cymraeg", "Esperanto", "Slack", "Viva Engage", "Facebook"),
    *(
        "Bluesky",
        "Discourse",
        "LinkedIn",
        "Mastodon",
        "MediaWiki",
        "Microsoft Teams",
        "WordPress",
        "X (Twitter)",
        "Zulip",
    ),
    *("Bea", "Beatrice", "PNG"),
    *("Ambridge Council", "Lee", "lee@ambridge.example", "Ann", "ann", "ann@ambridge.example", "Libraries", "Parks"),
    *(f"Synthetic Person {number}" for number in range(1, 7)),
    *("To find out", "dpo@ambridge.example", "Eve", "eve@ambridge.example", "Ambridge"),
    *("general", "library-café", "unison-branch", "old-project", "reorganisation", "library"),
    *("export.zip", "preview.zip", "waiting.zip", "cancelled.zip", "failed.zip", "tabelo.csv"),
    *("kiu", "kiam", "kie", "uzanto", "placo"),
    *("Cy", "L", "Maps", "Atom", "JSON Feed"),
}
"""Names of people, places, files and languages, as the tests made them."""


@pytest.fixture
def spoken(monkeypatch, settings):
    pseudo.speak(monkeypatch, settings)
    yield
    translation.deactivate()


@pytest.fixture
def lee(data_folder, tmp_path) -> Person:
    """The first person of a council with one of everything, who reads the pseudo-language."""
    person = council()
    rows = one_of_each(person)
    User.objects.filter(pk=person.user_id).update(language=pseudo.CODE)
    by = people.system_persona(person.organisation).id

    def receive(path: Path, network: str = "slack", **options):
        return networks.receive(
            organisation=person.organisation, network=network, filename=path.name, path=path, by=by, options=options
        )

    def zipped(name: str, files=None) -> Path:
        return make_zip(tmp_path / name, files or payload("slack"))

    done = receive(zipped("export.zip"))
    networks.start(import_id=done.id, leave_out=[], by=by, enqueue=False)
    networks.run(import_id=done.id)
    waiting = receive(zipped("waiting.zip"))
    networks.start(import_id=waiting.id, leave_out=[], by=by, enqueue=False)
    cancelled = receive(zipped("cancelled.zip"))
    networks.cancel(import_id=cancelled.id, by=by)
    failed = receive(zipped("failed.zip"))
    networks.fail(import_id=failed.id, message=_broken(tmp_path), by=by)
    table = tmp_path / "tabelo.csv"
    table.write_text("kiu,kiam,kie\nuzanto,2026-01-05 10:00,placo\n")
    imports = [done, waiting, cancelled, failed, receive(zipped("preview.zip")), receive(table, network="table")]
    place = networks.add_to_register(
        organisation=person.organisation,
        entry=Entry(network="Facebook", name="Ambridge", address="https://facebook.example/ambridge", hands=1),
        by=by,
    )
    group, first, said = talk(person)
    by_model = {type(row).__name__: row.pk for row in rows}  # the person of it is another one, Ann
    person.ids = {
        "imports/": [each.id for each in imports],
        "register/": [place.pk],
        "services/": [by_model["Service"]],
        "people/": [by_model["Person"], person.pk],
        "access/": [person.pk],
        "groups/": [group.pk],
        "threads/": [first.thread_id],
        "posts/": [first.pk, said.pk],
        "discussions/people/": [said.persona_id],
        "profiles/": [said.persona_id],
    }
    return person


def _broken(folder: Path) -> str:
    """What an adapter says of an export without its list of members."""
    files = {name: data for name, data in payload("slack").items() if name != "users.json"}
    with pytest.raises(UnreadableExport) as raised:
        slack.NETWORK.open(make_zip(folder / "broken.zip", files))
    return raised.value.message


def _patterns(patterns=None, prefix=""):
    """The route of every URL pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route


NAMES = {
    "tags": ["general"],
    "documents": ["dpia", "privacy-notice", "staff-notice"],
    "charts": ["trend", "lorenz", "bands"],
    "participation": [*TOPICS, "trend", "lorenz", "bands", "places", "figures"],
}


def _addresses(person: Person) -> list[str]:
    """Every address of the hub that has no place for words, with each id that the person's organisation has."""
    made = []
    for route in _patterns():
        if "(?P<" in route or "^" in route or route.endswith((".svg", ".csv", ".md", ".zip")):
            continue
        if route.endswith("me.html"):
            continue  # below its headings, fields are called as in the JSON beside it
        tried, before = [""], ""
        names = next((names for part, names in reversed(NAMES.items()) if f"{part}/" in route), ["x"])
        for piece in re.split(r"(<[^>]+>)", route):
            if not piece.startswith("<"):
                choices = [piece]
            elif piece.strip("<>").rpartition(":")[2] == "organisation":
                choices = [person.organisation.slug]
            elif piece.startswith("<uuid"):
                found = (ids for part, ids in person.ids.items() if before.endswith(part))
                choices = [str(id) for id in next(found, [])]
            else:
                choices = names
            before = piece
            tried = [start + choice for start in tried for choice in choices]
        made += [f"/{address}" for address in tried]
    return made


@pytest.mark.django_db(transaction=True)
class TestPseudo:
    @pytest.mark.parametrize("exactly", [False, True], ids=["for everybody", "exactly"])
    def test_every_page_of_the_first_person(self, lee, spoken, exactly):
        client, wrong, pages = Client(), {}, 0
        client.force_login(lee.user)
        if exactly:
            client.post(f"/{lee.organisation.slug}/participation/exact-figures/", {"purpose": "Testing what is shown"})
        for address in _addresses(lee):
            if exactly and "/participation/" not in address:
                continue
            response = client.get(address)
            if response.status_code != 200:
                continue
            found, is_page = _wrong(response)
            pages += is_page
            if found:
                wrong |= dict.fromkeys(found, address)
        assert not wrong, _told(wrong)
        assert pages >= (2 if exactly else 30)

    def test_what_forms_answer_when_they_are_sent_empty(self, lee, spoken):
        client, wrong, answers = Client(), {}, 0
        client.force_login(lee.user)
        for address in _addresses(lee):
            if re.search(r"logout|setlang|erase|remove|cancel|/end/|undo", address):
                continue
            page = client.get(address)
            if page.streaming or b'method="post"' not in page.content:
                continue
            response = client.post(address, {})
            if response.status_code in (200, 422):
                answers += 1
                if found := _wrong(response)[0]:
                    wrong |= dict.fromkeys(found, address)
        assert not wrong, _told(wrong)
        assert answers >= 10

    def test_before_anything_is_there(self, data_folder, spoken):
        """Set-up, its errors, and every page of an organisation that has just begun."""
        client, wrong = Client(), {}
        client.cookies["django_language"] = pseudo.CODE
        wrong["set-up"] = _wrong(client.get("/setup"))[0] + _wrong(client.post("/setup", {}))[0]
        token = client.get("/setup", headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.1")
        wrong["token"] = _wrong(token)[0]
        person = council()
        User.objects.filter(pk=person.user_id).update(language=pseudo.CODE)
        person.ids = {}
        wrong["sign-in"] = _wrong(client.get("/accounts/login/"))[0] + _wrong(client.post("/accounts/login/", {}))[0]
        wrong["forgotten"] = _wrong(client.get("/accounts/password/reset/"))[0]
        wrong["not right"] = _wrong(client.post("/accounts/login/", {"login": "a@b.example", "password": "wrong"}))[0]
        client.force_login(person.user)
        wrong["nowhere"] = _wrong(client.get("/nowhere/at/all"))[0]
        for address in _addresses(person):
            response = client.get(address)
            if response.status_code == 200:
                wrong[address] = _wrong(response)[0]
        assert not any(wrong.values()), _told({text: where for where, found in wrong.items() for text in found})


def _told(wrong: dict[str, str]) -> str:
    return "not given to a translator:\n" + "\n".join(f"{text!r} at {where}" for text, where in sorted(wrong.items()))


def _wrong(response) -> tuple[list[str], bool]:
    """What an answer says outside the brackets, and whether it is a page."""
    kind = response.headers["Content-Type"].split(";")[0]
    if kind == "text/html":
        return pseudo.untranslated(response.content.decode(), DATA), True
    if kind == "application/json" and "/charts/" in response.request["PATH_INFO"]:
        titles = _titles(json.loads(response.content))
        return [wrong for title in titles for wrong in pseudo.outside(title, DATA)], False
    return [], False


def _titles(spec) -> list[str]:
    """The words of a Vega-Lite specification that are drawn."""
    if isinstance(spec, list):
        return [title for each in spec for title in _titles(each)]
    if not isinstance(spec, dict):
        return []
    own = [value for key, value in spec.items() if key in ("title", "description") and isinstance(value, str)]
    return own + [title for each in spec.values() for title in _titles(each)]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>⟦Héllo⟧ Lee</p>", []),
        ("<p>Hello</p>", ["Hello"]),
        ("<p>⟦Gó <a>tó thé páge⟧</a></p>", []),
        ("<p>⟦Gó⟧ <strong>on</strong></p>", ["on"]),
        ('<input aria-label="Name">', ["Name"]),
        ('<input type="submit" value="Go on">', ["Go on"]),
        ('<p lang="en">A draft</p>', []),
        ("<p>⟦Réád by⟧ Lee and 12 more</p>", ["Lee and 12 more"]),
        ("<code>manyhands up</code><p>12 %</p>", []),
    ],
)
def test_what_is_not_translated_is_found(page, found):
    assert pseudo.untranslated(page, DATA) == found


def test_places_to_fill_in_stay():
    assert pseudo.pseudo('%(num)s of {all} <a href="{x}">see</a>') == '⟦%(num)s óf {all} <a href="{x}">šéé</a>⟧'


# --- Welsh


@pytest.fixture
def welsh(tmp_path, settings):
    """Welsh as its catalogue says it now, whether or not it has been compiled."""
    target = tmp_path / "cy" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue(LOCALE / "cy" / "LC_MESSAGES" / "django.po", "cy"))
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("cy"):
        yield


@pytest.mark.django_db
def test_a_page_in_welsh(welsh, client):
    person = council()
    User.objects.filter(pk=person.user_id).update(language="cy")
    client.force_login(person.user)
    page = client.get(f"/{person.organisation.slug}/").content.decode()
    assert '<html lang="cy"' in page
    assert "Gweld faint o ddwylo sydd." in page
    assert "Drafft gan beiriant" in page
    User.objects.filter(pk=person.user_id).update(language="en")
    assert "draft made by a machine" not in client.get(f"/{person.organisation.slug}/").content.decode()


def test_plurals_are_in_welsh(welsh):
    def said(count: int) -> str:
        one, many = "%(num)s activity was read.", "%(num)s activities were read."
        return translation.ngettext(one, many, count) % {"num": count}

    assert said(1) == "Darllenwyd 1 gweithgaredd."
    assert {said(count) for count in (0, 2, 3, 6, 32)} == {
        f"Darllenwyd {count} o weithgareddau." for count in (0, 2, 3, 6, 32)
    }


def test_figures_are_said_in_welsh(welsh):
    shown = SimpleNamespace(contributors=32, members=71)
    assert words.took_part(shown) == "Cymerodd 32 o 71 o aelodau ran."
    assert words.months(201506, 201607) == "Mehefin 2015 i Gorffennaf 2016"
    assert words.kind("councillor") == "Cynghorwyr"


def test_what_a_measure_means_and_an_adapter_says_is_in_welsh(welsh):
    measures = {translation.gettext(each.definition) for each in DEFINITIONS.values()}
    assert not measures & {each.definition for each in DEFINITIONS.values()}
    assert translation.gettext(leave_out.UNION).startswith("Mae’n edrych fel lle undeb llafur")


def test_dates_and_numbers_are_in_welsh():
    with translation.override("cy"):
        assert formats.date(date(2026, 7, 9)) == "9 Gorffennaf 2026"
        assert formats.month(date(2016, 7, 1)) == "Gorffennaf 2016"
        assert formats.number(1025) == "1,025"
