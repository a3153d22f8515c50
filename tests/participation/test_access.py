"""From where networks can be reached, and a page to hand to IT where one is blocked."""

import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import registry
from manyhands.networks import actions as networks
from manyhands.participation import actions
from manyhands.participation import queries as participation
from manyhands.participation.models import Reached
from manyhands.participation.queries import access
from manyhands.participation.queries import next_hands as next_hands_page
from manyhands.participation.rules.guarded import Guard
from manyhands.participation.types import FEW, About, Where
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import AuditEvent
from tests.participation.small import act, facts, member, signed_in, take

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register(lee, by):
    """Two networks in the register."""
    text = (
        "Network,Name,Address,Service,Purpose,Audience\n"
        "Facebook,Ambridge Libraries,https://www.facebook.com/ambridgelibraries,Libraries,To tell of events,Residents\n"
        "Bluesky,Ambridge,https://bsky.app/profile/ambridge.example,,,\n"
    )
    networks.take_lines(organisation=lee.organisation, text=text, by=by)


@pytest.fixture
def sam(lee, by):
    return member(lee, by)


def page(client, path, data=None):
    response = client.post(path, data, follow=True) if data is not None else client.get(path)
    response.soup = BeautifulSoup(response.content, "html.parser")
    return response


def at(lee, path=""):
    return f"/{lee.organisation.slug}/participation/access/{path}"


def say(lee, by, person, network, where, works):
    actions.set_reached(organisation=lee.organisation_id, person=person, answers={(network, where): works}, by=by)


def test_a_person_says_what_works_and_the_lead_what_works_for_all(lee, by, sam, register):
    client = signed_in(sam)
    first = page(client, at(lee))
    titles = [legend.text.strip() for legend in first.soup.find_all("legend")]
    assert titles == ["This hub", "Bluesky", "Facebook"]
    assert page(signed_in(lee), at(lee, "everybody/"), {"work-2": "no", "home-2": "yes"}).status_code == 200
    assert Reached.objects.filter(person=None).count() == 2
    shown = page(client, at(lee))
    field = shown.soup.find("select", {"name": "work-2"})
    assert field.find("option").text == "As for everybody: does not work"
    assert "It can’t be reached at work:" in shown.soup.text
    done = page(client, at(lee), {"work-2": "yes", "phone-2": "no"})
    assert "never that it was you" in done.soup.text
    assert "It can’t be reached at work:" not in done.soup.text  # for them it works
    assert access.said_by(lee.organisation_id, sam.pk) == {
        ("Facebook", Where.WORK): True,
        ("Facebook", Where.PHONE): False,
    }
    page(client, at(lee), {})
    assert access.said_by(lee.organisation_id, sam.pk) == {}


def test_what_is_no_answer_is_refused(lee, sam, register):
    refused = page(signed_in(sam), at(lee), {"work-0": "perhaps"})
    assert refused.status_code == 422
    assert not Reached.objects.exists()


def test_who_may_do_what(lee, sam, register, client):
    paths = ["", "everybody/", "everybody.csv", "for-it/?network=Facebook", "for-it.pdf?network=Facebook"]
    assert [page(signed_in(lee), at(lee, path)).status_code for path in paths] == [200] * 5
    assert [page(signed_in(sam), at(lee, path)).status_code for path in paths] == [200, 404, 404, 200, 200]
    assert [client.get(at(lee, path)).status_code for path in paths] == [302] * 5
    assert signed_in(sam).post(at(lee, "everybody/"), {"work-0": "no"}).status_code == 404
    for network in ("", "?network=", "?network=MySpace", "?network=slack"):
        assert page(signed_in(sam), at(lee, f"for-it/{network}")).status_code == 404
        assert page(signed_in(sam), at(lee, f"for-it.pdf{network}")).status_code == 404
    assert Reached.objects.count() == 0


def test_who_said_it_is_nowhere_and_what_is_said_of_all_is_in_the_audit(lee, by, sam, register):
    before = AuditEvent.objects.count()
    say(lee, by, sam.pk, "Facebook", Where.WORK, False)
    assert AuditEvent.objects.count() == before
    say(lee, by, None, "Facebook", Where.WORK, False)
    assert AuditEvent.objects.latest("id").verb == "set_reached"


