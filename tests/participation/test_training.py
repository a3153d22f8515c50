"""Who was trained or helped: named where they agreed, else a number for each service; and whether use followed."""

import json
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from manyhands.core import clock, registry
from manyhands.discussions import actions as discussions
from manyhands.discussions.types import Access
from manyhands.notices.models import Notice
from manyhands.participation import actions
from manyhands.participation import queries as participation
from manyhands.participation.models import Helped, OfflineHelp
from manyhands.participation.queries import use_followed
from manyhands.participation.rules.attendees import Attendee
from manyhands.participation.rules.guarded import Guard
from manyhands.participation.types import FEW, About, HelpKind
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from tests.participation.small import account, act, facts, member, signed_in, take

pytestmark = pytest.mark.django_db(transaction=True)

ON = date(2026, 2, 1)  # day 31 of small.BEGINNING's year
PASTE = "Sam, sam@ambridge.example\nEve Evans, eve@elsewhere.example, Libraries\nLibraries, 6\nUnknown team, 2"


@pytest.fixture
def sam(lee, by):
    return member(lee, by)


@pytest.fixture
def libraries(lee, by):
    return people_actions.add_service(organisation=lee.organisation, name="Libraries", by=by)


def page(client, path, data=None, follow=True):
    response = client.post(path, data, follow=follow) if data is not None else client.get(path)
    response.soup = BeautifulSoup(response.content, "html.parser")
    return response


def form(**more):
    today = clock.now().date()
    return {
        "kind": "training",
        "title": "First steps",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
        "mine": "me",
        "agreed": "on",
        **more,
    }


def record(lee, by, those, **more):
    given = {"kind": HelpKind.TRAINING, "on": ON, "agreed": True, **more}
    return actions.record_help(organisation=lee.organisation, those=those, by=by, **given)


def test_a_course_is_pasted_and_only_who_agreed_is_kept(lee, sam, libraries):
    client = signed_in(lee)
    address = f"/{lee.organisation.slug}/participation/next-hands/"
    done = page(client, f"{address}training/", form(those=PASTE))
    assert "1 person is named, as they agreed. 9 are counted only." in done.soup.text
    assert "agreed, but is not known here" in done.soup.text
    given = OfflineHelp.objects.get()
    assert (given.title, given.helped, given.person) == ("First steps", 10, lee.pk)
    assert given.activity  # help stands in the ledger, too, where who helped has an account
    kept = sorted(
        (each.service.name if each.service else "", each.number) for each in Helped.objects.filter(person=None)
    )
    assert kept == [("", 2), ("Libraries", 7)]
    everything = json.dumps([list(row) for row in Helped.objects.values_list()], default=str)
    assert "Eve" not in everything
    assert "eve@" not in everything
    assert "Sam" in done.soup.text  # to who wrote it down


def test_who_is_named_is_told_and_takes_it_back(lee, by, sam, libraries):
    recorded = record(lee, by, [Attendee("", "sam@ambridge.example", "", None)], title="First steps", helper=lee.pk)
    notice = Notice.objects.get(person_id=sam.pk)
    sentence = registry.notice_kinds[notice.kind].sentence(notice.words)
    assert sentence.startswith("It was written down that you were at “First steps” on 1 February 2026.")
    client = signed_in(sam)
    address = f"/{lee.organisation.slug}/{notice.path}"
    shown = page(client, address)
    assert "Help that you got" in shown.soup.text
    button = next(each for each in shown.soup.find_all("form") if "take-off" in each.get("action", ""))
    done = page(client, button["action"], {})
    assert "Your name is taken off" in done.soup.text
    assert not Helped.objects.filter(person=sam.pk).exists()
    assert Helped.objects.get().number == OfflineHelp.objects.get(pk=recorded.help.pk).helped == 1


def test_without_a_yes_nobody_is_named_whatever_the_form_says(lee, by, sam):
    recorded = record(lee, by, [Attendee("", "sam@ambridge.example", "", False)])
    assert (recorded.named, recorded.counted, recorded.unknown) == (0, 1, 0)
    recorded = record(lee, by, [Attendee("", "sam@ambridge.example", "", None)], agreed=False)
    assert recorded.named == 0
    assert not Notice.objects.filter(person_id=sam.pk).exists()
    recorded = record(lee, by, [Attendee("SAM", "", "", True)], agreed=False)
    assert recorded.named == 1  # a name that one person alone has


