"""Signing in and out, forgotten passwords, the outbox, languages and navigation."""

import re
from urllib.parse import urlencode

import pytest
from django.core import mail

from manyhands.people import actions, queries
from manyhands.people.models import Person, User
from manyhands.people.types import Role

from .factories import PASSWORD, council

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings, data_folder):
    """Mail goes to a folder, as it does without a mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = data_folder / "outbox"
    return settings.EMAIL_FILE_PATH


def test_signs_in_and_out(client, lee):
    home = f"/{lee.organisation.slug}/people/me"
    assert client.get(home).headers["Location"] == f"/accounts/login/?next={home}"
    answer = client.post(f"/accounts/login/?next={home}", {"login": "LEE@ambridge.example", "password": PASSWORD})
    asked = answer.headers["Location"]  # an administrator, who is asked for a second factor on the way
    assert asked == f"/accounts/second-factor?{urlencode({'next': home})}"
    assert client.get(home).status_code == 200
    client.post("/accounts/logout/")
    assert client.get(home).status_code == 302


def test_wrong_passwords_let_nobody_in_and_run_out(client, lee):
    answers = [
        client.post("/accounts/login/", {"login": lee.email, "password": f"wrong {n}"}).content for n in range(12)
    ]
    assert "_auth_user_id" not in client.session
    assert answers[0] != answers[-1]
    client.post("/accounts/login/", {"login": lee.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_themselves(client, lee):
    client.post("/accounts/signup/", {"email": "new@x.example", "password1": PASSWORD})
    assert not User.objects.filter(email="new@x.example").exists()


def test_a_forgotten_password_is_chosen_anew_by_a_link_in_the_outbox(client, lee, outbox):
    ann = actions.invite(
        organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.MEMBER], by=lee.pk
    )
    client.post("/accounts/password/reset/", {"email": ann.email})
    client.force_login(lee.user)
    page = client.get(f"/{lee.organisation.slug}/people/outbox").content.decode()
    (link,) = set(re.findall(r"/accounts/password/reset/key/[^\s<]+", page))
    client.logout()
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "a quite different one", "password2": "a quite different one"}
    )
    assert User.objects.get(pk=ann.user_id).check_password("a quite different one")


class TestOutbox:
    def send(self, *to, text="Hello"):
        mail.send_mail("A subject", text, None, to)

    def seen(self, client, person):
        client.force_login(person.user)
        return client.get(f"/{person.organisation.slug}/people/outbox").content.decode()

    def test_shows_mail_with_its_text_escaped(self, client, lee, outbox):
        self.send(lee.email, text="Read <b>this</b>, ŵ")
        page = self.seen(client, lee)
        assert "A subject" in page
        assert "Read &lt;b&gt;this&lt;/b&gt;, ŵ" in page

    def test_shows_nobody_elses(self, client, lee, outbox):
        brian = council("Borchester Council", "brian@borchester.example")
        self.send(brian.email, text="secret link")
        self.send(lee.email, brian.email, text="secret link")
        self.send("stranger@x.example", text="secret link")
        assert "secret link" not in self.seen(client, lee)

    def test_shows_neither_organisation_mail_to_somebody_of_both(self, client, lee, outbox):
        brian = council("Borchester Council", "brian@borchester.example")
        actions.invite(organisation=lee.organisation, name="B", email=brian.email, roles=[Role.MEMBER], by=lee.pk)
        self.send(brian.email, text="secret link")
        assert "secret link" not in self.seen(client, lee)
        assert "secret link" not in self.seen(client, Person.objects.get(pk=brian.pk))

    def test_is_for_administrators(self, client, lee, outbox):
        ann = actions.invite(
            organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.DIGITAL_LEAD], by=lee.pk
        )
        client.force_login(ann.user)
        assert client.get(f"/{lee.organisation.slug}/people/outbox").status_code == 404
        assert client.get("/outbox").status_code == 404

    def test_has_a_short_address(self, client, lee):
        assert client.get("/outbox").headers["Location"] == "/accounts/login/?next=/outbox"
        client.force_login(lee.user)
        assert client.get("/outbox").headers["Location"] == f"/{lee.organisation.slug}/people/outbox"


class TestLanguage:
    def test_the_persons_own_before_the_organisations(self, client, lee):
        client.force_login(lee.user)
        address = f"/{lee.organisation.slug}/people/me"
        assert client.get(address).headers["Content-Language"].startswith("en")
        lee.organisation.language = "cy"
        lee.organisation.save()
        assert client.get(address).headers["Content-Language"] == "cy"
        client.post("/i18n/setlang/", {"language": "en", "next": address})
        assert User.objects.get(pk=lee.user_id).language == "en"
        assert client.get(address).headers["Content-Language"] == "en"
        client.cookies.clear()
        client.force_login(User.objects.get(pk=lee.user_id))
        assert client.get(address).headers["Content-Language"] == "en"

    def test_of_somebody_not_signed_in_is_kept_in_the_browser(self, client, lee):
        client.post("/i18n/setlang/", {"language": "cy", "next": "/accounts/login/"})
        assert client.get("/accounts/login/").headers["Content-Language"] == "cy"

    def test_no_other(self, client, lee):
        client.force_login(lee.user)
        client.post("/i18n/setlang/", {"language": "xx", "next": "/"})
        assert User.objects.get(pk=lee.user_id).language == ""

    def test_leads_nowhere_else(self, client, lee):
        answer = client.post("/i18n/setlang/", {"language": "cy", "next": "https://elsewhere.example/"})
        assert answer.headers["Location"] == "/"


class TestNavigation:
    def entries(self, client, person, path="people/"):
        client.force_login(person.user)
        from bs4 import BeautifulSoup

        page = BeautifulSoup(client.get(f"/{person.organisation.slug}/{path}").content, "html.parser")
        items = page.select(".govuk-service-navigation__item")
        return {item.get_text(strip=True): "active" in " ".join(item["class"]) for item in items}

    def test_lists_what_the_person_may_open(self, client, lee):
        ann = actions.invite(
            organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.MEMBER], by=lee.pk
        )
        assert {"People", "Your data"} <= set(self.entries(client, lee))
        mine = self.entries(client, ann, "people/me")
        assert "Your data" in mine
        assert "People" not in mine

    def test_says_where_one_is(self, client, lee):
        assert self.entries(client, lee)["People"]
        assert not self.entries(client, lee)["Your data"]
        assert self.entries(client, lee, "people/services")["People"]
        inside = self.entries(client, lee, "people/me")
        assert (inside["Your data"], inside["People"]) == (True, False)


def test_who_is_behind_a_persona_is_written_down_first(lee):
    from manyhands.people.errors import NotPossible
    from manyhands.people.models import AuditEvent

    persona = queries.own_persona(lee.user, lee.organisation)
    before = AuditEvent.objects.count()
    with pytest.raises(NotPossible):
        queries.person_behind(persona, by=lee.pk, purpose=" ")
    assert AuditEvent.objects.count() == before
    assert queries.person_behind(persona, by=lee.pk, purpose="A complaint") == lee
    event = AuditEvent.objects.get(verb="person_behind")
    assert (event.by, event.object, event.purpose) == (str(lee.pk), persona.pk.urn, "A complaint")


def test_every_organisation_has_one_system_persona(lee):
    system = queries.system_persona(lee.organisation)
    assert (system.is_system, system.organisation) == (True, lee.organisation)
    assert queries.person_behind(system, by=lee.pk, purpose="Why not") is None
