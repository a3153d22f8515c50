"""First run: nothing but set-up, no stranger, no second first."""

import os
import stat
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from manyhands.core import registry
from manyhands.people import actions, queries
from manyhands.people.errors import AlreadySetUp
from manyhands.people.models import Organisation, Person, User
from manyhands.people.rules.loopback import is_loopback, plainly_local

from .factories import PASSWORD, council

FIRST = {
    "organisation_name": "Ambridge Council",
    "person_name": "Lee",
    "email": "Lee@Ambridge.example",
    "password": PASSWORD,
}
AT_THE_MACHINE = {"HTTP_HOST": "localhost:8000", "SERVER_NAME": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}
ELSEWHERE = {**AT_THE_MACHINE, "REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def at_the_machine(client):
    client.defaults.update(AT_THE_MACHINE)
    return client


@pytest.fixture
def stranger(client, data_folder):
    client.defaults.update(ELSEWHERE)
    return client


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.8.8.8:80", "[::1]:8000", "::1"])
def test_these_are_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.example", "10.0.0.1", "0.0.0.0", "::", "127.0.0.1.nip.io", "[::]:80"])
def test_these_are_not(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "sign",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "hub.council.example"},
        {"SERVER_NAME": "0.0.0.0"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_ORIGIN": "https://hub.council.example"},
        {"HTTP_REFERER": "https://hub.council.example/setup"},
    ],
)
def test_any_sign_of_another_machine_counts(sign):
    assert plainly_local(AT_THE_MACHINE, base_url="http://localhost:8000")
    assert not plainly_local({**AT_THE_MACHINE, **sign}, base_url="http://localhost:8000")


def test_a_public_address_or_an_old_proxy_counts_too():
    assert not plainly_local(AT_THE_MACHINE, base_url="https://hub.council.example")
    for old in ("1.0", "1"):
        assert not plainly_local(AT_THE_MACHINE, base_url="http://localhost:8000", http_version=old)


@pytest.mark.django_db
class TestFirstRun:
    @pytest.mark.parametrize("path", ["/", "/accounts/login/", "/ambridge/people/", "/no/such/page"])
    def test_every_page_leads_to_set_up(self, at_the_machine, path):
        response = at_the_machine.get(path)
        assert (response.status_code, response.headers.get("Location")) == (302, "/setup")

    def test_asks_four_things_and_nothing_more(self, at_the_machine):
        page = at_the_machine.get("/setup").content.decode()
        from bs4 import BeautifulSoup

        form = BeautifulSoup(page, "html.parser").main.find("form")
        names = {field["name"] for field in form.find_all(["input", "select", "textarea"])} - {"csrfmiddlewaretoken"}
        assert names == {"organisation_name", "person_name", "email", "password"}
        assert "never for performance management" in page

    def test_makes_organisation_and_person_and_signs_in(self, at_the_machine):
        response = at_the_machine.post("/setup", FIRST)
        assert response.headers["Location"] == "/ambridge-council/"
        person = Person.objects.get()
        assert (person.name, person.email, person.organisation.name) == (
            "Lee",
            "lee@ambridge.example",
            "Ambridge Council",
        )
        assert at_the_machine.session["_auth_user_id"] == str(person.user_id)
        assert person.user.check_password(PASSWORD)
        assert queries.own_persona(person.user, person.organisation).name == "Lee"
        assert at_the_machine.get("/setup").status_code == 404
        assert at_the_machine.post("/setup", {**FIRST, "email": "other@x.example"}).status_code == 404
        assert Organisation.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong", [{"organisation_name": " "}, {"person_name": ""}, {"email": "lee"}, {"password": "password"}]
    )
    def test_what_is_missing_is_said_and_nothing_made(self, at_the_machine, wrong):
        response = at_the_machine.post("/setup", {**FIRST, **wrong})
        assert response.status_code == 200
        assert b"govuk-error-summary" in response.content
        assert not Organisation.objects.exists()
        assert not User.objects.exists()

    def test_the_password_is_not_sent_back(self, at_the_machine):
        response = at_the_machine.post("/setup", {**FIRST, "email": "lee"})
        assert PASSWORD.encode() not in response.content

    def test_second_set_up_is_refused(self):
        actions.set_up(**FIRST)
        with pytest.raises(AlreadySetUp):
            actions.set_up(**{**FIRST, "email": "other@x.example"})
        assert Organisation.objects.count() == User.objects.count() == 1

    def test_first_person_of_a_prepared_organisation(self, at_the_machine):
        actions.create_organisation(name="Borchester Council")
        page = at_the_machine.get("/setup").content.decode()
        assert "Borchester Council" in page
        assert 'name="organisation_name"' not in page
        at_the_machine.post("/setup", {key: FIRST[key] for key in ("person_name", "email", "password")})
        assert Person.objects.get().organisation.name == "Borchester Council"
        assert Organisation.objects.count() == 1


