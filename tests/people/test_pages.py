"""The list of people and what is changed from it: by those who may, for their own organisation, and undone."""

import csv
import io
import json
from datetime import date

import pytest

from manyhands.people import actions, queries
from manyhands.people.models import Identity, KindChange, Membership, Person, Service, User
from manyhands.people.types import Role

from .factories import Account, bring, council, fill

pytestmark = pytest.mark.django_db


def names(response):
    return [cell.get_text(strip=True) for cell in response.soup.select("tbody th[scope=row]")]


class TestList:
    def test_shows_everybody_with_kind_and_service(self, visit, lee):
        fill(lee.organisation)
        assert names(visit()) == ["Lee", "Name 000", "Name 001", "Name 002"]
        row = visit().soup.select("tbody tr")[1]
        assert [cell.get_text(strip=True) for cell in row.find_all("td")[1:]] == ["n0@x.example", "Staff", "Service 0"]

    def test_filters_by_words_kind_and_service(self, visit, lee):
        fill(lee.organisation)
        bring(lee.organisation, [Account("b", name="Builder", kind="bot")])
        service = Service.objects.get(name="Service 1")
        assert names(visit(text="002")) == ["Name 002"]
        assert names(visit(text="N1@X.example")) == ["Name 001"]
        assert names(visit(kind="bot")) == ["Builder"]
        assert names(visit(service=service.pk.hex)) == ["Name 001"]
        assert names(visit(kind="nonsense", service="nonsense", text="Name")) == ["Name 000", "Name 001", "Name 002"]
        assert names(visit(text="Nobody")) == []

    def test_a_service_holds_those_below_it_as_of_today(self, visit, lee):
        fill(lee.organisation)
        culture = actions.add_service(organisation=lee.organisation, name="Culture", by=lee.pk)
        Service.objects.filter(name="Service 2").update(parent=culture)
        assert names(visit(service=culture.pk.hex)) == ["Name 002"]
        actions.move(person=Person.objects.get(name="Name 002"), service=None, on=date(2020, 1, 1), by=lee.pk)
        assert names(visit(service=culture.pk.hex)) == []

    @pytest.mark.parametrize(
        ("sort", "first"), [("name", "Lee"), ("-name", "Name 002"), ("-email", "Name 002"), ("-service", "Name 002")]
    )
    def test_sorts(self, visit, lee, sort, first):
        fill(lee.organisation)
        assert names(visit(sort=sort))[0] == first

    def test_shows_fifty_a_page(self, visit, lee):
        fill(lee.organisation, 60)
        assert len(names(visit())) == 50
        assert len(names(visit(page=2))) == 11
        assert names(visit(page=99)) == names(visit(page=2))
        assert "61 people" in visit().soup.h1.get_text()

    def test_number_of_queries_does_not_grow(self, client, lee, django_assert_num_queries):
        client.force_login(lee.user)
        fill(lee.organisation, 1)
        address = f"/{lee.organisation.slug}/people/"
        client.get(address)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            client.get(address)
        fill(lee.organisation, 40)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(few) == len(many) <= 11

    def test_names_what_anybody_typed_without_running_it(self, visit, lee):
        bring(lee.organisation, [Account("x", name="<script>alert(1)</script>", email="x@x.example")])
        assert b"<script>alert" not in visit().content

    def test_file_has_everybody_that_matches(self, visit, lee):
        fill(lee.organisation, 60)
        bring(lee.organisation, [Account("x", name="=HYPERLINK(1)", email="x@x.example")])
        text = visit("people.csv").content.decode()
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows[0] == ["Name", "E-mail address", "Kind", "Services"]
        assert len(rows) == 63
        assert ["'=HYPERLINK(1)", "x@x.example", "Not known", ""] in rows
        few = visit("people.csv", text="Name 00").content.decode()
        assert len(few.splitlines()) == 11