def test_of_two_of_one_name_nobody_is_named(lee, by, sam):
    member(lee, by, "Sam", "other@ambridge.example")
    assert record(lee, by, [Attendee("Sam", "", "", True)]).named == 0


def test_only_who_gave_or_wrote_it_sees_the_names(lee, by, sam):
    recorded = record(lee, by, [Attendee("", "sam@ambridge.example", "", None)], helper=lee.pk)
    path = f"/{lee.organisation.slug}/participation/next-hands/help/{recorded.help.pk}/"
    assert page(signed_in(lee), path).status_code == 200
    assert page(signed_in(sam), path).status_code == 404
    row = Helped.objects.get(person=sam.pk)
    off = f"/{lee.organisation.slug}/participation/next-hands/help/received/{row.pk}/take-off/"
    assert signed_in(lee).post(off).status_code == 404  # not theirs to take off
    assert Helped.objects.filter(pk=row.pk, person=sam.pk).exists()
    training = f"/{lee.organisation.slug}/participation/next-hands/training/"
    assert signed_in(sam).get(training).status_code == 404
    for name in ("use-followed.csv", "helped.csv"):
        path = f"/{lee.organisation.slug}/participation/next-hands/{name}"
        assert signed_in(sam).get(path).status_code == 404
        assert signed_in(lee).get(path).status_code == 200


def test_a_line_that_is_not_understood_keeps_all_from_being_taken(lee, sam):
    client = signed_in(lee)
    path = f"/{lee.organisation.slug}/participation/next-hands/training/"
    bad = SimpleUploadedFile("list.csv", b"Name,E-mail\nSam,sam@ambridge.example\nEve,eve@\n")
    refused = page(client, path, form(file=bad))
    assert refused.status_code == 422
    assert "Line 3: There is no e-mail address." in refused.soup.text
    assert "eve@" in refused.soup.find("textarea").text  # a browser does not send a file again
    assert not OfflineHelp.objects.exists()
    empty = page(client, path, form(those=""))
    assert empty.status_code == 422
    assert "Say who was there" in empty.soup.text
    future = clock.now().date() + timedelta(days=40)
    late = page(client, path, form(those="Libraries, 3", on_day=future.day, on_month=future.month, on_year=future.year))
    assert "Enter a day that has been" in late.soup.text
    assert not OfflineHelp.objects.exists()


def crowd(lee, by, size, *, used, before=0):
    """So many people of Libraries with accounts, named as helped on ON; some contributed after, some before."""
    names = [f"p{at:03}" for at in range(size)]
    acts = [act(at, name, 40) for at, name in enumerate(names[:used])]
    acts += [act(500 + at, name, 20) for at, name in enumerate(names[:before])]
    take(lee.organisation, [account(name, "Libraries") for name in names], [*acts, act(999, "zoe", 200)])
    return record(lee, by, [Attendee("", f"{name}@ambridge.example", "", True) for name in names])


def test_use_that_followed_with_its_interval(lee, by):
    crowd(lee, by, 40, used=30, before=10)
    assert use_followed.use_followed(facts(lee))["training", 30] == (40, 30, 10, 0)
    rows = use_followed.use_section(facts(lee), Guard(exact=False)).rows
    assert [row[:2] for row in rows] == [("Training", "30 days"), ("Training", "90 days")]
    assert rows[0][2:] == (About(40), 0.75, "55% and 90%", 0.25, 0)
    assert use_followed.use_section(facts(lee), Guard(exact=True)).rows[0][3] == 0.75
    helped = use_followed.helped_section(facts(lee), Guard(exact=False))
    assert helped.rows == (("Libraries", About(40)),)


def test_too_early_to_say_is_counted_apart(lee, by):
    crowd(lee, by, 20, used=10)
    late = clock.month_days(202607)[0] + timedelta(days=10)  # 200 days into the year is 20 July
    take(lee.organisation, [account(f"q{at}", "Libraries") for at in range(6)], [])
    record(lee, by, [Attendee("", f"q{at}@ambridge.example", "", True) for at in range(6)], on=late)
    found = use_followed.use_followed(facts(lee))
    assert found["training", 30].waiting == 6
    assert use_followed.use_section(facts(lee), Guard(exact=False)).rows[0][-1] == About(10)


