"""People are told of a thing once, on the pages and as they chose by e-mail."""

from datetime import UTC, datetime

import pytest
from django.test.utils import CaptureQueriesContext

from manyhands.notices import actions, queries
from manyhands.notices.models import Letter, LiveEvent, Notice, Preference
from manyhands.notices.rules.times import due
from manyhands.notices.types import Way
from manyhands.people.models import Persona, PersonaLink
from tests.people.factories import council

pytestmark = pytest.mark.django_db


def test_somebody_is_told_of_a_thing_once(notify, lee, join):
    jo = join("Jo")
    assert {each.person for each in notify(lee, jo)} == {lee.pk, jo.pk}
    assert notify(lee, jo) == []
    assert len(notify(lee, key="post/2")) == 1
    assert queries.unread_count(lee) == 2
    assert queries.unread_count(jo) == 1


def test_who_cant_sign_in_is_not_told(notify, lee, join):
    jo = join("Jo")
    jo.user.is_active = False
    jo.user.save()
    assert [each.person for each in notify(lee, jo)] == [lee.pk]


def test_what_is_for_a_pseudonym_reaches_its_person(organisation, kind, lee, system):
    hidden = Persona.objects.create(organisation=organisation, name="Heron", is_pseudonym=True)
    PersonaLink.objects.create(persona=hidden, organisation=organisation, person=lee)
    new = actions.notify(
        organisation=organisation.pk,
        people=[hidden.pk, lee.pk],
        kind=kind,
        key="post/1",
        path="discussions/threads/1",
        words={"who": "Jo"},
        by=system,
    )
    assert [each.person for each in new] == [lee.pk]  # once, though asked for under both


def test_another_organisations_person_is_told_under_their_own(notify, visit):
    other = council("Borchester Council", "kim@borchester.example")
    notify(other, path="/ambridge-council/discussions/threads/1")
    notice = Notice.objects.get()
    assert notice.organisation_id == other.organisation_id
    response = visit(other, str(notice.pk))
    assert response.headers["Location"] == f"/{other.organisation.slug}/discussions/threads/1"


def test_the_page_lists_them_newest_first_and_says_how_many_are_new(notify, visit, lee):
    notify(lee, who="Jo")
    notify(lee, key="post/2", who="Kim")
    soup = visit(lee).soup
    assert soup.h1.text == "2 notices are new"
    assert [each.a.text for each in soup.select(".mh-notice--new")] == ["Kim answered you", "Jo answered you"]
    assert soup.select_one("[data-count='notices:notices']").text == "2"


def test_following_one_marks_it_as_read(notify, visit, lee):
    notify(lee)
    assert visit(lee, str(Notice.objects.get().pk)).status_code == 302
    notice = Notice.objects.get()
    assert notice.read
    assert notice.due is None  # and it is not sent any more
    assert visit(lee).soup.h1.text == "You have read everything"


def test_nobody_follows_anothers(notify, visit, lee, join):
    notify(lee)
    jo = join("Jo")
    assert visit(jo, str(Notice.objects.get().pk)).status_code == 404
    assert Notice.objects.get().read is None


def test_all_can_be_marked_as_read(notify, visit, lee, join):
    jo = join("Jo")
    notify(lee, jo)
    assert visit(lee, "read", {}).status_code == 302
    assert (queries.unread_count(lee), queries.unread_count(jo)) == (0, 1)


def test_reading_a_page_marks_what_leads_to_it(notify, lee, system):
    notify(lee, path="discussions/threads/1?from=2#m-2")
    notify(lee, key="post/3", path="discussions/threads/12")
    assert actions.mark_read(person=lee.pk, path="discussions/threads/1", by=system) == 1
    assert queries.unread_count(lee) == 1


def test_an_empty_page_says_what_to_do(visit, lee):
    soup = visit(lee).soup
    assert "Go to discussions" in soup.select_one(".mh-empty").text
    assert soup.select_one("[data-count='notices:notices']").has_attr("hidden")


def test_the_number_of_queries_is_constant(notify, visit, lee, django_assert_max_num_queries):
    from django.db import connection

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            visit(lee)
        return len(seen)

    notify(lee)
    visit(lee)
    one = asked()
    for number in range(2, 30):
        notify(lee, key=f"post/{number}")
    assert asked() == one


def test_a_notice_whose_room_is_gone_is_still_listed(notify, visit, lee, monkeypatch):
    from manyhands.core import registry

    notify(lee)
    monkeypatch.delitem(registry.notice_kinds, "test.answer")
    assert "not shown here any more" in visit(lee).soup.select_one(".mh-notice").text


def test_open_pages_are_told_the_count(notify, lee, system):
    notify(lee)
    actions.mark_read(person=lee.pk, by=system)
    told = list(LiveEvent.objects.order_by("id").values_list("topic", "data"))
    topic = f"notices/{lee.pk.hex}"
    assert told == [(topic, {"count": {"notices:notices": 1}}), (topic, {"count": {"notices:notices": 0}})]