class TestKinds:
    def ids(self, *given):
        return [str(Person.objects.get(name=name).pk) for name in given]

    def test_asks_first_then_changes_those_ticked(self, visit, lee):
        fill(lee.organisation)
        data = {"to": "councillor", "scope": "ticked", "person": self.ids("Name 000", "Name 001")}
        asked = visit("kinds", data)
        assert "Count 2 people as: Councillor?" in asked.soup.h1.get_text()
        assert not Person.objects.filter(kind="councillor").exists()
        visit("kinds", {**data, "confirmed": "1"})
        changed = Person.objects.filter(kind="councillor", kind_chosen=True)
        assert sorted(changed.values_list("name", flat=True)) == ["Name 000", "Name 001"]

    def test_changes_all_that_match(self, visit, lee):
        fill(lee.organisation, 60)
        data = {"to": "resident", "scope": "all", "text": "Name 0", "confirmed": "1"}
        visit("kinds", data)
        assert Person.objects.filter(kind="resident").count() == 60
        assert Person.objects.get(name="Lee").kind == "staff"

    def test_can_be_undone_once(self, visit, lee, client):
        fill(lee.organisation)
        bring(lee.organisation, [Account("b", name="Builder", kind="bot")])
        done = visit("kinds", {"to": "peer", "scope": "all", "confirmed": "1"})
        after = client.get(done.headers["Location"])
        assert b"5 people are now: Peer at another organisation." in after.content
        change = KindChange.objects.get()
        visit(f"kinds/{change.pk}/undo", {})
        assert sorted(Person.objects.values_list("kind", "kind_chosen")) == [("bot", False)] + [("staff", False)] * 4
        assert visit(f"kinds/{change.pk}/undo", {}).status_code == 404

    def test_undoing_leaves_what_was_changed_since(self, visit, lee):
        fill(lee.organisation)
        visit("kinds", {"to": "peer", "scope": "all", "confirmed": "1"})
        visit("kinds", {"to": "bot", "scope": "ticked", "person": self.ids("Name 000"), "confirmed": "1"})
        visit(f"kinds/{KindChange.objects.order_by('at').first().pk}/undo", {})
        assert Person.objects.get(name="Name 000").kind == "bot"
        assert Person.objects.get(name="Name 001").kind == "staff"

    @pytest.mark.parametrize("wrong", [{"to": "king"}, {"to": ""}, {"person": []}, {"person": ["nonsense"]}])
    def test_what_makes_no_sense_changes_nothing(self, visit, lee, wrong):
        fill(lee.organisation)
        data = {"to": "peer", "scope": "ticked", "person": self.ids("Name 000"), "confirmed": "1", **wrong}
        assert visit("kinds", data).status_code == 302
        assert not KindChange.objects.exists()

    def test_people_of_another_organisation_stay_as_they_are(self, visit, lee):
        brian = council("Borchester Council", "brian@borchester.example")
        visit("kinds", {"to": "bot", "scope": "ticked", "person": [str(brian.pk), str(lee.pk)], "confirmed": "1"})
        brian.refresh_from_db()
        lee.refresh_from_db()
        assert (brian.kind, lee.kind) == ("staff", "bot")

    def test_figures_are_told(self, visit, lee):
        before = queries.revision(lee.organisation)
        visit("kinds", {"to": "bot", "scope": "all", "confirmed": "1"})
        assert queries.revision(lee.organisation) > before

    def test_what_undoing_needs_is_forgotten_after_a_week(self, visit, lee):
        from datetime import timedelta

        from manyhands.core import clock

        visit("kinds", {"to": "bot", "scope": "all", "confirmed": "1"})
        assert actions.forget_undo() == 0
        KindChange.objects.update(at=clock.now() - timedelta(days=8))
        assert actions.forget_undo() == 1


