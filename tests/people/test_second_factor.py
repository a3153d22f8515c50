"""Two-factor: apps, recovery codes, who has to have one and from when, and where one is signed in."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup
from django.core import mail

from manyhands.core import clock
from manyhands.people import actions, queries
from manyhands.people.models import Grant
from manyhands.people.types import Role

from .factories import PASSWORD, factor, member, url

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
AGO = timedelta(days=8)


def code(secret=SECRET):
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def sign_in(client, person, then=""):
    return client.post(f"/accounts/login/{then}", {"login": person.user.email, "password": PASSWORD})


def confirm(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


class TestRequired:
    def test_whoever_sets_a_hub_up_starts_at_once(self, visit):
        assert visit("access").status_code == 200

    def test_is_asked_at_each_sign_in_with_a_way_past_it_for_a_week(self, client, lee):
        answer = sign_in(client, lee, f"?next={url(lee, 'me')}")
        asked = answer.headers["Location"]
        assert asked.startswith("/accounts/second-factor")
        page = BeautifulSoup(client.get(asked).content, "html.parser")
        assert page.find("a", string="Later")["href"] == url(lee, "me")

    def test_after_a_week_adds_one_before_anything_else(self, client, lee):
        Grant.objects.update(granted=clock.now() - AGO)
        sign_in(client, lee)
        for path in ("me", "access", "personas"):
            assert client.get(url(lee, path)).headers["Location"] == "/accounts/second-factor"
        page = client.get("/accounts/second-factor").content.decode()
        assert "Everything else waits" in page
        assert "Later" not in page
        confirm(client)
        page = BeautifulSoup(client.get("/accounts/2fa/totp/activate/").content, "html.parser")
        secret = page.find("code").text
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
        assert answer.status_code == 302
        assert client.get(url(lee, "access")).status_code == 200

    def test_members_are_not_asked(self, client, organisation):
        ann = member(organisation)
        Authenticator.objects.all().delete()
        Grant.objects.update(granted=clock.now() - AGO)
        answer = sign_in(client, ann, f"?next={url(ann, 'me')}")
        assert answer.headers["Location"] == url(ann, "me")
        assert client.get(url(ann, "me")).status_code == 200

    def test_a_new_administrator_is_asked_from_then_on(self, client, organisation, lee):
        ann = member(organisation)
        Authenticator.objects.all().delete()
        client.force_login(ann.user)
        assert client.get(url(ann, "me")).status_code == 200
        actions.grant(organisation=organisation.pk, role=Role.ADMINISTRATOR, person=ann, by=lee.pk)
        assert client.get(url(ann, "access")).status_code == 200
        Grant.objects.update(granted=clock.now() - AGO)
        client.logout()
        client.force_login(ann.user)
        assert client.get(url(ann, "access")).status_code == 302

    def test_a_demonstration_is_looked_around_without(self, client, lee):
        Grant.objects.update(granted=clock.now() - AGO)
        lee.organisation.is_demonstration = True
        lee.organisation.save()
        client.force_login(lee.user)
        assert client.get(url(lee, "me")).status_code == 200

    def test_the_last_one_cannot_be_removed_by_whoever_needs_it(self, client, lee):
        Grant.objects.update(granted=clock.now() - AGO)
        TOTP.activate(lee.user, SECRET)
        client.force_login(lee.user)
        confirm(client)
        client.post("/accounts/2fa/totp/deactivate/")
        assert queries.has_second_factor(lee.user)

    def test_nor_by_whoever_has_a_pseudonym(self, client, organisation):
        ann = member(organisation)
        Authenticator.objects.all().delete()
        TOTP.activate(ann.user, SECRET)
        owl = actions.take_pseudonym(person=ann, name="Owl")
        client.force_login(ann.user)
        confirm(client)
        client.post("/accounts/2fa/totp/deactivate/")
        assert queries.has_second_factor(ann.user)
        actions.give_up_pseudonym(person=ann, persona=owl)
        client.post("/accounts/2fa/totp/deactivate/")
        assert not queries.has_second_factor(ann.user)


class TestSigningIn:
    @pytest.fixture
    def ann(self, organisation):
        person = member(organisation)
        Authenticator.objects.all().delete()
        return person

    @pytest.mark.django_db(transaction=True)  # it is told once it is kept
    def test_an_app_is_added_then_its_code_is_asked_for(self, client, ann):
        sign_in(client, ann)
        assert client.get("/accounts/2fa/totp/activate/").status_code == 302  # first the password again
        confirm(client)
        page = BeautifulSoup(client.get("/accounts/2fa/totp/activate/").content, "html.parser")
        assert page.find("img", class_="mh-qr")["src"].startswith("data:image/svg+xml")
        client.post("/accounts/2fa/totp/activate/", {"code": code(page.find("code").text)})
        kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
        assert page.find("code").text not in str(kept.data)  # sealed
        told = [each.subject for each in mail.outbox if each.to == [ann.user.email]]
        assert any("Authenticator" in subject for subject in told), told
        client.logout()
        assert sign_in(client, ann).headers["Location"] == "/accounts/2fa/authenticate/"
        assert "_auth_user_id" not in client.session
        assert client.get(url(ann, "me")).status_code == 302

    def test_a_wrong_code_lets_nobody_in_and_tries_run_out(self, client, ann):
        TOTP.activate(ann.user, SECRET)
        sign_in(client, ann)
        answers = [client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"}).content.decode() for n in range(8)]
        assert "_auth_user_id" not in client.session
        assert answers[0] != answers[-1]

    def test_a_right_code_does_once(self, client, ann):
        TOTP.activate(ann.user, SECRET)
        sign_in(client, ann)
        now = code()
        client.post("/accounts/2fa/authenticate/", {"code": now})
        assert client.session["_auth_user_id"]
        client.logout()
        sign_in(client, ann)
        client.post("/accounts/2fa/authenticate/", {"code": now})
        assert "_auth_user_id" not in client.session

    def test_after_the_hubs_key_changed_no_code_is_right(self, client, ann, settings):
        """Neither the old secret's nor an empty one's."""
        TOTP.activate(ann.user, SECRET)
        settings.SECRET_KEY = "another, of fifty characters and a few more than that"
        sign_in(client, ann)
        for secret in (SECRET, ""):
            client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
            assert "_auth_user_id" not in client.session

    def test_recovery_codes_are_shown_to_who_confirmed_and_each_works_once(self, client, ann):
        sign_in(client, ann)
        confirm(client)
        page = BeautifulSoup(client.get("/accounts/2fa/totp/activate/").content, "html.parser")
        client.post("/accounts/2fa/totp/activate/", {"code": code(page.find("code").text)})
        page = BeautifulSoup(client.get("/accounts/2fa/recovery-codes/").content, "html.parser")
        codes = [each.text for each in page.select(".mh-codes code")]
        assert len(codes) == 10
        assert client.get("/accounts/2fa/recovery-codes/download/").content.decode().count(codes[0]) == 1
        for turn, right in ((0, True), (1, False)):
            client.logout()
            sign_in(client, ann)
            client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
            assert ("_auth_user_id" in client.session) is right, turn

    def test_a_new_password_by_mail_does_not_get_past_it(self, client, ann):
        """Whoever reads the mail, such as an employer, is still asked for the second factor."""
        factor(ann.user)
        mail.outbox.clear()
        client.post("/accounts/password/reset/", {"email": ann.user.email})
        ann.user.set_password("as if the link had been used")
        ann.user.save()
        answer = client.post("/accounts/login/", {"login": ann.user.email, "password": "as if the link had been used"})
        assert answer.headers["Location"] == "/accounts/2fa/authenticate/"


class TestPages:
    PATHS = (
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/",
        "/accounts/3rdparty/",
        "/accounts/sessions/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
    )

    def test_all_are_ours_and_keep_to_the_policy(self, client, lee):
        sign_in(client, lee)
        confirm(client)
        for path in self.PATHS:
            answer = client.get(path)
            assert answer.status_code == 200, path
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy
            page = BeautifulSoup(answer.content, "html.parser")
            assert page.find(class_="mh-header"), path
            assert not page.find(style=True), path
            assert all(script.get("src") or script.get("nonce") for script in page.find_all("script")), path

    def test_the_sign_in_page_lists_the_ways(self, client, lee):
        page = client.get("/accounts/login/").content.decode()
        for words in ("Sign in with a passkey", "With your password", "forgotten my password"):
            assert words in page

    def test_nobody_is_told_that_signing_up_is_open(self, client, lee):
        assert client.get("/accounts/3rdparty/signup/").status_code == 302
        assert client.post("/accounts/signup/", {"email": "a@b.example", "password1": PASSWORD}).status_code == 200


class TestWhereOneIsSignedIn:
    def test_lists_and_signs_out_everywhere_else(self, client, lee):
        from django.test import Client

        other = Client()
        sign_in(client, lee)
        sign_in(other, lee)
        assert "You are signed in at 2 places" in client.get("/accounts/sessions/").content.decode()
        client.post("/accounts/sessions/")
        assert other.get(url(lee, "me")).status_code == 302
        assert client.get(url(lee, "me")).status_code == 200
        assert UserSession.objects.count() == 1

    def test_a_new_password_signs_out_everywhere_else_and_is_told(self, client, lee):
        from django.test import Client

        other = Client()
        sign_in(client, lee)
        sign_in(other, lee)
        mail.outbox.clear()
        new = "a quite different one"
        client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert other.get(url(lee, "me")).status_code == 302
        assert client.get(url(lee, "me")).status_code == 200
        assert [each.to for each in mail.outbox] == [[lee.user.email]]

    def test_nobody_sees_anothers(self, client, lee, organisation):
        ann = member(organisation)
        Authenticator.objects.all().delete()
        sign_in(client, lee)
        client.logout()
        sign_in(client, ann)
        assert "You are signed in here only" in client.get("/accounts/sessions/").content.decode()


def test_ones_own_data_say_how_one_signs_in_without_secrets(client, lee):
    TOTP.activate(lee.user, SECRET)
    client.force_login(lee.user)
    held = client.get(url(lee, "me.json")).json()["sign_in"]
    assert held["addresses"] == [{"email": lee.user.email, "confirmed": False}]
    assert [each["kind"] for each in held["second_factors"]] == ["totp"]
    assert SECRET not in str(held)
    assert "sign_in" not in queries.export(lee)
