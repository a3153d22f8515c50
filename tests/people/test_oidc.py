"""An organisation's own sign-in, by a real provider with Entra-shaped claims: who gets in, as whom, and who never."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken

from manyhands.people import actions, queries
from manyhands.people.models import AuditEvent, Invitation, Person, SignInProvider, User
from manyhands.people.rules.invitees import Invitee
from manyhands.people.types import Kind, Role
from tests.peers import oidc

from .factories import PASSWORD, Account, bring, council

pytestmark = pytest.mark.django_db

TENANT, OTHER = "11111111-aaaa-4bbb-8ccc-000000000001", "22222222-aaaa-4bbb-8ccc-000000000002"
KEY = "ambridge-0000"
CALLBACK = f"http://localhost/accounts/oidc/{KEY}/login/callback/"


def entra(login, tenant=TENANT, **claims):
    """What Entra says of somebody: no `email_verified`, and perhaps no `email`."""
    return {"oid": f"oid-{login}", "tid": tenant, "preferred_username": f"{login}@ambridge.example", **claims}


CLAIMS = {
    "verified": entra("verified", email="ann@ambridge.example", email_verified=True, name="Ann Black"),
    "edov": entra("edov", email="ann@ambridge.example", xms_edov=True, name="Ann Black"),
    "unverified": entra("unverified", email="ann@ambridge.example", name="Ann Black"),
    "false": entra("false", email="ann@ambridge.example", email_verified=False),
    "no-address": entra("no-address", name="Nan Grey"),
    "ann": {"oid": "o", "tid": TENANT, "preferred_username": "ann@ambridge.example"},  # looks like Ann's address
    "elsewhere": entra("elsewhere", tenant=OTHER, email="ann@ambridge.example", email_verified=True),
    "lee": entra("lee", email="lee@ambridge.example", email_verified=True),
    "brian": entra("brian", email="brian@borchester.example", email_verified=True),
}


@pytest.fixture(scope="module")
def peer():
    try:
        found = oidc.start(CLAIMS, [CALLBACK])
    except RuntimeError as error:
        pytest.skip(str(error))
    yield found
    found.stop()


@pytest.fixture
def provider(peer, lee, settings):
    settings.MANYHANDS_SIGN_IN_HOSTS = [peer.host]
    made = actions.keep_sign_in_provider(
        organisation=lee.organisation,
        name="Ambridge account",
        issuer=peer.url,
        client_id=oidc.CLIENT,
        secret=oidc.SECRET,
        tenant=TENANT,
        by=lee.pk,
    )
    SignInProvider.objects.filter(pk=made.pk).update(key=KEY)
    made.refresh_from_db()
    return made


@pytest.fixture
def arrive(client, peer, provider):
    """Signs in at the provider as a login, and comes back here."""
    client.defaults["SERVER_NAME"] = "localhost"

    def go(login, process=""):
        page = client.post(f"/accounts/oidc/{KEY}/login/{process}").content.decode()
        (to,) = set(re.findall(r'href="(http://127[^"]+)"', page))
        back = peer.sign_in(unescape(to), login, CALLBACK)
        return client.get(back.removeprefix("http://localhost"))

    return go


def who(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


@pytest.fixture
def invited(lee):
    """Ann, who has an invitation and no way in yet."""
    return actions.invite(
        organisation=lee.organisation, name="Ann", email="ann@ambridge.example", roles=[Role.MEMBER], by=lee.pk
    )


class TestConversation:
    def test_leaves_by_a_page_with_pkce_and_state(self, client, provider):
        answer = client.post(f"/accounts/oidc/{KEY}/login/", SERVER_NAME="localhost")
        assert answer.status_code == 200  # no redirect: the policy lets no form be sent elsewhere
        page = unescape(answer.content.decode())
        assert 'http-equiv="refresh"' in page
        assert "code_challenge_method=S256" in page
        assert re.search(r"[?&]state=\w{10,}", page)

    def test_looking_at_the_address_starts_nothing(self, client, provider):
        assert "Go on" in client.get(f"/accounts/oidc/{KEY}/login/").content.decode()

    def test_an_unknown_or_hidden_provider_is_not_there(self, client, provider):
        SignInProvider.objects.update(is_on=False)
        assert client.get(f"/accounts/oidc/{KEY}/login/").status_code == 404
        assert client.get("/accounts/oidc/no-such/login/").status_code == 404
        assert "Ambridge account" not in client.get("/accounts/login/").content.decode()

    def test_a_code_without_the_state_of_this_browser_opens_nothing(self, client, arrive, peer, invited):
        page = client.post(f"/accounts/oidc/{KEY}/login/").content.decode()
        (to,) = set(re.findall(r'href="(http://127[^"]+)"', page))
        back = peer.sign_in(unescape(to), "verified", CALLBACK).removeprefix("http://localhost")
        client.cookies.clear()
        answer = client.get(back)
        assert "did not work" in answer.content.decode()
        assert who(client) is None

    def test_a_provider_that_does_not_answer_is_said(self, client, provider):
        SignInProvider.objects.update(issuer="http://127.0.0.1:9")
        answer = client.post(f"/accounts/oidc/{KEY}/login/", SERVER_NAME="localhost")
        assert "did not work" in answer.content.decode()

    def test_hosts_inside_are_asked_only_where_the_operator_named_them(self, client, provider, settings):
        settings.MANYHANDS_SIGN_IN_HOSTS = []
        answer = client.post(f"/accounts/oidc/{KEY}/login/", SERVER_NAME="localhost")
        assert "did not work" in answer.content.decode()

    def test_tokens_are_not_kept_and_claims_hardly(self, client, arrive, invited):
        arrive("verified")
        assert not SocialToken.objects.exists()
        assert set(SocialAccount.objects.get().extra_data["id_token"]) == {"sub", "oid", "tid", "preferred_username"}


class TestWhoGetsIn:
    @pytest.mark.parametrize("login", ["verified", "edov"])
    def test_an_invitation_is_found_by_a_verified_address(self, client, arrive, invited, login):
        arrive(login)
        assert who(client) == invited.user
        assert client.get(f"/{invited.organisation.slug}/people/me").status_code == 200

    def test_an_invitation_from_a_list_is_taken_up_by_a_verified_address(self, client, arrive, lee):
        people = [Invitee(1, "", "ann@ambridge.example", kind="councillor")]
        actions.invite_all(organisation=lee.organisation, people=people, by=lee.pk)
        assert arrive("unverified").status_code == 403
        arrive("verified")
        person = Person.objects.get(organisation=lee.organisation, email="ann@ambridge.example")
        assert who(client) == person.user
        (invitation,) = Invitation.objects.all()
        assert (invitation.person, queries.link_state(invitation)) == (person, queries.Link.USED)
        assert (person.kind, [each.role for each in person.grants.all()]) == (Kind.COUNCILLOR, [Role.COUNCILLOR])

    @pytest.mark.parametrize("login", ["unverified", "false", "ann", "no-address"])
    def test_an_unverified_address_finds_none(self, client, arrive, invited, login):
        answer = arrive(login)
        assert answer.status_code == 403
        assert "not invited yet" in answer.content.decode()
        assert who(client) is None
        assert not SocialAccount.objects.exists()

    @pytest.mark.parametrize("login", ["verified", "edov", "unverified", "ann"])
    def test_nobody_takes_an_account_over_that_has_a_way_in(self, client, arrive, invited, login):
        invited.user.set_password(PASSWORD)
        invited.user.save()
        answer = arrive(login)
        assert answer.status_code == 403
        assert who(client) is None
        assert not SocialAccount.objects.exists()

    def test_another_tenant_is_turned_away(self, client, arrive, invited, provider):
        SignInProvider.objects.update(anyone_joins=True)
        answer = arrive("elsewhere")
        assert answer.status_code == 403
        assert "another organisation" in answer.content.decode()
        assert who(client) is None

    def test_nobody_joins_unless_the_organisation_says_so(self, client, arrive):
        assert arrive("verified").status_code == 403
        assert not User.objects.filter(email="ann@ambridge.example").exists()

    def test_everybody_of_the_tenant_joins_where_it_says_so(self, client, arrive, provider):
        SignInProvider.objects.update(anyone_joins=True)
        arrive("verified")
        person = Person.objects.get(user=who(client))
        assert (person.name, person.email) == ("Ann Black", "ann@ambridge.example")
        assert queries.roles_of(person) == [Role.MEMBER]
        assert EmailAddress.objects.get(user=person.user).verified
        assert AuditEvent.objects.filter(verb="join", object=person.pk.urn).exists()

    def test_an_unverified_address_is_not_kept_so_a_later_invitation_is_not_theirs(self, client, arrive, lee):
        SignInProvider.objects.update(anyone_joins=True)
        bring(lee.organisation, [Account("1", "x", "Somebody without an address")])
        arrive("unverified")
        person = Person.objects.get(user=who(client))
        assert person.email == ""
        assert person.name == "Ann Black"
        assert person.user.email.endswith("@no-address.invalid")
        later = actions.invite(
            organisation=lee.organisation,
            name="Ann",
            email="ann@ambridge.example",
            roles=[Role.ADMINISTRATOR],
            by=lee.pk,
        )
        assert later.user != person.user

    def test_the_second_time_they_are_the_same_whatever_the_address_says(self, client, arrive, invited, peer):
        arrive("verified")
        client.logout()
        invited.user.email = "ann.new@ambridge.example"
        invited.user.save()
        arrive("verified")
        assert who(client) == invited.user

    def test_one_organisation_opens_no_other(self, client, arrive, lee, invited):
        """Ambridge's provider says who is who at Ambridge. Brian of Borchester is not its to say."""
        SignInProvider.objects.update(anyone_joins=True)
        brian = council("Borchester Council", "brian@borchester.example")
        assert arrive("brian").status_code == 403
        assert who(client) is None
        # Nor when somebody of Ambridge joins Borchester too, after the provider was connected.
        arrive("verified")
        client.logout()
        actions.invite(
            organisation=brian.organisation, name="Ann", email="ann@ambridge.example", roles=[Role.MEMBER], by=brian.pk
        )
        assert arrive("verified").status_code == 403
        assert who(client) is None

    def test_another_issuer_knows_nobody(self, client, arrive, invited, provider, lee):
        """An administrator who points the sign-in at a provider of their own becomes nobody by it."""
        arrive("verified")
        changed = actions.keep_sign_in_provider(
            organisation=lee.organisation,
            provider=provider,
            name="Mine",
            issuer="https://evil.example",
            client_id="x",
            by=lee.pk,
        )
        assert changed.key != KEY
        assert not SocialAccount.objects.exists()


