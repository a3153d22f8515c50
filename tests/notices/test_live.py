"""What open pages are told at once: by the web process an operator runs, of what other processes did."""

import http.client
import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from manyhands.core import clock
from manyhands.notices import actions, queries
from manyhands.notices.models import LiveEvent
from manyhands.notices.views.listeners import Station
from tests.browser import axe, screenshot

ORGANISATION = "ambridge-council"
SET_UP = """
from manyhands.people import actions
from manyhands.people.models import Organisation
if not Organisation.objects.filter(slug="ambridge-council").exists():
    organisation = actions.create_organisation(name="Ambridge Council")
    actions.add_first_person(organisation=organisation, name="Lee", email="lee@a.example", password="many hands")
"""
SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from manyhands.people.models import Person
lee = Person.objects.select_related("user").get(name="Lee")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(lee.user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = lee.user.get_session_auth_hash()
session.create()
print(session.session_key, lee.pk.hex)
"""
TELL = """
from manyhands.notices import actions
from manyhands.people.models import Person
lee = Person.objects.get(name="Lee")
topic = f"notices/{{lee.pk.hex}}"
print(actions.tell(organisation=lee.organisation_id, topic=topic, data={data!r}))
"""
NOTIFY = """
from manyhands.notices import actions
from manyhands.people import queries
from manyhands.people.models import Person
lee = Person.objects.get(name="Lee")
actions.notify(organisation=lee.organisation_id, people=[lee.pk], kind="notices.stopped", key={key!r},
    path="notices/letters", words={{"address": {key!r}}}, by=queries.system_persona(lee.organisation_id).pk)
"""


class TestNumbers:
    """Events are found in the order of their commits, which is not that of their numbers."""

    pytestmark = pytest.mark.django_db

    def tell(self, organisation, number, ago=0.0):
        at = clock.now() - timedelta(seconds=ago)
        data = {"n": number}
        LiveEvent.objects.create(id=number, organisation=organisation, topic="thread/1", data=data, at=at)

    def test_one_that_is_committed_after_a_higher_one_is_found(self, organisation):
        station = Station()
        station._start()
        self.tell(organisation, 12)
        assert [event.id for event in station._look()] == [12]
        self.tell(organisation, 11)
        assert [event.id for event in station._look()] == [11]
        assert station._look() == []

    def test_what_is_old_is_not_looked_at_again(self, organisation):
        station = Station()
        station._start()
        for number in range(1, 50):
            self.tell(organisation, number, ago=60)
        assert len(station._look()) == 49
        assert station._low == 49
        assert station._look() == []

    def test_who_was_away_is_told_what_they_missed(self, organisation):
        for number in (1, 2, 3):
            self.tell(organisation, number)
        LiveEvent.objects.create(organisation=organisation, topic="thread/2", data={})
        assert [event.id for event in queries.told_since(["thread/1"], number=2)] == [1, 3]
        assert queries.told_since(["thread/1"]) == []

    def test_they_are_deleted_after_an_hour(self, organisation):
        self.tell(organisation, 1, ago=3700)
        self.tell(organisation, 2)
        assert actions.forget_events() == 1

    def test_text_cant_break_out_of_its_event(self, organisation):
        data = {"html": "<p>\n\ndata: {}\r\nid: 9\u2028</p>"}
        LiveEvent.objects.create(organisation=organisation, topic="thread/1", data=data)
        (event,) = queries.told_since(["thread/1"], moment=clock.now())
        lines = event.frame.decode().split("\n")
        assert lines[2:] == ["", ""]
        assert json.loads(lines[1].removeprefix("data: "))["html"] == data["html"]


def run(hub, code: str) -> str:
    """Runs code in a process of its own on the hub's data, as the worker would."""
    env = {**hub.env, "DJANGO_SETTINGS_MODULE": "manyhands.config.settings"}
    words = [sys.executable, "-c", "import django; django.setup()\n" + code]
    done = subprocess.run(words, env=env, cwd=hub.data, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Stream:
    """One open page's connection."""

    def __init__(self, hub, session, *topics, **headers):
        query = "&".join(f"topic={topic}" for topic in topics)
        self.connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=30)
        headers = {"Host": f"localhost:{hub.port}", "Cookie": f"sessionid={session}", **headers}
        self.connection.request("GET", f"/{ORGANISATION}/notices/live?{query}", headers=headers)
        self.answer = self.connection.getresponse()

    def next(self) -> tuple[str, dict]:
        """The next event: its kind and data."""
        kind, data = "message", None
        while line := self.answer.readline():
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                data = json.loads(value)
            elif not name and data is not None:
                return kind, data
        return "closed", {}

    def close(self):
        self.connection.close()


@pytest.fixture
def signed_in(live_hub):
    """A session of Lee's and the topic of their own notices."""
    run(live_hub, SET_UP)
    session, person = run(live_hub, SIGN_IN).split()
    return session, f"notices/{person}"


@pytest.fixture
def stream(live_hub, signed_in):
    """A function that opens a stream."""
    opened = []

    def open_one(*topics, session=signed_in[0], **headers):
        made = Stream(live_hub, session, *(topics or signed_in[1:]), **headers)
        opened.append(made)
        return made

    yield open_one
    for each in opened:
        each.close()


def test_an_event_of_another_process_arrives(live_hub, stream):
    one, two = stream(), stream()
    assert one.answer.status == 200
    assert one.answer.headers["Content-Type"] == "text/event-stream"
    run(live_hub, TELL.format(data={"n": 1}))
    for each in (one, two):
        kind, data = each.next()
        assert (kind, data["n"]) == ("message", 1)


def test_who_was_away_hears_what_they_missed(live_hub, stream):
    number = run(live_hub, TELL.format(data={"n": 2}))
    run(live_hub, TELL.format(data={"n": 3}))
    heard = stream(**{"Last-Event-ID": number})
    while heard.next()[1]["n"] != 3:
        pass


def test_a_topic_that_one_may_not_hear_is_not_there(stream, signed_in):
    assert stream("notices/" + "0" * 32).answer.status == 404
    assert stream("nothing/1").answer.status == 404
    assert stream("notices").answer.status == 404
    assert stream(session="").answer.status == 302  # to the page to sign in


def test_signing_out_ends_it(live_hub, stream, signed_in):
    heard = stream()
    connection = http.client.HTTPConnection("127.0.0.1", live_hub.port, timeout=30)
    token = "a" * 32
    headers = {
        "Host": f"localhost:{live_hub.port}",
        "Cookie": f"sessionid={signed_in[0]}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", "/accounts/logout/", f"csrfmiddlewaretoken={token}", headers)
    assert connection.getresponse().status == 302
    connection.close()
    assert heard.next()[0] == "end"


def test_who_may_not_listen_any_more_is_asked_at_once(live_hub, stream, signed_in):
    heard = stream()
    run(
        live_hub,
        "from manyhands.notices import actions\nfrom manyhands.people.models import Person, User\n"
        "lee = Person.objects.get(name='Lee')\nUser.objects.update(is_active=False)\n"
        f"actions.ask_again(organisation=lee.organisation_id, topic='{signed_in[1]}')",
    )
    kind = heard.next()[0]
    run(live_hub, "from manyhands.people.models import User\nUser.objects.update(is_active=True)")
    assert kind == "end"


@pytest.mark.browser
def test_an_open_page_says_what_is_new_without_being_loaded_again(page, live_hub, signed_in):
    session, _topic = signed_in
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_hub.url}])
    page.goto(f"/{ORGANISATION}/notices/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have read everything")
    axe(page)
    screenshot(page, "notices-empty")
    counter = page.locator("[data-count='notices:notices']")
    expect(counter).to_be_hidden()
    run(live_hub, NOTIFY.format(key="gone@a.example"))
    expect(counter).to_have_text("1")
    expect(counter).to_be_visible()
    run(live_hub, NOTIFY.format(key="far@a.example"))
    expect(counter).to_have_text("2")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 notices are new")
    axe(page)
    screenshot(page, "notices")
    page.goto(f"/{ORGANISATION}/notices/ways")
    axe(page)
    screenshot(page, "notices-ways")
    page.goto(f"/{ORGANISATION}/notices/letters")
    axe(page)
    screenshot(page, "notices-letters")
    page.goto(f"/{ORGANISATION}/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("2 notices are marked as read.")).to_be_visible()
    expect(counter).to_be_hidden()


def test_the_hub_stops_while_somebody_listens(live_hub, stream):
    """Last: the hub is gone afterwards."""
    heard = stream()
    began = time.monotonic()
    live_hub.stop()
    assert time.monotonic() - began < 20
    assert heard.next()[0] == "closed"