def test_the_gap_is_counted_as_the_organisation_s_and_never_about_few(lee, by, register):
    staff = [member(lee, by, f"P{n}", f"p{n}@ambridge.example") for n in range(6)]
    for person in staff[:4]:
        say(lee, by, person.pk, "Facebook", Where.WORK, False)
    assert access.gap_sentences(lee.organisation_id, Guard(exact=False)) == []
    assert access.gap_sentences(lee.organisation_id, Guard(exact=True)) == [
        "4 people say that they can’t reach one of these networks at work: the organisation’s gap, not theirs."
    ]
    rows = {row[:2]: row[2:] for row in access.gaps_section(lee.organisation_id, Guard(exact=False)).rows}
    assert rows["Facebook", "At work"] == ("Not said", 0, FEW)
    for person in staff:
        say(lee, by, person.pk, "Facebook", Where.WORK, False)
    say(lee, by, staff[0].pk, "bluesky", Where.WORK, False)  # the same person twice is one
    say(lee, by, None, "bluesky", Where.WORK, False)
    said = access.gap_sentences(lee.organisation_id, Guard(exact=False))
    assert said[0].startswith("Not to be reached at work, as is said of everybody: Bluesky.")
    assert said[1].startswith("About 10 people say that they can’t reach one of these networks at work")
    rows = {row[:2]: row[2:] for row in access.gaps_section(lee.organisation_id, Guard(exact=False)).rows}
    assert rows["Facebook", "At work"] == ("Not said", 0, About(10))
    assert rows["Bluesky", "At work"] == ("Does not work", 0, FEW)
    take(lee.organisation, [], [act(1, "zoe", 3)])
    shown = next_hands_page.next_hands(facts(lee), Guard(exact=False))
    assert [sentence for sentence in said if sentence not in shown.more] == []


def test_the_page_for_it_says_which_addresses_and_why(lee, by, sam, register):
    found = page(signed_in(sam), at(lee, "for-it/?network=Facebook")).soup
    assert found.h1.text == "Please let Facebook through"
    text = found.find("main").text
    for part in ("www.facebook.com", "Ambridge Libraries", "To tell of events", "at least for Libraries", sam.email):
        assert part in text
    assert "bsky.app" not in text
    assert "not recorded yet" in text  # the purpose
    hub = page(signed_in(sam), at(lee, "for-it/?network=hub")).soup.find("main").text
    assert "Please let Manyhands through" in hub
    assert "Not written down yet" in page(signed_in(sam), at(lee, "for-it/?network=bluesky")).soup.find("main").text


def test_the_pdf_is_tagged_and_says_the_same(lee, sam, register):
    pypdf = pytest.importorskip("pypdf")
    response = signed_in(sam).get(at(lee, "for-it.pdf?network=Facebook"))
    assert response["Content-Type"] == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(response.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "".join(each.extract_text() for each in read.pages)
    for part in ("Please let Facebook through", "To tell of events", "What is asked", sam.email):
        assert part in text


def test_names_of_the_register_are_never_markup(lee, by, sam):
    entry = 'Network,Name,Address,Purpose\nFacebook,"<b>#evil[*]</b> \\ $x$","https://a.example/<script>",#import "x"\n'
    networks.take_lines(organisation=lee.organisation, text=entry, by=by)
    shown = page(signed_in(sam), at(lee, "for-it/?network=Facebook"))
    assert "<b>#evil" not in shown.content.decode()
    assert signed_in(sam).get(at(lee, "for-it.pdf?network=Facebook")).content.startswith(b"%PDF")


def test_own_data_and_erasing(lee, by, sam, register):
    say(lee, by, sam.pk, "Facebook", Where.HOME, True)
    say(lee, by, None, "Facebook", Where.HOME, True)
    about = registry.Person(lee.organisation_id, sam.pk, frozenset())
    told = participation.export_person(about)["networks_reached"]
    assert told == [{"network": "Facebook", "where": "home", "works": True}]
    people_actions.erase_person(person=people.person_in(lee.organisation, sam.pk), by=by)
    assert [row.person for row in Reached.objects.all()] == [None]


def test_the_page_asks_the_database_as_often_for_many_networks(lee, by, sam, register):
    client = signed_in(sam)
    client.get(at(lee))
    with CaptureQueriesContext(connection) as few:
        client.get(at(lee))
    lines = "Network,Name\n" + "".join(f"Network {n},Account {n}\n" for n in range(8))
    networks.take_lines(organisation=lee.organisation, text=lines, by=by)
    with CaptureQueriesContext(connection) as many:
        shown = page(client, at(lee))
    assert len(shown.soup.find_all("legend")) == 11
    assert len(many) == len(few)