@pytest.mark.django_db
class TestStranger:
    def test_is_asked_for_the_token_and_told_nothing_else(self, stranger, capsys, data_folder):
        page = stranger.get("/setup").content.decode()
        assert 'name="token"' in page
        assert 'name="password"' not in page
        token = (data_folder / "setup_token").read_text()
        assert len(token) >= 32
        assert token not in page
        assert token in capsys.readouterr().err
        assert stat.S_IMODE(os.stat(data_folder / "setup_token").st_mode) == 0o600

    def test_cannot_claim_the_hub(self, stranger):
        stranger.post("/setup", FIRST)
        stranger.post("/setup", {**FIRST, "token": "guess"})
        assert not Organisation.objects.exists()
        assert not User.objects.exists()

    def test_with_the_token_may_set_up(self, stranger, data_folder):
        stranger.get("/setup")
        token = (data_folder / "setup_token").read_text()
        assert stranger.post("/setup", {"token": token}).headers["Location"] == "/setup"
        assert 'name="password"' in stranger.get("/setup").content.decode()
        stranger.post("/setup", FIRST)
        assert Organisation.objects.get().name == "Ambridge Council"
        assert not (data_folder / "setup_token").exists()

    def test_an_empty_token_opens_nothing(self, stranger, data_folder):
        (data_folder / "setup_token").write_text("")
        assert not actions.is_setup_token("")
        assert 'name="password"' not in stranger.get("/setup").content.decode()

    def test_tries_run_out_even_for_the_right_token(self, stranger, data_folder):
        stranger.get("/setup")
        token = (data_folder / "setup_token").read_text()
        statuses = [stranger.post("/setup", {"token": f"guess {n}"}).status_code for n in range(11)]
        assert statuses == [200] * 10 + [429]
        assert stranger.post("/setup", {"token": token}).status_code == 429
        assert 'name="password"' not in stranger.get("/setup").content.decode()

    def test_cannot_look_around_either(self, stranger, monkeypatch):
        made = []
        monkeypatch.setattr(registry, "demonstration", [lambda: made.append(1)])
        assert stranger.post("/setup/demonstration").headers["Location"] == "/setup"
        assert made == []


@pytest.mark.django_db
class TestDemonstration:
    @pytest.fixture
    def demonstration(self, monkeypatch):
        def make():
            organisation = Organisation.objects.filter(is_demonstration=True).first()
            if not organisation:
                organisation = actions.create_organisation(name="Demonstration Council", is_demonstration=True)
                actions.add_first_person(
                    organisation=organisation, name="Sam", email="sam@demonstration.invalid", password=PASSWORD
                )
            return organisation.pk

        monkeypatch.setattr(registry, "demonstration", [make])

    def test_is_offered_only_where_there_is_one(self, at_the_machine, monkeypatch):
        monkeypatch.setattr(registry, "demonstration", [])
        assert "/setup/demonstration" not in at_the_machine.get("/setup").content.decode()
        assert at_the_machine.post("/setup/demonstration").status_code == 404

    def test_looking_around_leaves_set_up_open(self, at_the_machine, demonstration):
        assert "/setup/demonstration" in at_the_machine.get("/setup").content.decode()
        response = at_the_machine.post("/setup/demonstration")
        assert response.headers["Location"] == "/demonstration-council/"
        assert not queries.is_set_up()
        at_the_machine.post("/setup", FIRST)
        assert Person.objects.get(user__email="lee@ambridge.example").organisation.name == "Ambridge Council"
        assert at_the_machine.post("/setup/demonstration").status_code == 404

    def test_only_a_demonstration_is_entered_without_a_password(self, demonstration):
        lee = council()
        assert queries.demonstrator(lee.organisation_id) is None
        assert queries.demonstrator(registry.demonstration[0]()).name == "Sam"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first():
    gate, outcomes = threading.Barrier(4), []

    def claim(number):
        try:
            gate.wait(10)
            actions.set_up(**{**FIRST, "organisation_name": f"Council {number}", "email": f"{number}@x.example"})
            outcomes.append("made")
        except AlreadySetUp:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["made", "refused", "refused", "refused"]
    assert Organisation.objects.count() == User.objects.count() == 1


@pytest.mark.django_db
class TestCommand:
    def test_prepares_an_organisation_without_a_person(self, capsys, data_folder):
        call_command("setup", "--organisation", "Ambridge Council")
        assert Organisation.objects.get().name == "Ambridge Council"
        assert not queries.is_set_up()
        assert (data_folder / "setup_token").read_text() in capsys.readouterr().out

    def test_and_with_one(self, monkeypatch, data_folder):
        import io

        monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
        call_command(
            "setup", organisation="Ambridge Council", name="Lee", email="lee@ambridge.example", password_stdin=True
        )
        assert User.objects.get(email="lee@ambridge.example").check_password(PASSWORD)
        assert queries.is_set_up()

    def test_twice_is_once(self, data_folder):
        for _ in range(2):
            call_command("setup", "--organisation", "Ambridge Council")
        assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_names_that_clash_get_slugs_of_their_own():
    names = ["Ambridge", "Ambridge", "Setup", "Cyngor Sir Ynys Môn", "水"]
    slugs = [actions.create_organisation(name=name).slug for name in names]
    assert slugs == ["ambridge", "ambridge-2", "setup-2", "cyngor-sir-ynys-mon", "council"]