@pytest.mark.parametrize(
    ("way", "now", "expected"),
    [
        (Way.AT_ONCE, "2026-11-21T10:00:00", "2026-11-21T10:01:00"),
        (Way.DAILY, "2026-11-21T07:59:00", "2026-11-21T08:00:00"),
        (Way.DAILY, "2026-11-21T08:00:00", "2026-11-22T08:00:00"),
        (Way.DAILY, "2026-06-21T08:00:00", "2026-06-22T07:00:00"),  # summer time
        (Way.WEEKLY, "2026-11-21T10:00:00", "2026-11-23T08:00:00"),
        (Way.WEEKLY, "2026-11-23T08:00:00", "2026-11-30T08:00:00"),
        (Way.WEEKLY, "2026-10-24T08:00:00", "2026-10-26T08:00:00"),  # the clocks go back in between
        (Way.NEVER, "2026-11-21T10:00:00", None),
    ],
)
def test_when_it_goes_out(way, now, expected):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert due(way, moment, "Europe/London") == (
        datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None
    )


def _all_due():
    Notice.objects.filter(due__isnull=False).update(due=datetime(2026, 1, 1, tzinfo=UTC))


def test_at_once_is_one_letter_each_with_a_way_to_stop(notify, lee):
    notify(lee, text="Try the library")
    notify(lee, key="post/2", who="Kim")
    assert actions.post_notices() == 0  # who is looking at the page has a minute to read it there
    _all_due()
    assert actions.post_notices() == 2
    assert actions.post_notices() == 0
    letter = Letter.objects.get(subject="Jo answered you")
    assert letter.to == lee.user.email
    assert "Try the library" in letter.text
    assert "Try the library" in letter.html
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Unsubscribe"].startswith("<http://localhost:8000/stop/")


def test_daily_is_one_letter_for_all(notify, lee, kind, system, organisation):
    actions.prefer(organisation=organisation.pk, person=lee.pk, ways={kind: Way.DAILY}, by=system)
    for number in range(3):
        notify(lee, key=f"post/{number}", who=f"Name {number}")
    _all_due()
    assert actions.post_notices() == 1
    letter = Letter.objects.get()
    assert letter.subject == "3 things are new for you"
    assert all(f"Name {number} answered you" in letter.text for number in range(3))
    assert set(Notice.objects.values_list("letter", flat=True)) == {letter.pk}


def test_never_writes_nothing(notify, lee, kind, system, organisation):
    actions.prefer(organisation=organisation.pk, person=lee.pk, ways={kind: Way.NEVER}, by=system)
    notify(lee)
    assert Notice.objects.get().due is None
    assert queries.unread_count(lee) == 1


def test_a_changed_choice_holds_for_what_waits(notify, lee, kind, system, organisation):
    actions.prefer(organisation=organisation.pk, person=lee.pk, ways={kind: Way.WEEKLY}, by=system)
    notify(lee)
    actions.prefer(organisation=organisation.pk, person=lee.pk, ways={kind: Way.NEVER}, by=system)
    assert Notice.objects.get().due is None


def test_what_was_read_is_not_sent(notify, lee, system):
    notify(lee)
    _all_due()
    actions.mark_read(person=lee.pk, by=system)
    assert actions.post_notices() == 0


def test_it_is_written_in_the_readers_language(notify, join, settings):
    sian = join("Sian", language="cy")
    notify(sian)
    _all_due()
    actions.post_notices()
    assert '<html lang="cy">' in Letter.objects.get().html


def test_the_choices_are_kept(visit, lee, kind):
    assert "When somebody answers you" in visit(lee, "ways").soup.text
    from manyhands.core import registry

    data = {name.replace(".", "-"): kept.way for name, kept in registry.notice_kinds.items()}
    data["test-answer"] = "weekly"
    assert visit(lee, "ways", data).status_code == 302
    assert queries.way_of(lee.pk, kind) == Way.WEEKLY
    assert visit(lee, "ways", {"test-answer": "hourly"}).status_code == 200
    assert queries.way_of(lee.pk, kind) == Way.WEEKLY


def test_one_choice_for_everything(visit, lee, kind):
    from manyhands.core import registry

    data = {name.replace(".", "-"): kept.way for name, kept in registry.notice_kinds.items()}
    visit(lee, "ways", {**data, "everything": "daily"})
    chosen = queries.own_ways(lee.pk)
    assert chosen.pop("digest.weekly") == Way.WEEKLY  # it can't be had daily
    assert set(chosen.values()) == {Way.DAILY}


class TestStopping:
    def link(self, lee, kind):
        return queries.stop_url(lee.pk, kind).removeprefix("http://localhost:8000")

    def test_looking_at_the_link_stops_nothing(self, client, lee, kind):
        response = client.get(self.link(lee, kind))
        assert response.status_code == 200
        assert b"Do you want no more e-mails of this kind?" in response.content
        client.head(self.link(lee, kind))
        assert queries.way_of(lee.pk, kind) == Way.AT_ONCE

    def test_a_mail_program_stops_with_one_post(self, lee, kind):
        from django.test import Client

        client = Client(enforce_csrf_checks=True)  # it knows no token of ours, and is not signed in
        response = client.post(self.link(lee, kind), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert queries.way_of(lee.pk, kind) == Way.NEVER

    @pytest.mark.parametrize("change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x" + t])
    def test_a_changed_link_is_none(self, client, lee, kind, change):
        assert client.post(change(self.link(lee, kind)).replace("x/", "/x")).status_code == 404
        assert not Preference.objects.exists()


def test_erasing_takes_all_of_it(notify, lee, organisation):
    from manyhands.core import registry

    notify(lee)
    _all_due()
    actions.post_notices()
    actions.erase_person(registry.Person(organisation.pk, lee.pk, frozenset()))
    assert not Notice.objects.exists()
    assert not Letter.objects.exists()