def connect(client, arrive, user):
    """Lee signs in by password, shows once more that it is him, and connects the provider."""
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return arrive("lee", "?process=connect")


class TestConnecting:
    def test_not_without_showing_once_more_who_one_is(self, client, arrive, lee):
        client.post("/accounts/login/", {"login": lee.email, "password": PASSWORD})
        assert arrive("lee", "?process=connect").headers["Location"] == "/accounts/reauthenticate/"
        assert not SocialAccount.objects.exists()

    def test_whoever_has_a_way_in_connects_it_signed_in(self, client, arrive, lee):
        answer = connect(client, arrive, lee.user)
        assert answer.headers["Location"] == "/accounts/3rdparty/"
        assert SocialAccount.objects.get().user == lee.user
        assert "lee@ambridge.example" in client.get("/accounts/3rdparty/").content.decode()
        client.logout()
        arrive("lee")
        assert who(client) == lee.user

    def test_the_second_factor_is_asked_for_all_the_same(self, client, arrive, lee):
        connect(client, arrive, lee.user)
        client.logout()
        TOTP.activate(lee.user, "JBSWY3DPEHPK3PXP")
        answer = arrive("lee")
        assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
        assert who(client) is None

    def test_a_pseudonym_is_not_reached_by_whoever_runs_the_sign_in(self, client, arrive, invited):
        """The employer's provider says that it is Ann: without Ann's own passkey or app nobody sees her pseudonyms."""
        arrive("verified")
        Authenticator.objects.create(user=invited.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        actions.take_pseudonym(person=invited, name="Owl")
        client.logout()
        arrive("verified")
        answer = client.get(f"/{invited.organisation.slug}/people/personas")
        assert answer.status_code == 302
        assert "/accounts/" in answer.headers["Location"]


class TestSettingItUp:
    def test_by_the_administrators_page(self, visit, lee):
        data = {
            "name": "Ambridge account",
            "issuer": "https://login.microsoftonline.com/x/v2.0/",
            "client_id": "the-client",
            "secret": "hush-hush",
            "tenant": TENANT,
            "is_on": "on",
        }
        answer = visit("sign-in/new", data)
        made = SignInProvider.objects.get()
        assert answer.headers["Location"].endswith(f"/sign-in/{made.pk}")
        assert "hush-hush" not in made.secret
        assert queries.secret_of(made) == "hush-hush"
        page = visit(f"sign-in/{made.pk}").content.decode()
        assert "hush-hush" not in page
        assert f"/accounts/oidc/{made.key}/login/callback/" in page
        visit(f"sign-in/{made.pk}", data | {"secret": "", "name": "Work account"})
        made.refresh_from_db()
        assert (made.name, queries.secret_of(made)) == ("Work account", "hush-hush")
        assert "hush-hush" not in str(list(AuditEvent.objects.values()))
        visit(f"sign-in/{made.pk}/remove", {})
        assert SignInProvider.objects.exists()
        visit(f"sign-in/{made.pk}/remove", {"confirmed": "yes"})
        assert not SignInProvider.objects.exists()

    @pytest.mark.parametrize(
        "issuer", ["http://login.example", "login", "https://u:p@x.example", "javascript:1", "https://"]
    )
    def test_addresses_that_are_none_are_refused(self, visit, issuer):
        answer = visit("sign-in/new", {"name": "x", "issuer": issuer, "client_id": "x"})
        assert answer.status_code == 422
        assert not SignInProvider.objects.exists()

    def test_not_everybody_with_a_microsoft_account(self, visit):
        data = {
            "name": "x",
            "issuer": "https://login.microsoftonline.com/common/v2.0",
            "client_id": "x",
            "anyone_joins": "on",
        }
        assert visit("sign-in/new", data).status_code == 422

    def test_a_lost_key_is_said(self, visit, lee, settings):
        visit("sign-in/new", {"name": "x", "issuer": "https://x.example", "client_id": "x", "secret": "hush"})
        settings.SECRET_KEY = "another"
        made = SignInProvider.objects.get()
        assert queries.secret_of(made) is None
