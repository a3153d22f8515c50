"""Acting under one's own name or a pseudonym: who is seen, what can be done, and that nothing is mixed up."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup

from manyhands.core import clock
from manyhands.people import actions, queries
from manyhands.people.errors import NotPossible
from manyhands.people.models import AuditEvent, Identity, Person, Persona, PersonaLink
from manyhands.people.types import Kind, Verb

from .factories import Account, act, bring, factor, member, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_ann(client, ann):
    client.force_login(ann.user)
    return client


class TestTaking:
    def test_needs_a_second_factor(self, ann):
        Authenticator.objects.all().delete()
        with pytest.raises(NotPossible, match="passkey"):
            actions.take_pseudonym(person=ann, name="Owl")

    @pytest.mark.parametrize(
        "name", ["a", "x" * 61, "owl@example.org", "http://owl", "Black Owl", "annie", "ánn", "LEE", "l.e-e", "!!!"]
    )
    def test_names_that_tell_or_are_taken_are_refused(self, ann, name):
        with pytest.raises(NotPossible):
            actions.take_pseudonym(person=ann, name=name)

    def test_two_pseudonyms_never_look_the_same(self, organisation, owl):
        bea = member(organisation, "Bea White", "bea@x.example")
        with pytest.raises(NotPossible):
            actions.take_pseudonym(person=bea, name="owl of the  NORTH")

    def test_one_person_has_a_handful(self, ann):
        for name in ("Heron", "Robin", "Merlin", "Magpie", "Siskin"):
            actions.take_pseudonym(person=ann, name=name)
        with pytest.raises(NotPossible, match="Give one up"):
            actions.take_pseudonym(person=ann, name="Wren")

    def test_nothing_is_recorded_and_nothing_says_when(self, ann):
        before = AuditEvent.objects.count()
        owl = actions.take_pseudonym(person=ann, name="Owl")
        assert AuditEvent.objects.count() == before
        assert owl.pk.version == 4  # random: UUIDv7 would tell the millisecond
        fields = {field.name for model in (Persona, PersonaLink) for field in model._meta.concrete_fields}
        assert not {name for name in fields if name in ("created", "changed", "at", "since", "joined")}

    def test_by_the_page_and_then_acts_as_it(self, as_ann, ann):
        answer = as_ann.post(url(ann, "personas"), {"name": "Owl"}, follow=True)
        assert "You act under the pseudonym Owl." in answer.content.decode()

    def test_an_organisation_that_runs_the_hub_says_so_before_anybody_chooses(self, as_ann, ann):
        page = as_ann.get(url(ann, "personas")).content.decode()
        assert f"{ann.organisation.name} runs this hub itself." in page
        actions.name_host(organisation=ann.organisation, run_by="Felpersham Ltd", by=ann.pk)
        page = as_ann.get(url(ann, "personas")).content.decode()
        assert "Felpersham Ltd runs this hub" in page


class TestActing:
    def test_every_page_says_whom(self, as_ann, ann, owl):
        for persona, words in ((owl, "under the pseudonym Owl of the North"), (ann_name(ann), "your own name, Ann")):
            act(as_ann, ann, persona)
            for path in ("people/me", "people/personas", "people/directory", ""):
                page = as_ann.get(f"/{ann.organisation.slug}/{path}")
                assert page.status_code == 200
                assert words in page.content.decode(), path

    def test_under_a_pseudonym_nobody_does_what_only_some_may(self, client, lee, organisation):
        factor(lee.user)
        owl = actions.take_pseudonym(person=lee, name="Owl")
        client.force_login(lee.user)
        act(client, lee, owl)
        for path in ("", "access", "organisation", "record", "outbox", "people.csv"):
            answer = client.get(url(lee, path))
            assert answer.status_code == 403
            assert b"use your own name" in answer.content
        answer = client.post(url(lee, "organisation"), {"name": "Owlshire", "language": "en"})
        assert answer.status_code == 403
        organisation.refresh_from_db()
        assert organisation.name == "Ambridge Council"
        page = BeautifulSoup(client.get(url(lee, "me")).content, "html.parser")
        assert not page.find("a", href=url(lee))  # nor is it in the navigation

    def test_the_way_back_leads_to_the_page(self, client, lee):
        factor(lee.user)
        owl = actions.take_pseudonym(person=lee, name="Owl")
        client.force_login(lee.user)
        act(client, lee, owl)
        form = BeautifulSoup(client.get(url(lee, "access")).content, "html.parser").find("main").find("form")
        data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
        answer = client.post(form["action"], data)
        assert answer.headers["Location"] == url(lee, "access")
        assert client.get(url(lee, "access")).status_code == 200

    def test_what_was_begun_as_one_is_not_sent_as_another(self, as_ann, ann, owl):
        """Two tabs: a form of the one persona, sent after the other tab changed to the other."""
        mark = queries.acting_mark(owl)
        act(as_ann, ann, owl)
        page = BeautifulSoup(as_ann.get(url(ann, "me/profile")).content, "html.parser")
        fields = page.find("main").find_all("input", attrs={"name": queries.ACTING_FIELD})
        assert {field["value"] for field in fields} == {mark}
        act(as_ann, ann, ann_name(ann))
        answer = as_ann.post(url(ann, "me/profile"), {queries.ACTING_FIELD: mark, "knows": "owls"})
        assert answer.status_code == 409
        assert b"began this under another name" in answer.content

    def test_somebody_elses_cannot_be_chosen(self, client, organisation, owl):
        bea = member(organisation, "Bea White", "bea@x.example")
        client.force_login(bea.user)
        assert act(client, bea, owl).status_code == 404
        session = client.session
        session[queries.acting_key(organisation)] = owl.pk.hex
        session.save()
        assert "Owl of the North" not in client.get(url(bea, "personas")).content.decode()

    def test_the_usual_one_is_whom_one_comes_back_as(self, as_ann, ann, owl):
        as_ann.post(url(ann, "personas/usual"), {"persona": owl.pk.hex})
        as_ann.logout()
        as_ann.force_login(ann.user)
        assert "under the pseudonym Owl of the North" in as_ann.get(url(ann, "me")).content.decode()

    def test_what_is_about_the_person_is_done_by_name(self, as_ann, ann, owl):
        """No record has a pseudonym beside its own person."""
        act(as_ann, ann, owl)
        with pytest.raises(NotPossible):
            actions.record(organisation=ann.organisation_id, by=owl.pk, verb="join", object=ann.pk.urn)
        with pytest.raises(NotPossible):
            actions.record(organisation=ann.organisation_id, by=owl.pk, verb="grant", object=f"member {ann.pk.urn}")

    def test_what_may_be_seen_is_what_that_persona_may(self, ann, owl):
        found = Person.objects.get(pk=ann.pk)
        queries.act_as(found, owl)
        assert queries.persona_ids(found) == [owl.pk]
        assert not queries.may(found, Verb.REVEAL, ann.organisation)
        assert queries.may(found, Verb.TAKE_PART, ann.organisation)


class TestQuiet:
    def test_whoever_shows_no_name_takes_no_part_under_it(self, as_ann, ann):
        actions.show_name(person=ann, shown=False)
        answer = as_ann.get(f"/{ann.organisation.slug}/discussions/groups/new")
        if answer.status_code != 404:  # needs more than to take part
            assert answer.headers["Location"].startswith(url(ann, "personas"))
        assert not [each for each in queries.named_personas([ann.organisation_id]) if each.name.startswith("Ann")]
        page = as_ann.get(url(ann, "personas")).content.decode()
        assert "How do you want to appear?" in page
        as_ann.post(url(ann, "personas/own-name"), {"shown": "yes"})
        assert [each for each in queries.named_personas([ann.organisation_id]) if each.name.startswith("Ann")]


class TestGivingUp:
    def test_the_link_goes_when_the_rule_has_run_out(self, as_ann, ann, owl, monkeypatch):
        assert as_ann.get(url(ann, f"personas/{owl.pk}/give-up")).status_code == 200
        as_ann.post(url(ann, f"personas/{owl.pk}/give-up"))
        assert owl not in queries.own_personas(ann)
        assert act(as_ann, ann, owl).status_code == 404
        assert actions.forget_given_up() == 0
        assert queries.person_behind(owl, by=ann.pk, purpose="a test") == ann
        later = clock.now() + timedelta(days=91)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert queries.person_behind(owl, by=ann.pk, purpose="a test") is None
        assert actions.forget_given_up() == 1
        assert Persona.objects.filter(pk=owl.pk).exists()

    def test_nobody_else_takes_the_name(self, organisation, ann, owl):
        actions.give_up_pseudonym(person=ann, persona=owl)
        bea = member(organisation, "Bea White", "bea@x.example")
        with pytest.raises(NotPossible):
            actions.take_pseudonym(person=bea, name="Owl of the North")


class TestErasing:
    def test_the_pseudonym_goes_on_another_day(self, ann, owl, lee, monkeypatch):
        actions.erase_person(person=ann, by=lee.pk)
        assert not PersonaLink.objects.filter(persona=owl).exists()
        owl.refresh_from_db()
        days = (owl.goes - clock.now().date()).days
        assert 30 <= days <= 90
        assert actions.erase_left_pseudonyms() == 0
        later = clock.now() + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert actions.erase_left_pseudonyms() == 1
        assert not Persona.objects.filter(pk=owl.pk).exists()

    def test_the_day_is_by_chance(self):
        from datetime import date

        from manyhands.people.rules.pseudonyms import goes_on

        assert len({goes_on(date(2026, 11, 21)) for _ in range(200)}) > 20


class TestExports:
    def test_ones_own_has_all_and_others_has_none_of_it(self, as_ann, ann, owl):
        own = as_ann.get(url(ann, "me.json")).json()
        assert {each["name"] for each in own["personas"]} == {"Ann Black", "Owl of the North"}
        assert "Owl" not in str(queries.export(ann))

    def test_rooms_are_told_of_pseudonyms_only_for_oneself(self, ann, owl):
        assert owl.pk in queries.about(ann, own=True).personas
        assert owl.actor in queries.about(ann, own=True).actors
        assert owl.pk not in queries.about(ann).personas
        assert owl.actor not in queries.about(ann).actors


class TestFigures:
    def test_a_pseudonym_is_a_hand_of_its_own(self, organisation, ann, owl):
        bring(organisation, [Account("1", "ann", "Ann Black", "ann@gmail.example")])
        who = queries.who_is_who(organisation)
        assert owl.pk.hex in who.people
        assert who.kinds[who.people.index(owl.pk.hex)] == Kind.PEER
        assert not Identity.objects.filter(actor=owl.actor).exists()
        actions.ensure_hub_identities(organisation=organisation.pk, actors={owl.actor}, by=owl.pk)
        assert not Identity.objects.filter(actor=owl.actor).exists()


def ann_name(person) -> Persona:
    return queries.own_persona(person.user, person.organisation)
