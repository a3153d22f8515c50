"""Joining with a link: once, as whoever it is for; old, passed-on and broken links let nobody in."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail as outbox

from manyhands.core import clock, registry
from manyhands.people import actions, queries
from manyhands.people.errors import NotPossible
from manyhands.people.models import AuditEvent, Invitation, Membership, Person, Persona, Profile, User
from manyhands.people.rules.invitees import Invitee
from manyhands.people.types import InvitationState, Kind, Role, Verb

from .factories import PASSWORD, Account, bring, council

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Ann Smith",
    "password": PASSWORD,
    "language": "cy",
    "listed": "yes",
    "appear": "name",
    "knows": "Leaflets",
    "wants": "Maps",
}


@pytest.fixture(autouse=True)
def _letters_go_out_at_once(monkeypatch):
    monkeypatch.setattr(registry, "letters", [])


@pytest.fixture
def invitation(lee):
    actions.invite_all(organisation=lee.organisation, people=[Invitee(1, "Ann", "ann@x.example")], by=lee.pk)
    return Invitation.objects.get()


@pytest.fixture
def link(invitation):
    return queries.link_of(invitation).removeprefix("http://localhost:8000")


def text(response):
    return BeautifulSoup(response.content, "html.parser").find("main").get_text(" ", strip=True)


def expire(invitation):
    before = clock.now() - timedelta(days=1)
    Invitation.objects.filter(pk=invitation.pk).update(expires=before, sent=before)


class TestJoining:
    def test_lands_signed_in_where_a_first_step_waits(self, client, lee, link, monkeypatch):
        step = registry.FirstStep(1, "Somebody asks: who has a map?", "Answer it", "/somewhere/")
        monkeypatch.setattr(registry, "first_steps", [lambda person: [step]])
        assert "ann@x.example" in text(client.get(link))
        answer = client.post(link, SAID, follow=True)
        assert answer.redirect_chain == [(f"/{lee.organisation.slug}/", 302)]
        page = BeautifulSoup(answer.content, "html.parser")
        assert "Somebody asks: who has a map?" in page.find("main").get_text()
        assert page.find("a", href="/somewhere/").get_text(strip=True) == "Answer it"

    def test_who_said_nothing_is_asked_for_a_line(self, client, lee, link):
        answer = client.post(link, {**SAID, "knows": "", "wants": "", "language": "en"}, follow=True)
        assert "Say what you know" in text(answer)
        person = Person.objects.get(email="ann@x.example")
        persona = queries.own_persona(person.user, lee.organisation)
        actions.keep_profile(persona=persona, listed=True, shown=["knows"], words={"knows": "Leaflets"})
        assert not queries.say_what_you_know(person)

    @pytest.mark.parametrize(
        ("kind", "role"),
        [(Kind.COUNCILLOR, Role.COUNCILLOR), (Kind.PEER, Role.MEMBER), (Kind.STAFF, Role.MEMBER)],
    )
    def test_joins_as_what_they_were_invited_as(self, lee, kind, role):
        actions.invite_all(organisation=lee.organisation, people=[Invitee(1, "B", "b@x.example", "", kind)], by=lee.pk)
        person = actions.join(invitation=Invitation.objects.get(), name="B", password=PASSWORD)
        person.refresh_from_db()
        assert person.kind == kind
        assert person.kind_chosen == (kind != Kind.STAFF)
        assert list(person.grants.values_list("role", flat=True)) == [role]

    @pytest.mark.parametrize(
        ("known", "invited", "then"),
        [
            (Kind.COUNCILLOR, Kind.STAFF, Kind.COUNCILLOR),  # nobody need have chosen colleague
            (Kind.UNKNOWN, Kind.STAFF, Kind.STAFF),
            (Kind.STAFF, Kind.PEER, Kind.PEER),
        ],
    )
    def test_a_kind_that_was_guessed_before(self, lee, known, invited, then):
        Person.objects.create(organisation=lee.organisation, email="b@x.example", kind=known)
        people = [Invitee(1, "B", "b@x.example", "", invited)]
        actions.invite_all(organisation=lee.organisation, people=people, by=lee.pk)
        actions.join(invitation=Invitation.objects.get(), name="B", password=PASSWORD)
        assert Person.objects.get(email="b@x.example").kind == then

    def test_keeps_what_they_said(self, client, lee, invitation, link):
        service = actions.add_service(organisation=lee.organisation, name="Libraries", by=lee.pk)
        client.post(link, {**SAID, "service": service.pk.hex})
        user = User.objects.get(email="ann@x.example")
        assert (user.language, user.check_password(PASSWORD)) == ("cy", True)
        assert user.emailaddress_set.get().verified
        person = Person.objects.get(user=user)
        persona = queries.own_persona(user, lee.organisation)
        assert (person.name, persona.name) == ("Ann Smith", "Ann Smith")
        assert Membership.objects.get(person=person).service == service
        profile = Profile.objects.get(persona=persona)
        assert (profile.knows, profile.wants, profile.listed) == ("Leaflets", "Maps", True)
        assert queries.roles_of(person) == [Role.MEMBER]
        assert queries.may(person, Verb.TAKE_PART, lee.organisation)
        assert AuditEvent.objects.filter(verb="join", by=str(persona.pk)).exists()
        invitation.refresh_from_db()
        assert invitation.person == person

    def test_under_a_pseudonym_shows_the_name_to_nobody(self, client, visit, lee, link):
        client.logout()
        answer = client.post(link, {**SAID, "language": "en", "appear": "pseudonym"})
        assert answer.headers["Location"] == f"/{lee.organisation.slug}/people/personas"
        persona = Persona.objects.get(name="Ann Smith")
        assert persona.is_quiet
        client.force_login(lee.user)
        assert "Ann Smith" not in visit("directory").soup.find("main").get_text()
        assert client.get(f"/{lee.organisation.slug}/people/profiles/{persona.pk}").status_code == 404

    def test_is_told_to_the_other_rooms(self, client, link, monkeypatch):
        told = []
        monkeypatch.setattr(registry, "joined", [told.append])
        client.post(link, SAID)
        (joined,) = told
        assert joined.actor == Persona.objects.get(name="Ann Smith").actor

    def test_is_an_activity_in_the_ledger(self, client, lee, link):
        from manyhands.ledger.models import Activity

        client.post(link, SAID)
        actor = Persona.objects.get(name="Ann Smith").actor
        (joined,) = Activity.objects.filter(stream__organisation=lee.organisation_id, actor=actor)
        assert (joined.type, joined.contributing) == ("Join", False)

    def test_somebody_known_from_activity_is_the_same_person(self, client, lee, link):
        bring(lee.organisation, [Account("1", "ann", "Ann", "ann@x.example", service="Parks")])
        client.post(link, SAID)
        person = Person.objects.get(email="ann@x.example")
        assert person.identities.count() >= 1
        assert [each["service"] for each in queries.memberships_of(person)] == ["Parks"]

    def test_somebody_let_in_with_roles_keeps_them(self, client, lee):
        ann = actions.invite(
            organisation=lee.organisation, name="Ann", email="a@x.example", roles=[Role.APPROVER], by=lee.pk
        )
        client.post(queries.link_of(Invitation.objects.get(person=ann)), SAID)
        assert queries.roles_of(Person.objects.get(pk=ann.pk)) == [Role.APPROVER]

    def test_the_address_hears_of_it(self, client, lee, link, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(link, SAID)
        (letter,) = outbox.outbox
        assert letter.to == ["ann@x.example"]
        assert "If that was not you" in letter.body

    def test_looking_at_the_link_changes_nothing(self, client, invitation, link):
        for _ in range(3):
            assert client.get(link).status_code == 200
            assert client.head(link).status_code == 200
        assert queries.link_state(invitation) == queries.Link.OPEN
        assert not User.objects.filter(email="ann@x.example").exists()

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": " "}, "Enter your name"),
            ({"password": "short"}, "too short"),
            ({"password": "ann@x.example"}, "too similar"),
            ({"listed": ""}, "Choose whether colleagues may find you"),
        ],
    )
    def test_says_what_is_missing(self, client, link, wrong, sentence):
        assert sentence in text(client.post(link, {**SAID, **wrong}))
        assert not User.objects.filter(email="ann@x.example").exists()


class TestLinksThatOpenNothing:
    @pytest.mark.parametrize("token", ["x", "x.1:abc", "0" * 32 + ".1:" + "a" * 43, "é"])
    def test_made_up(self, client, lee, token):
        answer = client.get(f"/join/{token}")
        assert answer.status_code == 404
        assert "This link opens nothing" in text(answer)

    def test_of_another_turn_by_hand(self, client, link):
        assert client.get(link.replace(".1:", ".2:")).status_code == 404

    def test_used(self, client, lee, link, django_capture_on_commit_callbacks):
        client.post(link, SAID)
        client.logout()
        again = client.get(link)
        assert again.status_code == 410
        assert "This link has been used" in text(again)
        client.post(link, {**SAID, "password": "somebody else's words"})
        assert "_auth_user_id" not in client.session
        assert User.objects.get(email="ann@x.example").check_password(PASSWORD)
        Invitation.objects.update(sent=clock.now() - timedelta(days=1))
        with django_capture_on_commit_callbacks(execute=True):
            client.post(link + "/again")
        (letter,) = outbox.outbox
        assert letter.to == ["ann@x.example"]
        assert "/accounts/login/" in letter.body
        assert "/join/" not in letter.body

    def test_used_by_whoever_is_signed_in_leads_them_in(self, client, lee, link):
        client.post(link, SAID)
        assert client.get(link).headers["Location"] == f"/{lee.organisation.slug}/"

    def test_expired_and_sent_anew(self, client, lee, invitation, link, django_capture_on_commit_callbacks):
        expire(invitation)
        page = client.get(link)
        assert page.status_code == 410
        assert "This link has expired" in text(page)
        assert "Send me a new one" in text(page)
        client.post(link, SAID)
        assert not User.objects.filter(email="ann@x.example").exists()
        with django_capture_on_commit_callbacks(execute=True):
            assert "Look at your e-mail" in text(client.post(link + "/again"))
            client.post(link + "/again")  # at once: no second letter
        (letter,) = outbox.outbox
        assert letter.to == ["ann@x.example"]
        (new,) = [word for word in letter.body.split() if "/join/" in word]
        assert "There is a newer link" in text(client.get(link))
        assert client.post(new.removeprefix("http://localhost:8000"), SAID).status_code == 302

    def test_taken_back(self, client, lee, invitation, link, django_capture_on_commit_callbacks):
        actions.take_back(organisation=lee.organisation, invitations=[invitation.pk], by=lee.pk)
        assert "This invitation was taken back" in text(client.get(link))
        client.post(link, SAID)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(link + "/again")
        assert not outbox.outbox
        assert not User.objects.filter(email="ann@x.example").exists()

    def test_two_at_the_same_moment_are_one(self, lee, invitation):
        actions.join(invitation=invitation, name="Ann", password=PASSWORD)
        with pytest.raises(NotPossible):
            actions.join(invitation=invitation, name="Eve", password=PASSWORD + "2")


class TestPassedOn:
    def test_to_somebody_signed_in_says_whose_it_is(self, client, lee, link):
        client.force_login(lee.user)
        for answer in (client.get(link), client.post(link, SAID)):
            assert answer.status_code == 403
            assert "This invitation is for ann@x.example" in text(answer)
            assert "You are signed in as lee@ambridge.example" in text(answer)
        assert int(client.session["_auth_user_id"].replace("-", ""), 16) == lee.user.pk.int
        assert not User.objects.filter(email="ann@x.example").exists()
        client.post(link + "/not-me")
        assert "_auth_user_id" not in client.session
        assert client.get(link).status_code == 200

    def test_of_an_address_that_has_a_sign_in_lets_nobody_in(self, client, lee):
        brian = council("Borchester Council", "brian@borchester.example")
        actions.invite_all(organisation=lee.organisation, people=[Invitee(1, "B", brian.email)], by=lee.pk)
        link = queries.link_of(Invitation.objects.get())
        for answer in (client.get(link), client.post(link, {**SAID, "password": "another three words"})):
            assert "Sign in to join" in text(answer)
        brian.user.refresh_from_db()
        assert brian.user.check_password(PASSWORD)
        assert "_auth_user_id" not in client.session
        client.force_login(brian.user)
        assert "A password" not in text(client.get(link))
        client.post(link, {**SAID, "name": "Brian", "language": "en"})
        assert {each.name for each in queries.organisations_of(brian.user)} == {
            "Ambridge Council",
            "Borchester Council",
        }

    def test_the_action_refuses_too(self, lee, invitation):
        with pytest.raises(NotPossible):
            actions.join(invitation=invitation, name="Eve", user=lee.user)

    def test_asks_for_one_of_their_own(self, client, visit, lee, link, django_capture_on_commit_callbacks):
        client.logout()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(link + "/own", {"name": "Eve", "email": "Eve@x.example"}, follow=True)
        assert "You have asked" in text(answer)
        assert not outbox.outbox
        assert queries.invitation_counts(lee.organisation)[InvitationState.ASKED] == 1
        client.force_login(lee.user)
        assert "1 person asks to be invited" in visit("invitations").soup.get_text()
        eve = Invitation.objects.get(email="eve@x.example")
        with django_capture_on_commit_callbacks(execute=True):
            visit("invitations/change", {"do": "remind", "invitation": [eve.pk]})
        assert [letter.to for letter in outbox.outbox] == [["eve@x.example"]]

    def test_says_the_same_of_an_address_that_is_known(self, client, lee, link):
        one = client.post(link + "/own", {"name": "Lee", "email": "lee@ambridge.example"}, follow=True)
        other = client.post(link + "/own", {"name": "Eve", "email": "eve@x.example"}, follow=True)
        assert text(one) == text(other)
        assert Invitation.objects.filter(asked=True).count() == 1

    def test_not_by_the_hundred(self, client, lee, link):
        for number in range(5):
            client.post(link + "/own", {"name": "Eve", "email": f"e{number}@x.example"})
        assert "This link has been used for many" in text(
            client.post(link + "/own", {"name": "Eve", "email": "e9@x.example"})
        )
        assert Invitation.objects.filter(asked=True).count() == 5

    def test_a_link_of_their_own_opens_only_after_a_yes(self, lee, invitation):
        actions.ask_for_own(invitation=invitation, name="Eve", email="eve@x.example")
        eve = Invitation.objects.get(email="eve@x.example")
        assert queries.link_state(eve) == queries.Link.TAKEN_BACK

    def test_whoever_left_is_not_let_in_by_a_link(self, lee):
        ann = actions.invite(
            organisation=lee.organisation, name="Ann", email="a@x.example", roles=["member"], by=lee.pk
        )
        invitation = Invitation.objects.get(person=ann)
        actions.deactivate(person=ann, by=lee.pk)
        with pytest.raises(NotPossible):
            actions.join(invitation=invitation, name="Ann", password=PASSWORD)
        assert not User.objects.get(email="a@x.example").has_usable_password()