class TestPerson:
    def test_moves_from_a_day_on(self, visit, lee):
        fill(lee.organisation)
        ann = Person.objects.get(name="Name 000")
        parks = actions.add_service(organisation=lee.organisation, name="Parks", by=lee.pk)
        visit(f"{ann.pk}/move", {"service": parks.pk.hex, "on_day": "1", "on_month": "4", "on_year": "2026"})
        assert list(Membership.objects.filter(person=ann).order_by("since").values_list("since", "until")) == [
            (date.min, date(2026, 4, 1)),
            (date(2026, 4, 1), date.max),
        ]
        assert "Parks" in visit(f"{ann.pk}").soup.get_text()

    def test_not_to_a_service_of_another_organisation(self, visit, lee):
        brian = council("Borchester Council", "brian@borchester.example")
        theirs = actions.add_service(organisation=brian.organisation, name="Theirs", by=brian.pk)
        visit(f"{lee.pk}/move", {"service": theirs.pk.hex, "on_day": "1", "on_month": "4", "on_year": "2026"})
        assert not Membership.objects.exists()

    def test_brings_two_together_after_asking(self, visit, lee):
        fill(lee.organisation)
        into, other = Person.objects.get(name="Name 000"), Person.objects.get(name="Name 001")
        actor = Identity.objects.get(person=other).actor
        asked = visit(f"{into.pk}/merge", {"other": "N1@x.example"})
        assert "Are Name 000 and Name 001 the same person?" in asked.soup.h1.get_text()
        assert Person.objects.filter(pk=other.pk).exists()
        visit(f"{into.pk}/merge", {"other": "N1@x.example", "confirmed": "1"})
        assert not Person.objects.filter(pk=other.pk).exists()
        assert Identity.objects.get(actor=actor).person == into

    @pytest.mark.parametrize("words", ["", "Nobody", "n0@x.example", "brian@borchester.example"])
    def test_but_not_with_nobody_oneself_or_somebody_elsewhere(self, visit, lee, words):
        fill(lee.organisation)
        council("Borchester Council", "brian@borchester.example")
        count = Person.objects.count()
        into = Person.objects.get(name="Name 000")
        answer = visit(f"{into.pk}/merge", {"other": words, "confirmed": "1"})
        assert answer.soup.select(".govuk-error-summary")
        assert Person.objects.count() == count

    def test_erasing_deletes_who_it_was_and_nothing_else(self, visit, lee):
        fill(lee.organisation)
        ann = Person.objects.get(name="Name 000")
        assert visit(f"{ann.pk}/erase").status_code == 200
        assert Person.objects.filter(pk=ann.pk).exists()
        visit(f"{ann.pk}/erase", {})
        assert not Person.objects.filter(pk=ann.pk).exists()
        assert Person.objects.count() == 3

    def test_the_only_administrator_stays(self, visit, lee):
        assert visit(f"{lee.pk}/erase", {}).soup.select(".govuk-error-summary")
        assert Person.objects.filter(pk=lee.pk).exists()

    def test_downloading_somebody_elses_data_is_written_down(self, visit, lee):
        from manyhands.people.models import AuditEvent

        fill(lee.organisation)
        ann = Person.objects.get(name="Name 000")
        held = json.loads(visit(f"{ann.pk}/export.json").content)
        assert held["person"]["email"] == "n0@x.example"
        assert "personas" not in held
        assert AuditEvent.objects.filter(verb="export_person", object=ann.pk.urn).count() == 1


class TestOwnData:
    def test_is_ones_own_alone(self, visit, lee):
        fill(lee.organisation)
        bring(lee.organisation, [Account("U1", "leeg", email=lee.email, service="Libraries")])
        held = json.loads(visit("me.json").content)
        assert held["person"]["email"] == lee.email
        assert [each["handle"] for each in held["accounts"]] == ["leeg"]
        assert [each["service"] for each in held["services"]] == ["Libraries"]
        assert {each["role"] for each in held["roles"]} == {"member", "digital_lead", "administrator"}
        assert held["personas"] == [{"name": "Lee", "is_pseudonym": False}]
        assert "x.example" not in json.dumps(held)
        assert "leeg" in visit("me").soup.get_text()

    def test_every_room_is_asked(self, lee, monkeypatch):
        from manyhands.core import registry

        asked = []
        monkeypatch.setattr(
            registry, "export_person", [*registry.export_person, lambda about: asked.append(about) or {"room": 1}]
        )
        actors = bring(lee.organisation, [Account("U1", email=lee.email)])
        assert queries.export(lee)["room"] == 1
        own = queries.own_persona(lee.user, lee.organisation)
        known = frozenset({*actors.values(), own.actor})
        assert asked == [registry.Person(lee.organisation_id, lee.pk, known, frozenset({own.pk}))]

    def test_every_room_erases_in_the_same_transaction(self, lee, monkeypatch):
        from manyhands.core import registry

        fill(lee.organisation)
        ann = Person.objects.get(name="Name 000")

        def fail(about):
            raise RuntimeError

        monkeypatch.setattr(registry, "erase_person", [fail])
        with pytest.raises(RuntimeError):
            actions.erase_person(person=ann, by=lee.pk)
        assert Person.objects.filter(pk=ann.pk).exists()

    def test_a_sign_in_goes_with_its_last_person(self, lee):
        other = council("Borchester Council", "other@x.example")
        second = actions.invite(
            organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.MEMBER], by=lee.pk
        )
        twice = actions.invite(
            organisation=other.organisation, name="Ann", email="ann@x.example", roles=[Role.MEMBER], by=other.pk
        )
        actions.erase_person(person=second, by=lee.pk)
        assert User.objects.filter(email="ann@x.example").exists()
        actions.erase_person(person=twice, by=other.pk)
        assert not User.objects.filter(email="ann@x.example").exists()
