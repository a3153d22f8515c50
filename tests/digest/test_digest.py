"""The weekly digest: when it is due, what it says to whom, that everybody gets theirs once, and what it looks like."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from manyhands.core import clock
from manyhands.digest import actions, queries
from manyhands.digest.models import Copy, Issue
from manyhands.digest.rules.rhythm import last_due
from manyhands.digest.types import KIND
from manyhands.discussions import actions as discussions
from manyhands.discussions.types import Access
from manyhands.notices import actions as notices
from manyhands.notices.models import Letter
from manyhands.notices.types import Way
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.actions.organisations import add_person
from manyhands.people.models import Organisation, Person, User
from manyhands.people.types import Role
from tests.people.factories import PASSWORD, council

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-16T07:59", "2026-11-09T08:00"),
        ("2026-11-16T08:00", "2026-11-16T08:00"),
        ("2026-11-22T23:00", "2026-11-16T08:00"),
        ("2026-07-13T07:30", "2026-07-13T07:00"),  # summer time: eight o'clock is seven in UTC
        ("2026-10-26T07:30", "2026-10-19T07:00"),  # the clocks have just gone back
    ],
)
def test_due_on_monday_at_eight_of_its_own_clock(now, due):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert last_due(moment, "Europe/London", 0, 8) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.fixture
def lee(data_folder) -> Person:
    lee = council()
    Organisation.objects.filter(pk=lee.organisation_id).update(created=MONDAY - timedelta(days=60))
    lee.organisation.refresh_from_db()
    return lee


def colleague(lee: Person, name: str) -> Person:
    """Somebody who signs in with PASSWORD."""
    user = User.objects.create_user(f"{name.lower()}@ambridge.example", PASSWORD)
    person = add_person(organisation=lee.organisation, user=user, name=name, email=user.email)
    people_actions.grant(organisation=lee.organisation_id, role=Role.MEMBER, person=person, by=persona(lee))
    return person


def persona(person: Person) -> UUID:
    return people.own_persona(person.user, person.organisation).pk


def group(lee: Person, name: str, access: Access = Access.OPEN):
    return discussions.create_group(
        organisation=lee.organisation, name=name, purpose="", access=access, by=persona(lee), share_with=[]
    )


def sections(person: Person) -> dict[str, list[str]]:
    now = clock.now()
    found = queries.compose(person.organisation, queries.reader_of(person), now - timedelta(days=7), now)[person.pk]
    return {section.key: [item.text for item in section.items] for section in found.sections}


def begin(lee: Person, where, title: str, *, question: bool = False):
    return discussions.begin_thread(
        group=where, title=title, source=f"About {title} #spring", is_question=question, by=persona(lee)
    )


def test_what_is_new_for_each_and_nothing_that_they_may_not_see(lee):
    ann, bob = colleague(lee, "Ann"), colleague(lee, "Bob")
    streets, parks = group(lee, "Streets"), group(lee, "Parks")
    hidden = group(lee, "Reorganisation", Access.PRIVATE)
    discussions.join(group=streets, by=persona(ann))
    for where, title in ((streets, "Potholes"), (parks, "Benches"), (hidden, "Who goes where")):
        begin(lee, where, title)
    begin(lee, parks, "Who has a spare map?", question=True)
    assert sections(ann) == {"new": ["Potholes"], "unanswered": ["Who has a spare map?"]}
    assert sections(bob)["new"] == ["Who has a spare map?", "Benches", "Potholes"], "who follows nothing gets all"
    assert sections(lee) == {}, "nobody is told of what they said themselves"


def test_who_follows_a_tag_gets_what_bears_it(lee):
    ann = colleague(lee, "Ann")
    own = people.own_persona(ann.user, ann.organisation)
    begin(lee, group(lee, "Parks"), "Benches")
    discussions.follow(kind="tag", target="autumn", by=own)
    assert "new" not in sections(ann)
    discussions.follow(kind="tag", target="spring", by=own)
    assert sections(ann)["new"] == ["Benches"]


@pytest.fixture
def monday(monkeypatch):
    """Monday at eight, with a week of discussions before it."""

    def set_clock(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(MONDAY - timedelta(days=2))
    return set_clock


def test_everybody_gets_theirs_once(lee, monday):
    people_here = [colleague(lee, f"P{number}") for number in range(5)]
    begin(lee, group(lee, "Parks"), "Benches")
    notices.prefer(
        organisation=lee.organisation_id, person=people_here[0].pk, ways={KIND: Way.NEVER}, by=persona(people_here[0])
    )
    monday(MONDAY + timedelta(minutes=1))
    for _again in range(3):
        actions.take_up()
        (issue,) = Issue.objects.all()
        actions.make_copies(issue=issue.pk)
    assert Issue.objects.get().copies == Copy.objects.count() == 4, "not the one who began it, nor who wants none"
    letters = Letter.objects.filter(kind=KIND)
    assert sorted(letters.values_list("to", flat=True)) == [f"p{number}@ambridge.example" for number in range(1, 5)]
    assert issue.until == MONDAY
    assert issue.done is not None or Issue.objects.get().done


def test_goes_on_where_it_was_stopped(lee, monday, monkeypatch):
    for number in range(7):
        colleague(lee, f"P{number}")
    begin(lee, group(lee, "Parks"), "Benches")
    monday(MONDAY + timedelta(minutes=1))
    actions.take_up()
    issue = Issue.objects.get()
    monkeypatch.setattr("manyhands.digest.actions.issues.PORTION", 3)
    real, calls = notices.write_all, []

    def dies(**given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr("manyhands.notices.actions.write_all", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.make_copies(issue=issue.pk)
    first = Copy.objects.count()
    assert 0 < first < 7
    actions.make_copies(issue=issue.pk)
    assert Copy.objects.count() == Letter.objects.filter(kind=KIND).count() == 7


def test_a_new_hub_sends_nothing_for_the_time_before_it(lee, monday):
    Organisation.objects.filter(pk=lee.organisation_id).update(created=MONDAY + timedelta(hours=1))
    monday(MONDAY + timedelta(hours=2))
    actions.take_up()
    assert not Issue.objects.exists()


# What Outlook for Windows (Word's engine) shows as it is meant: https://www.campaignmonitor.com/css/
TAGS = {"html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "a", "span", "br"}
STYLES = {
    "margin",
    "padding",
    "background-color",
    "border-collapse",
    "color",
    "font-family",
    "font-size",
    "font-weight",
    "line-height",
    "max-width",
    "text-align",
    "text-decoration",
    "width",
}


def test_the_letter_is_made_for_mail_programs(lee, monday):
    ann = colleague(lee, "Ann")
    begin(lee, group(lee, "Parks"), "Benches <b>& more</b>", question=True)
    actions.keep_rhythm(
        organisation=lee.organisation_id, is_on=True, weekday=0, hour=8, opening="Spring is here.", by=persona(lee)
    )
    monday(MONDAY + timedelta(minutes=1))
    actions.take_up()
    actions.make_copies(issue=Issue.objects.get().pk)
    letter = Letter.objects.get(kind=KIND, to=ann.email)
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Unsubscribe"].startswith("<http")
    soup = BeautifulSoup(letter.html, "html.parser")
    assert {tag.name for tag in soup.find_all(True)} <= TAGS
    assert not soup.find("style")
    styles = {name.split(":")[0].strip() for tag in soup.find_all(style=True) for name in tag["style"].split(";")}
    assert styles - {""} <= STYLES
    assert all(tag.get("style") for tag in soup.find_all("td") if tag.get("class"))
    for said in (soup.get_text(" "), letter.text):
        assert "Spring is here." in said
        assert "Benches <b>& more</b>" in said
        assert "Nobody has answered yet: could you?" in said
    addresses = re.findall(r"https?://\S+", letter.text)
    assert {tag["href"] for tag in soup.find_all("a")} <= set(addresses)


def test_pages(lee, monday):
    ann = colleague(lee, "Ann")
    begin(lee, group(lee, "Parks"), "Benches")
    client, slug = Client(), lee.organisation.slug
    assert client.login(email=ann.email, password=PASSWORD)
    monday(MONDAY - timedelta(days=1))
    assert "Benches" in client.get(f"/{slug}/digest/").content.decode()
    assert client.get(f"/{slug}/digest/settings").status_code == 404
    monday(MONDAY + timedelta(minutes=1))
    actions.take_up()
    issue = Issue.objects.get()
    actions.make_copies(issue=issue.pk)
    assert "Benches" in client.get(f"/{slug}/digest/{issue.pk}").content.decode()
    lead = Client()
    assert lead.login(email=lee.email, password=PASSWORD)
    assert lead.get(f"/{slug}/digest/{issue.pk}").status_code == 404, "not hers"
    page = lead.get(f"/{slug}/digest/settings")
    assert page.status_code == 200
    given = {"is_on": "on", "weekday": "1", "hour": "9", "opening": "Hello", "try": "1"}
    assert lead.post(f"/{slug}/digest/settings", given).status_code == 302
    assert (queries.rhythm(lee.organisation_id).weekday, queries.rhythm(lee.organisation_id).hour) == (1, 9)
    assert Letter.objects.filter(to=lee.email, kind=KIND).count() == 1
    assert lead.get(f"/{slug}/digest/digests.csv").content.decode().count("\n") == 2


def test_feeds_are_for_who_has_the_secret(lee):
    ann = colleague(lee, "Ann")
    begin(lee, group(lee, "Parks"), "Benches")
    begin(lee, group(lee, "Reorganisation", Access.PRIVATE), "Who goes where")
    client, slug = Client(), lee.organisation.slug
    assert client.login(email=ann.email, password=PASSWORD)
    page = BeautifulSoup(client.post(f"/{slug}/digest/feeds").content, "html.parser")
    atom, feed = (code.get_text() for code in page.find_all("code"))
    stranger = Client()
    path = re.sub(r"^https?://[^/]+", "", atom)
    said = stranger.get(path).content.decode()
    assert "Benches" in said
    assert "Who goes where" not in said
    items = stranger.get(re.sub(r"^https?://[^/]+", "", feed)).json()["items"]
    assert [item["title"] for item in items] == ["Benches"]
    assert stranger.get("/feeds/" + "x" * 43 + ".atom").status_code == 404
    client.post(f"/{slug}/digest/feeds", {"stop": "1"})
    assert stranger.get(path).status_code == 404