@pytest.mark.parametrize("exact", [False, True])
def test_nothing_is_claimed_of_fewer_than_five(lee, by, exact):
    crowd(lee, by, 4, used=4)
    (row, _ninety) = use_followed.use_section(facts(lee), Guard(exact)).rows
    assert row[3:6] == (None, "Too few to say", None)
    assert row[2] == (4 if exact else FEW)


def test_few_of_a_service_are_not_told_of(lee, by, libraries):
    parks = people_actions.add_service(organisation=lee.organisation, name="Parks", by=by)
    assert parks
    record(lee, by, [Attendee("", "", "Libraries", False, 12), Attendee("", "", "Parks", False, 3)])
    take(lee.organisation, [], [act(1, "zoe", 3)])
    rows = use_followed.helped_section(facts(lee), Guard(exact=False)).rows
    assert rows == (("Libraries", About(10)), ("Others", FEW))
    assert ("Parks", 3) in use_followed.helped_section(facts(lee), Guard(exact=True)).rows


def test_next_hands_shows_both_tables_to_who_keeps_people(lee, by, sam):
    crowd(lee, by, 40, used=30, before=10)
    path = f"/{lee.organisation.slug}/participation/next-hands/"
    shown = page(signed_in(lee), path)
    assert shown.soup.find(id="use-followed")
    assert "#use_followed" in str(shown.soup)
    assert "Write down a course or surgery" in shown.soup.text
    assert "Training and help in person" not in page(signed_in(sam), path).soup.text
    told = signed_in(lee).get(f"{path}use-followed.csv").content.decode("utf-8-sig").splitlines()
    assert told[0].startswith("Help,Within,")
    assert len(told) == 3


def test_names_become_numbers_after_four_hundred_days(lee, by, sam, monkeypatch):
    record(lee, by, [Attendee("", "sam@ambridge.example", "", None), Attendee("", "", "", False, 5)])
    assert actions.forget_helped() == 0
    later = clock.now() + timedelta(days=800)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.forget_helped() == 1
    assert [(each.person, each.number) for each in Helped.objects.all()] == [(None, 6)]


def test_own_data_and_erasing(lee, by, sam):
    record(lee, by, [Attendee("", "sam@ambridge.example", "", None)], title="First steps")
    about = registry.Person(lee.organisation_id, sam.pk, frozenset())
    assert participation.export_person(about)["help_received"] == [
        {"on": "2026-02-01", "kind": "training", "title": "First steps"}
    ]
    people_actions.erase_person(person=people.person_in(lee.organisation, sam.pk), by=by)
    assert [(each.person, each.number) for each in Helped.objects.all()] == [(None, 1)]


def test_what_happens_in_the_hub_does_not_make_the_rest_known(lee, by):
    """Nobody brought in what happened after day 40; that somebody posts here today says nothing of that."""
    names = [f"p{at}" for at in range(6)]
    take(lee.organisation, [account(name) for name in names], [act(at, name, 40) for at, name in enumerate(names)])
    record(lee, by, [Attendee("", f"{name}@ambridge.example", "", True) for name in names])
    assert use_followed.use_followed(facts(lee))["training", 30] == (0, 0, 0, 6)
    post_in_the_hub(lee, by)
    assert use_followed.use_followed(facts(lee))["training", 30] == (0, 0, 0, 6)
    take(lee.organisation, [], [act(99, "zoe", 61)])
    assert use_followed.use_followed(facts(lee))["training", 30] == (6, 6, 0, 0)


def test_where_only_the_hub_is_used_all_is_known_until_today(lee, by, sam):
    post_in_the_hub(lee, by)
    record(lee, by, [Attendee("", "sam@ambridge.example", "", None)])
    assert use_followed.use_followed(facts(lee))["training", 30] == (1, 0, 0, 0)


def post_in_the_hub(lee, by):
    group = discussions.create_group(organisation=lee.organisation, name="Talk", purpose="", access=Access.OPEN, by=by)
    discussions.begin_thread(group=group, title="Hello", source="All", is_question=False, by=by)
