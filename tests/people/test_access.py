"""Services, and who may sign in and do what: by those who may, for their own organisation."""

import pytest

from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import Grant, Identity, Person, Service, User
from manyhands.people.types import Role

from .factories import PASSWORD, Account, bring, council, fill

pytestmark = pytest.mark.django_db


class TestServices:
    def test_adds_renames_moves_and_removes(self, visit, lee):
        visit("services", {"name": "Culture", "parent": ""})
        culture = Service.objects.get()
        visit("services", {"name": "Libraries", "parent": culture.pk.hex})
        libraries = Service.objects.get(parent=culture)
        visit(f"services/{libraries.pk}", {"name": "Library service", "parent": ""})
        libraries.refresh_from_db()
        assert (libraries.name, libraries.parent, libraries.slug) == ("Library service", None, "libraries")
        visit(f"services/{libraries.pk}/remove", {})
        assert list(Service.objects.all()) == [culture]

    def test_a_renamed_department_is_still_known_by_its_former_name(self, visit, lee):
        bring(lee.organisation, [Account("1", service="Libraries")])
        service = Service.objects.get()
        visit(f"services/{service.pk}", {"name": "Library service", "parent": ""})
        bring(lee.organisation, [Account("2", service="Libraries")])
        assert Service.objects.count() == 1
        assert service.memberships.count() == 2

    def test_makes_no_circle(self, visit, lee):
        visit("services", {"name": "A", "parent": ""})
        a = Service.objects.get(name="A")
        visit("services", {"name": "B", "parent": a.pk.hex})
        b = Service.objects.get(name="B")
        answer = visit(f"services/{a.pk}", {"name": "A", "parent": b.pk.hex})
        assert answer.soup.select(".govuk-error-summary")
        a.refresh_from_db()
        assert a.parent is None

    def test_keeps_what_people_were_in(self, visit, lee):
        fill(lee.organisation)
        service = Service.objects.get(name="Service 0")
        visit(f"services/{service.pk}/remove", {})
        assert Service.objects.filter(pk=service.pk).exists()

    def test_says_when_the_name_is_taken(self, visit, lee):
        for _ in range(2):
            answer = visit("services", {"name": "Culture", "parent": ""})
        assert "There is a service of that name already." in answer.soup.get_text()
        assert Service.objects.count() == 1


