"""Two people become one, and two again: nothing is lost, and every figure follows at once."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist

from manyhands.core import registry
from manyhands.people import actions, queries
from manyhands.people.errors import NotPossible
from manyhands.people.models import (
    AuditEvent,
    Grant,
    Identity,
    Match,
    Membership,
    Merge,
    Person,
    Persona,
    PersonaLink,
    User,
)
from manyhands.people.types import Role

from .factories import Account, bring, council
from .pairs import accept, by, everything, named, search, twice

pytestmark = pytest.mark.django_db


class TestMergeAndUndo:
    def test_everything_is_as_it_was(self, organisation, lee):
        twice(organisation)
        search(organisation)
        other = named("Barford, Ann")
        actions.move(
            person=other, service=queries.service_called(organisation, "Parks"), on=date(2026, 4, 1), by=lee.pk
        )
        Grant.objects.create(organisation=organisation, person=other, role=Role.MEMBER)
        before = everything(organisation, without=("people.match",))
        into = actions.merge_people(into=named("Ann Barford"), other=other, by=by(organisation))
        assert not Person.objects.filter(pk=other.pk).exists()
        assert Identity.objects.filter(person=into).count() == 2
        assert Membership.objects.filter(person=into).count() == 1  # its own stays
        assert Grant.objects.get(role=Role.MEMBER, person=into)
        assert named("Ann Barford").kind == "councillor"
        assert Match.objects.get().state == "accepted"
        actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        assert everything(organisation, without=("people.match",)) == before
        assert Match.objects.get().state == "undone"

    def test_memberships_move_to_somebody_without_any_and_back(self, organisation):
        bring(organisation, [Account("1", name="Ann", email="ann@x.example")])
        bring(organisation, [Account("2", name="Anne", service="Parks")])
        before = everything(organisation, without=("people.match",))
        actions.merge_people(into=named("Ann"), other=named("Anne"), by=by(organisation))
        assert Membership.objects.get().person == named("Ann")
        actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        assert everything(organisation, without=("people.match",)) == before

    def test_what_was_changed_since_stays(self, organisation):
        bring(organisation, [Account("1", handle="a")])
        bring(organisation, [Account("2", name="Anne", kind="staff")])
        into, other = Identity.objects.get(external_id="1").person, named("Anne")
        actions.merge_people(into=into, other=other, by=by(organisation))
        actions.set_kind(organisation=organisation.pk, people_ids=[into.pk], kind="bot", by=by(organisation))
        bring(organisation, [Account("3", email="new@x.example")])
        later = Identity.objects.get(external_id="3").person
        actions.merge_people(into=into, other=later, by=by(organisation))
        actions.undo_merge(merge=Merge.objects.get(gone=other.pk), by=by(organisation))
        into.refresh_from_db()
        assert (into.name, into.kind, into.email) == ("", "bot", "new@x.example")
        assert named("Anne").kind == "staff"
        assert sorted(into.identities.values_list("external_id", flat=True)) == ["1", "3"]

    def test_one_after_another_is_undone_from_the_end(self, organisation):
        bring(organisation, [Account(str(i), name=name) for i, name in enumerate(["Ann", "Bea", "Cat"])])
        before = everything(organisation, without=("people.match",))
        actions.merge_people(into=named("Bea"), other=named("Cat"), by=by(organisation))
        actions.merge_people(into=named("Ann"), other=named("Bea"), by=by(organisation))
        first, second = Merge.objects.order_by("at")
        with pytest.raises(NotPossible):
            actions.undo_merge(merge=first, by=by(organisation))
        assert {row.blocked for row in queries.merges_page(organisation, 1).object_list} == {True, False}
        done = actions.undo_merges(organisation=organisation.pk, merge_ids=[first.pk, second.pk], by=by(organisation))
        assert done == (2, 0)
        assert everything(organisation, without=("people.match",)) == before

    def test_a_service_that_is_gone_is_not_put_back(self, organisation):
        twice(organisation)
        actions.merge_people(into=named("Ann Barford"), other=named("Barford, Ann"), by=by(organisation))
        actions.remove_service(service=queries.service_called(organisation, "Libraries"), by=by(organisation))
        back = actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        assert not back.memberships.exists()

    def test_is_in_the_record(self, organisation, lee):
        bring(organisation, [Account(str(i), name=name) for i, name in enumerate(["Ann", "Bea"])])
        ann, bea = named("Ann"), named("Bea")
        actions.merge_people(into=ann, other=bea, by=lee.pk)
        actions.undo_merge(merge=Merge.objects.get(), by=lee.pk)
        events = AuditEvent.objects.filter(object=f"{ann.pk.urn} {bea.pk.urn}").order_by("at", "id")
        assert list(events.values_list("verb", "by")) == [("merge_people", str(lee.pk)), ("undo_merge", str(lee.pk))]

    def test_figures_follow_at_once(self, organisation):
        bring(organisation, [Account(str(i), name=name) for i, name in enumerate(["Ann", "Bea"])])
        size = len(queries.who_is_who(organisation).people)
        actions.merge_people(into=named("Ann"), other=named("Bea"), by=by(organisation))
        merged = queries.who_is_who(organisation)
        assert len(merged.people) == size - 1
        assert len(set(merged.actor_person)) == 1
        actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        parted = queries.who_is_who(organisation)
        assert len(parted.people) == size
        assert len(set(parted.actor_person)) == 2

    def test_one_role_held_twice_is_held_once(self, organisation):
        bring(organisation, [Account(str(i), name=name) for i, name in enumerate(["Ann", "Bea"])])
        for name in ("Ann", "Bea"):
            Grant.objects.create(organisation=organisation, person=named(name), role=Role.MEMBER)
        before = everything(organisation, without=("people.match",))
        into = actions.merge_people(into=named("Ann"), other=named("Bea"), by=by(organisation))
        assert Grant.objects.filter(person=into).count() == 1
        actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        assert everything(organisation, without=("people.match",)) == before


class TestSignInAndPersonas:
    def test_whoever_signs_in_stays_with_their_personas(self, organisation, lee):
        bring(organisation, [Account("1", name="Leigh")])
        personas = list(PersonaLink.objects.values_list("persona_id", "person_id"))
        kept = actions.merge_people(into=named("Leigh"), other=lee, by=by(organisation))
        assert kept == lee
        lee.refresh_from_db()
        assert lee.user_id
        assert list(PersonaLink.objects.values_list("persona_id", "person_id")) == personas
        assert lee.identities.count() == 1

    def test_two_who_sign_in_are_never_one(self, organisation, lee):
        user = User.objects.create_user("bea@x.example", "many hands make light work")
        bea = Person.objects.create(organisation=organisation, user=user, name="Bea")
        one, other = sorted((bea, lee), key=lambda p: p.pk)
        match = Match.objects.create(organisation=organisation, one=one, other=other)
        with pytest.raises(NotPossible):
            actions.merge_people(into=lee, other=bea, by=by(organisation))
        assert accept(organisation, match) == (0, 1)
        assert Person.objects.filter(pk__in=[bea.pk, lee.pk]).count() == 2

    def test_nor_two_who_have_personas(self, organisation, lee):
        bring(organisation, [Account("1", name="Bea")])
        bea = named("Bea")
        persona = Persona.objects.create(organisation=organisation, name="Nightjar", is_pseudonym=True)
        PersonaLink.objects.create(persona=persona, organisation=organisation, person=bea)
        with pytest.raises(NotPossible):
            actions.merge_people(into=lee, other=bea, by=by(organisation))
        assert PersonaLink.objects.get(persona=persona).person == bea

    def test_personas_are_not_looked_at(self, organisation, lee, django_assert_num_queries):
        persona = Persona.objects.create(organisation=organisation, name="Ann Smithers", is_pseudonym=True)
        PersonaLink.objects.create(persona=persona, organisation=organisation, person=lee)
        bring(organisation, [Account("1", name="Ann Smithers")])
        with django_assert_num_queries(3) as asked:
            people = queries.people_to_match(organisation.pk)
        assert not [query for query in asked if "persona" in query["sql"].replace("person_id", "")]
        assert sorted(each.name for each in people) == ["Ann Smithers", "Lee"]
        assert search(organisation) == 0


class TestPrivacy:
    def test_export_says_with_whom_one_is_one_but_names_nobody_else(self, organisation):
        twice(organisation, 2)
        search(organisation)
        into = actions.merge_people(into=named("Ann Barford"), other=named("Barford, Ann"), by=by(organisation))
        held = queries.export(into)
        assert [each["name"] for each in held["brought_together_with"]] == ["Barford, Ann"]
        assert held["may_be_the_same_as_somebody"][0]["decision"] == "accepted"
        other = queries.export(named("Colford, Ann"))
        assert other["may_be_the_same_as_somebody"][0]["decision"] == "suggested"
        assert "a1@x.example" not in str(other)

    def test_erasing_leaves_nothing_of_who_they_were(self, organisation):
        twice(organisation)
        search(organisation)
        into = actions.merge_people(into=named("Ann Barford"), other=named("Barford, Ann"), by=by(organisation))
        actions.erase_person(person=into, by=by(organisation))
        assert not Merge.objects.exists()
        assert not Match.objects.exists()
        assert "arford" not in everything(organisation)

    def test_pairs_of_people_who_are_gone_are_forgotten(self, organisation):
        twice(organisation, 2)
        search(organisation)
        actions.merge_people(into=named("Ann Barford"), other=named("Barford, Ann"), by=by(organisation))
        assert actions.forget_matches in [kept.forget for kept in registry.retention]
        assert actions.forget_matches() == 0  # the one who is gone may come back
        named("Ann Colford").delete()
        assert actions.forget_matches() == 1


def test_a_merge_needs_two_people_of_one_organisation(organisation, lee):
    brian = council("Borchester Council", "brian@x.example")
    for into, other in ((lee, lee), (lee, brian)):
        with pytest.raises(NotPossible):
            actions.merge_people(into=into, other=other, by=lee.pk)
    with pytest.raises(ObjectDoesNotExist):
        Merge.objects.get()
