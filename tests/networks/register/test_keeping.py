"""Keeping the register: typed, pasted, brought in as a file; and what that does to other records."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from manyhands.networks import queries
from manyhands.networks.actions.reading import source_of
from manyhands.networks.models import Place
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.models import AuditEvent, Organisation, Person, Service

from .lines import add, first_words

pytestmark = pytest.mark.django_db


class TestTyping:
    FORM = {
        "network": "fb",
        "name": "Ambridge Parks",
        "service": "Parks",
        "hand_names": "Ann Archer\nBob Bell\nAnn Archer",
        "last_used_day": "27",
        "last_used_month": "3",
        "last_used_year": "2026",
    }

    def test_adds_an_account(self, ask, lee):
        revision = Organisation.objects.get().revision
        assert ask(lee, "add/", self.FORM).status_code == 302
        place = Place.objects.select_related("service").get()
        assert (place.network, place.service.name, place.hands, place.hand_names) == (
            "Facebook",
            "Parks",
            2,
            "Ann Archer\nBob Bell",
        )
        assert place.last_used == date(2026, 3, 27)
        assert AuditEvent.objects.filter(verb="add_to_register", object=place.pk.urn).count() == 1
        assert Organisation.objects.get().revision > revision
        assert first_words(ask(lee)) == ["Ambridge Parks"]

    def test_knows_its_services_by_other_spellings(self, ask, lee):
        people.add_service(organisation=lee.organisation, name="Parks & Gardens", by=lee.pk)
        ask(lee, "add/", {**self.FORM, "service": "parks and gardens"})
        assert Service.objects.count() == 1
        assert Place.objects.get().service.name == "Parks & Gardens"

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"network": ""}, "Enter the network"),
            ({"name": " "}, "Enter what the account is called"),
            ({"hands": "about five"}, "as a number, such as 3"),
            ({"hands": "1"}, "More people are named (2) than can post."),
            ({"last_used_year": "2999"}, "27/03/2999 is still to come."),
            ({"last_used_month": "13"}, "Enter a real date"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, ask, lee, wrong, said):
        page = ask(lee, "add/", {**self.FORM, **wrong})
        assert page.status_code == 422
        assert said in page.soup.select_one(".govuk-error-summary").get_text()
        assert page.soup.select_one("#id_service")["value"] == "Parks"
        assert not Place.objects.exists()

    def test_the_same_account_is_not_written_down_twice(self, ask, lee):
        place = add(lee)
        page = ask(lee, "add/", {**self.FORM, "name": "Other", "address": "www.facebook.example/AmbridgeLibraries/"})
        assert "in the register already" in page.soup.select_one(".govuk-error-summary").get_text()
        add(lee, name="Parks", address="")
        page = ask(lee, f"{place.pk}/", {**self.FORM, "name": "Parks"})
        assert "Another line" in page.soup.select_one(".govuk-error-summary").get_text()
        assert Place.objects.count() == 2

    def test_changes_and_clears(self, ask, lee):
        place = add(lee)
        page = ask(lee, f"{place.pk}/")
        assert page.soup.select_one("#id_recovery_holder")["value"] == "Cat Carter"
        assert page.soup.select_one("#id_last_used_year")["value"] == "2026"
        ask(lee, f"{place.pk}/", {"network": "Facebook", "name": "Ambridge Library", "hands": "0"})
        place.refresh_from_db()
        assert (place.name, place.hands, place.service, place.hand_names, place.last_used) == (
            "Ambridge Library",
            0,
            None,
            "",
            None,
        )
        assert AuditEvent.objects.filter(verb="change_in_register").count() == 1

    def test_removes_after_asking(self, ask, lee):
        place = add(lee)
        assert "Remove Ambridge Libraries (Facebook)" in ask(lee, f"{place.pk}/remove/").soup.h1.get_text()
        assert Place.objects.exists()
        ask(lee, f"{place.pk}/remove/", {})
        assert not Place.objects.exists()
        assert AuditEvent.objects.filter(verb="remove_from_register", object=place.pk.urn).count() == 1


class TestPaste:
    TEXT = "Network\tName\tHow many can post\tColour\nfb\tParks\t2\tred\nX\t\t1\nX\tNews\tmany\nX\tNews\t9\n"

    def test_shows_what_was_understood_and_keeps_nothing_yet(self, ask, lee):
        page = ask(lee, "paste/", {"text": self.TEXT})
        text = page.soup.get_text(" ", strip=True)
        assert page.soup.h1.get_text() == "2 lines are new."
        assert "headings are not known: Colour" in text
        refused = [[cell.get_text() for cell in row.select("td")] for row in page.soup.select("#refused tbody tr")]
        assert refused == [["3", "The account’s name is missing."], ["4", "“many” is not a number of people."]]
        assert not Place.objects.exists()

    def test_keeps_what_was_shown(self, ask, lee, client):
        shown = ask(lee, "paste/", {"text": self.TEXT})
        hidden = shown.soup.select_one("form[action$='/take/'] input[name=text]")["value"]
        done = ask(lee, "take/", {"text": hidden})
        assert sorted(Place.objects.values_list("network", "name", "hands")) == [
            ("Facebook", "Parks", 2),
            ("x", "News", 9),  # whose archive can be read: the name that it has here
        ]
        assert (
            "2 lines were added. 0 lines were changed. 2 lines were left out." in client.get(done.url).content.decode()
        )
        assert AuditEvent.objects.get(verb="bring_register_in").object == "2 added, 0 changed"
        again = ask(lee, "paste/", {"text": self.TEXT})
        assert again.soup.h1.get_text() == "Nothing here is new."
        assert not again.soup.select("form[action$='/take/']")

    def test_changes_only_what_it_says(self, ask, lee):
        place = add(lee)
        text = "network,name,hands,purpose\nfacebook,AMBRIDGE LIBRARIES,5,\n"
        page = ask(lee, "paste/", {"text": text})
        assert "changes: Name, How many can post" in page.soup.get_text()
        ask(lee, "take/", {"text": text})
        place.refresh_from_db()
        assert (place.hands, place.purpose, place.recovery_holder) == (5, "Tells people what is on", "Cat Carter")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_takes_a_file_in_any_usual_encoding(self, ask, lee, encoding):
        file = SimpleUploadedFile("a.csv", "Network;Name;Address\r\nX;Café;@café\r\n".encode(encoding))
        page = ask(lee, "paste/", {"file": file})
        assert [cell.get_text() for cell in page.soup.select("#planned tbody th")] == ["Café"]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"text": "  \n"}, "Paste some lines"),
            ({"text": "Network\tName\n"}, "no line below it"),
            ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04rest")}, "This is a workbook"),
            ({"file": SimpleUploadedFile("a.csv", b"")}, "This file is empty"),
            ({"file": SimpleUploadedFile("a.csv", b"x" * 1_000_000)}, "too large"),
            ({"text": "x" * 600_000}, "Paste fewer lines"),
        ],
    )
    def test_says_what_to_do_about_what_is_no_list(self, ask, lee, data, said):
        page = ask(lee, "paste/", data)
        assert page.status_code == 422
        assert said in page.soup.select_one(".govuk-error-summary").get_text()


class TestPlacesOfNetworks:
    """Places that an export brought may be in the register too."""

    @pytest.fixture
    def channel(self, lee):
        source = source_of(organisation=lee.organisation, network="slack", workspace="T1")
        return Place.objects.create(
            organisation=lee.organisation, source=source, external_id="C1", network="slack", name="general"
        )

    def test_become_a_line_and_keep_their_name(self, ask, lee, channel):
        ask(lee, "take/", {"text": "Slack,General,,,Everything,3"})
        place = Place.objects.get()
        assert (place.pk, place.name, place.hands, place.in_register) == (channel.pk, "general", 3, True)
        assert ask(lee, f"{place.pk}/").soup.select_one("#id_name").has_attr("disabled")
        ask(lee, f"{place.pk}/", {"hands": "4", "name": "x", "network": "y"})
        place.refresh_from_db()
        assert (place.name, place.network, place.hands) == ("general", "slack", 4)

    def test_stay_when_their_line_is_removed(self, ask, lee, channel):
        add(lee, network="slack", name="general", address="")
        ask(lee, f"{channel.pk}/remove/", {})
        channel.refresh_from_db()
        assert (channel.in_register, channel.hands, channel.hand_names, channel.purpose) == (False, None, "", "")
        assert ask(lee, f"{channel.pk}/").status_code == 404

    def test_are_no_line_before(self, ask, lee, channel):
        assert "Write down where" in ask(lee).soup.get_text()
        assert ask(lee, f"{channel.pk}/").status_code == 404


class TestPeople:
    def test_are_told_where_they_are_named(self, lee):
        add(lee, hand_names="Lee\nAnn Archer", recovery_holder="LEE@ambridge.example")
        held = who.own_export(lee.user, lee)
        assert held["can_post_from"] == held["can_recover"] == [{"network": "Facebook", "name": "Ambridge Libraries"}]
        assert "Ann" not in str(held)

    def test_are_no_longer_named_once_erased(self, lee):
        place = add(lee, hand_names="Ann Archer\nBob Bell", recovery_holder="ann archer")
        ann = Person.objects.create(organisation=lee.organisation, name="Ann Archer")
        people.erase_person(person=ann, by=lee.pk)
        place.refresh_from_db()
        assert (place.hand_names, place.recovery_holder, place.hands) == ("Bob Bell", "", 2)

    def test_participation_counts_hands_from_it(self, lee):
        add(lee)
        add(lee, name="Well kept", address="", hands=12, hand_names="")
        add(lee, name="Nobody knows", address="", hands=None, hand_names="")
        shown = [(row.name, row.hands, row.needs_more_hands) for row in queries.register_hands(lee.organisation_id)]
        assert shown == [("Ambridge Libraries", "few", True), ("Nobody knows", None, False), ("Well kept", 12, False)]
        exact = queries.register_hands(lee.organisation_id, exactly=True)
        assert exact[0].hands == 2