class TestAccess:
    def test_invites_somebody_who_then_chooses_a_password(
        self, visit, lee, client, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            visit("access", {"name": "Ann", "email": "Ann@X.example", "roles": ["member"]})
        (mail,) = mailoutbox
        assert mail.to == ["ann@x.example"]
        (link,) = [word for word in mail.body.split() if word.startswith("http://localhost:8000/join/")]
        client.logout()
        said = {"name": "Ann", "password": PASSWORD, "language": "en", "listed": "no", "appear": "name"}
        assert client.post(link.removeprefix("http://localhost:8000"), said).status_code == 302
        client.logout()
        assert User.objects.get(email="ann@x.example").check_password(PASSWORD)
        client.post("/accounts/login/", {"login": "ann@x.example", "password": PASSWORD})
        assert client.get(f"/{lee.organisation.slug}/people/me").status_code == 200
        assert client.get(f"/{lee.organisation.slug}/people/").status_code == 404

    def test_somebody_known_keeps_their_password_and_gets_no_link(
        self, visit, lee, mailoutbox, django_capture_on_commit_callbacks
    ):
        council("Borchester Council", "brian@borchester.example")
        with django_capture_on_commit_callbacks(execute=True):
            visit("access", {"name": "Brian", "email": "brian@borchester.example", "roles": ["member"]})
        assert "/accounts/" not in mailoutbox[0].body
        assert User.objects.get(email="brian@borchester.example").check_password(PASSWORD)

    def test_changes_roles_and_is_written_down(self, visit, lee):
        ann = actions.invite(
            organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.MEMBER], by=lee.pk
        )
        visit(f"access/{ann.pk}", {"roles": ["member", "data_protection"]})
        assert set(Grant.objects.filter(person=ann).values_list("role", flat=True)) == {"member", "data_protection"}
        visit(f"access/{ann.pk}", {})
        assert not Grant.objects.filter(person=ann).exists()

    def test_leaves_one_administrator(self, visit, lee):
        answer = visit(f"access/{lee.pk}", {"roles": ["member"]})
        assert answer.soup.select(".govuk-error-summary")
        assert Grant.objects.filter(person=lee, role="administrator").exists()
        assert Grant.objects.filter(person=lee, role="member").exists()

    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            (Role.MEMBER, {"me"}),
            (Role.DIGITAL_LEAD, {"", "me", "services", "before-the-first-file"}),
            (Role.DATA_PROTECTION, {"", "me", "before-the-first-file", "record"}),
            (
                Role.ADMINISTRATOR,
                {"", "me", "services", "before-the-first-file", "access", "organisation", "outbox", "record"},
            ),
        ],
    )
    def test_what_each_role_finds(self, client, lee, role, seen):
        ann = actions.invite(organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[role], by=lee.pk)
        client.force_login(ann.user)
        paths = ["", "me", "record", "services", "before-the-first-file", "access", "organisation", "outbox"]
        found = {path for path in paths if client.get(f"/{lee.organisation.slug}/people/{path}").status_code == 200}
        assert found == seen

    def test_organisation_is_renamed_and_its_language_kept(self, visit, lee, client):
        answer = visit("organisation", {"name": "Cyngor Ambridge", "language": "cy"})
        assert answer.headers["Location"] == "/cyngor-ambridge/people/organisation"
        lee.organisation.refresh_from_db()
        assert lee.organisation.language == "cy"
        assert client.get("/cyngor-ambridge/people/me").headers["Content-Language"] == "cy"


def test_source_ids_say_nothing_of_who(lee):
    """The key in the ledger is random: not made from anything that an export holds."""
    source = uuid7()
    first = bring(lee.organisation, [Account("1", email="a@x.example")], source)
    Identity.objects.all().delete()
    assert bring(lee.organisation, [Account("1", email="a@x.example")], source) != first


class TestRecord:
    def test_says_who_did_what_to_whom_and_why(self, visit, lee):
        fill(lee.organisation)
        ann = Person.objects.get(name="Name 000")
        visit(f"{ann.pk}/export.json")
        row = visit("record").soup.select("tbody tr")[0]
        assert [cell.get_text(strip=True) for cell in row.find_all("td")] == [
            "Lee",
            "downloaded a person’s data",
            ann.pk.urn,
            "",
        ]
        assert f"Lee,export_person,{ann.pk.urn}," in visit("record.csv").content.decode()

    def test_holds_nothing_of_another_organisation(self, visit, lee):
        brian = council("Borchester Council", "brian@borchester.example")
        actions.record(organisation=brian.organisation_id, by=brian.pk, verb="secret", object="x")
        assert "secret" not in visit("record").soup.get_text()
        assert "secret" not in visit("record.csv").content.decode()

    def test_names_nobody_who_was_erased(self, visit, lee, client):
        ann = actions.invite(
            organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.ADMINISTRATOR], by=lee.pk
        )
        by = queries.own_persona(ann.user, lee.organisation).pk
        actions.record(organisation=lee.organisation_id, by=by, verb="looked")
        actions.erase_person(person=ann, by=lee.pk)
        assert "Ann" not in visit("record").soup.get_text()
        assert "Somebody erased,looked" in visit("record.csv").content.decode()


@pytest.mark.parametrize("file", ["services.csv", "access.csv", "record.csv", "people.csv"])
def test_tables_come_as_files_too(visit, lee, file):
    fill(lee.organisation)
    answer = visit(file)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(answer.content.decode().splitlines()) > 1
