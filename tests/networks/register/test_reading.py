"""The register as its readers see it: each as much as they may."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.networks import queries
from manyhands.networks.models import Place
from manyhands.people import actions as people
from manyhands.people.models import Service
from tests.people.factories import council

from .lines import add, fill, first_words, rows, table

pytestmark = pytest.mark.django_db


class TestList:
    def test_invites_where_there_is_nothing_yet(self, ask, lee, member):
        soup = ask(lee).soup
        assert "Add an account" in soup.get_text()
        assert soup.select_one("form[action$='/paste/'] textarea")
        assert "facebook.com/exampleshirelibraries" in soup.get_text()
        assert not ask(member).soup.select("main form")

    def test_opens_with_what_could_be(self, ask, lee):
        fill(lee, 14)
        assert ask(lee).soup.h1.get_text() == "14 accounts and places. Six would gain from another pair of hands."
        Place.objects.update(hands=3)
        assert "Each has enough hands" in ask(lee).soup.h1.get_text()
        Place.objects.update(hands=None)
        assert ask(lee).soup.h1.get_text() == "14 accounts and places."
        assert "Nobody has said yet how many people can post from 14 of them." in ask(lee).soup.get_text()

    def test_those_that_need_hands_come_first_and_can_be_shown_alone(self, ask, lee):
        fill(lee, 8)
        assert first_words(ask(lee))[:4] == ["Account 00", "Account 01", "Account 02", "Account 07"]
        assert first_words(ask(lee, needs="more")) == ["Account 00", "Account 01", "Account 02", "Account 07"]

    def test_filters_by_network_and_service_with_those_below_it(self, ask, lee):
        add(lee)
        add(lee, network="Bluesky", name="Ambridge Council", address="", service="Communications")
        culture = people.add_service(organisation=lee.organisation, name="Culture", by=lee.pk)
        Service.objects.filter(name="Libraries").update(parent=culture)
        assert first_words(ask(lee, network="Bluesky")) == ["Ambridge Council"]
        assert first_words(ask(lee, service=culture.pk.hex)) == ["Ambridge Libraries"]
        assert len(first_words(ask(lee, network="nonsense", service="nonsense", needs="x", sort="x"))) == 2
        assert "No account matches" in ask(lee, network="Bluesky", service=culture.pk.hex).soup.get_text()

    @pytest.mark.parametrize(
        ("sort", "first"), [("name", "A"), ("-name", "C"), ("-hands", "B"), ("used", "B"), ("-network", "C")]
    )
    def test_sorts(self, ask, lee, sort, first):
        add(lee, name="A", address="", hands=2, last_used=None)
        add(lee, name="B", address="", hands=8, last_used=date(2020, 1, 1))
        add(lee, name="C", address="", hands=None, hand_names="", network="YouTube")
        assert first_words(ask(lee, sort=sort))[0] == first

    def test_shows_fifty_a_page_in_the_same_number_of_queries(self, ask, lee):
        fill(lee, 1)
        ask(lee)
        with CaptureQueriesContext(connection) as few:
            ask(lee)
        for number in range(55):
            add(lee, name=f"More {number}", address="", service=f"Service {number}")
        with CaptureQueriesContext(connection) as many:
            assert len(first_words(ask(lee))) == 50
        assert len(first_words(ask(lee, page=2))) == 6
        assert len(few) == len(many) <= 14

    def test_runs_nothing_that_anybody_typed(self, ask, lee):
        add(lee, name="<script>alert(1)</script>", address="javascript:alert(1)")
        page = ask(lee)
        assert b"<script>alert" not in page.content
        assert not page.soup.select("a[href^=javascript]")


class TestWhoSeesWhat:
    def test_members_see_no_small_number_and_nobody_by_name(self, ask, lee, member):
        add(lee)
        for hands in range(3, 7):
            add(lee, name=f"With {hands}", address="", hands=hands)
        text = ask(member).soup.select_one("#register").get_text(" ", strip=True)
        assert text.count("fewer than 5") == 3
        assert text.count("needs more hands") == 1
        for hidden in ("Ann", "Bob", "Cat Carter", "Recovery"):
            assert hidden not in text
        cells = [cell.get_text(strip=True) for cell in rows(ask(member), "td.mh-number")]
        assert sorted(cells) == ["5", "6", "fewer than 5", "fewer than 5", "fewer than 5"]

    def test_those_who_keep_it_see_all(self, ask, lee):
        add(lee)
        text = ask(lee).soup.select_one("#register").get_text(" ", strip=True)
        for shown in ("Ann Archer, Bob Bell", "Cat Carter"):
            assert shown in text
        assert [cell.get_text(strip=True) for cell in rows(ask(lee), "td.mh-number")] == ["2"]

    def test_the_order_tells_members_no_more_than_the_numbers(self, ask, lee, member):
        for name, hands in (("A", 2), ("B", 1), ("C", 4), ("D", 3), ("E", 0), ("F", 9)):
            add(lee, name=name, address="", hands=hands, hand_names="")
        assert first_words(ask(lee, sort="hands")) == ["E", "B", "A", "D", "C", "F"]
        assert first_words(ask(member, sort="hands")) == ["E", "A", "B", "C", "D", "F"]
        assert first_words(ask(member, sort="-hands")) == ["F", "C", "D", "A", "B", "E"]

    def test_a_number_below_five_can_not_be_told_from_whether_more_are_needed(self, lee):
        for hands in range(1, 5):
            add(lee, name=str(hands), address="", hands=hands, hand_names="")
        shown = [(row.hands, row.needs_more_hands) for row in queries.register_hands(lee.organisation_id)]
        assert all(shown.count(each) > 1 for each in shown)

    def test_members_change_nothing(self, ask, member, lee):
        place = add(lee)
        for path in ("add/", "paste/", f"{place.pk}/", f"{place.pk}/remove/"):
            assert ask(member, path).status_code == 404
        for path in ("add/", "paste/", "take/", f"{place.pk}/", f"{place.pk}/remove/"):
            assert ask(member, path, {"name": "x", "network": "y", "text": "y,x"}).status_code == 404
        assert Place.objects.get().name == "Ambridge Libraries"

    def test_another_organisation_sees_and_changes_nothing(self, ask, lee):
        place = add(lee)
        brian = council("Borchester Council", "brian@borchester.example")
        assert "Ambridge" not in ask(brian).soup.get_text()
        assert "Ambridge" not in ask(brian, "accounts-and-places.csv").content.decode()
        for path in (f"{place.pk}/", f"{place.pk}/remove/"):
            assert ask(brian, path).status_code == ask(brian, path, {}).status_code == 404
        ask(brian, "take/", {"text": "Facebook,Ambridge Libraries,,,Ours now"})
        assert Place.objects.get(organisation=lee.organisation).purpose == "Tells people what is on"
        assert Place.objects.get(organisation=brian.organisation).purpose == "Ours now"


class TestFile:
    def test_says_what_the_page_says(self, ask, lee, member):
        add(lee)
        add(lee, name="Another", address="", hands=7, hand_names="", network="viva_engage")
        heading, first, second = table(ask(lee, "accounts-and-places.csv"))
        assert heading == [*queries.column_labels().values(), "Needs more hands"]
        assert first == [
            "Facebook",
            "Ambridge Libraries",
            "https://facebook.example/ambridgelibraries",
            "Libraries",
            "Tells people what is on",
            "2",
            "Ann Archer; Bob Bell",
            "Cat Carter",
            "2026-03-27",
            "Residents",
            "yes",
        ]
        assert second[:2] == [queries.network_title("viva_engage"), "Another"]
        heading, first, second = table(ask(member, "accounts-and-places.csv"))
        assert "Who can post" not in heading
        assert "Recovery holder" not in heading
        assert first[heading.index("How many can post")] == "fewer than 5"
        assert "Ann" not in str(first)

    def test_keeps_to_the_filters(self, ask, lee):
        fill(lee, 8)
        assert len(table(ask(lee, "accounts-and-places.csv", needs="more"))) == 5
        link = ask(lee, needs="more").soup.select_one("a.mh-csv")["href"]
        assert link.endswith("accounts-and-places.csv?needs=more")

    def test_is_safe_to_open_and_comes_in_again_as_it_was(self, ask, lee):
        add(
            lee,
            address="@ambridge",
            name='=HYPERLINK("x")',
            purpose='two\nlines, and a ; and a "mark"',
            hand_names="Archer, Ann Mary",
            hands=1,
            audience="'=quoted",
            recovery_holder="-",
        )
        before = list(Place.objects.values())
        _heading, line = table(ask(lee, "accounts-and-places.csv"))
        assert not [cell for cell in line if cell[:1] in "=+-@" and cell]
        text = ask(lee, "accounts-and-places.csv").content
        preview = ask(lee, "paste/", {"file": SimpleUploadedFile("accounts.csv", text)})
        assert "Nothing here is new." in preview.soup.h1.get_text()
        Place.objects.update(address="", purpose="", hand_names="", audience="", recovery_holder="")
        ask(lee, "take/", {"text": text.decode()})
        after = list(Place.objects.values())
        assert after == before
