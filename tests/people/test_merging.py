"""Two people become one, and two again: nothing is lost, and every figure follows at once."""

from datetime import date, timedelta

import pytest
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist

from manyhands.core import clock, registry
from manyhands.core.ids import uuid7
from manyhands.people import actions, jobs, queries
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
    Search,
    User,
)
from manyhands.people.types import MatchState, Role

from .factories import Account, bring, council

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(lee):
    return lee.organisation


def by(organisation):
    return queries.system_persona(organisation).pk


def named(name):
    return Person.objects.get(name=name)


def everything(organisation, *, without=("people.auditevent", "people.organisation", "people.search")):
    """Every row of the room that belongs to the organisation, as text."""
    rows = []
    for model in (Person, Identity, Membership, Grant, Persona, PersonaLink, Match, Merge):
        if model._meta.label_lower not in without:
            rows += model.objects.filter(organisation=organisation).order_by("pk")
    return serializers.serialize("json", rows)


SURNAMES = [
    f"{a}{b}"
    for b in ("ford", "wick", "stone", "ley", "ham", "worth", "by")
    for a in ("Bar", "Col", "Dun", "Far", "Gil", "Hol")
]


def twice(organisation, size=1):
    """Ann Barford, Ann Colford … in two sources that no address joins."""
    one = [Account(f"U{i}", name=f"Ann {SURNAMES[i]}", email=f"a{i}@x.example", service="Parks") for i in range(size)]
    other = [
        Account(f"V{i}", f"ann{i}", f"{SURNAMES[i]}, Ann", service="Libraries", kind="councillor") for i in range(size)
    ]
    bring(organisation, one)
    bring(organisation, other)


def search(organisation):
    actions.search_now(organisation=organisation.pk, by=by(organisation))
    return actions.search(organisation=organisation.pk)


def waiting(organisation):
    return list(Match.objects.filter(organisation=organisation, state="suggested").order_by("-score", "id"))


def accept(organisation, *matches):
    return actions.accept_matches(
        organisation=organisation.pk, match_ids=[each.pk for each in matches], by=by(organisation)
    )


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


class TestSearch:
    def test_finds_keeps_and_takes_off(self, organisation):
        twice(organisation, 3)
        assert search(organisation) == 3
        kept = {each.pk for each in waiting(organisation)}
        assert search(organisation) == 3
        assert {each.pk for each in waiting(organisation)} == kept
        Person.objects.filter(name="Ann Barford").update(name="Zoe Quite-Other")
        search(organisation)
        assert len(waiting(organisation)) == 2

    def test_what_was_refused_is_never_suggested_again(self, organisation):
        twice(organisation, 2)
        search(organisation)
        first, second = waiting(organisation)
        assert actions.refuse_matches(organisation=organisation.pk, match_ids=[first.pk], by=by(organisation)) == 1
        assert search(organisation) == 1
        assert waiting(organisation) == [second]
        assert actions.reopen_matches(organisation=organisation.pk, match_ids=[first.pk], by=by(organisation)) == 1
        assert len(waiting(organisation)) == 2

    def test_nor_what_was_parted_again(self, organisation):
        twice(organisation)
        search(organisation)
        accept(organisation, *waiting(organisation))
        actions.undo_merges(organisation=organisation.pk, merge_ids=[Merge.objects.get().pk], by=by(organisation))
        assert search(organisation) == 0

    def test_refusing_holds_for_whoever_they_become(self, organisation):
        """Ann is not Anne; Annie turns out to be Anne: then Ann is not Annie either, until that is undone."""
        bring(organisation, [Account(str(i), name=name) for i, name in enumerate(["Ann", "Anne", "Annie"])])
        ann, anne, annie = (named(each) for each in ("Ann", "Anne", "Annie"))
        one, other = sorted((ann, anne), key=lambda p: p.pk)
        refused = Match.objects.create(organisation=organisation, one=one, other=other, state="refused", by=ann.pk)
        one, other = sorted((ann, annie), key=lambda p: p.pk)
        open_ = Match.objects.create(organisation=organisation, one=one, other=other, score=0.9)
        actions.merge_people(into=annie, other=anne, by=by(organisation))
        open_.refresh_from_db()
        assert open_.state == "refused"
        actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        open_.refresh_from_db()
        refused.refresh_from_db()
        assert (open_.state, refused.state) == ("suggested", "refused")

    def test_what_is_open_is_carried_to_whoever_stays_and_back(self, organisation):
        bring(organisation, [Account(str(i), name=name) for i, name in enumerate(["Ann", "Anne", "Annie"])])
        ann, anne, annie = (named(each) for each in ("Ann", "Anne", "Annie"))
        one, other = sorted((ann, anne), key=lambda p: p.pk)
        open_ = Match.objects.create(organisation=organisation, one=one, other=other, score=0.9, reasons=["initial"])
        actions.merge_people(into=annie, other=anne, by=by(organisation))
        rows = queries.matches_page(organisation, _sought(), 1).object_list
        assert [{row.one.name, row.other.name} for row in rows] == [{"Ann", "Annie"}]
        actions.undo_merge(merge=Merge.objects.get(), by=by(organisation))
        assert waiting(organisation) == [open_]

    def test_is_asked_for_by_new_accounts_and_waits_for_quiet(self, organisation, monkeypatch):
        woken = []
        monkeypatch.setattr("manyhands.core.jobs.enqueue", lambda job, *args: woken.append((job, *args)))
        twice(organisation)
        actions.take_up_searches()
        assert woken == []
        Search.objects.update(asked=clock.now() - timedelta(minutes=1))
        actions.take_up_searches()
        assert woken == [("manyhands.people.jobs:search", str(organisation.pk))]
        jobs.search.func(str(organisation.pk))
        assert len(waiting(organisation)) == 1
        actions.take_up_searches()
        assert len(woken) == 1

    def test_is_taken_up_again_when_its_worker_died(self, organisation):
        twice(organisation)
        Search.objects.update(started=clock.now())
        assert actions.search(organisation=organisation.pk) is None
        Search.objects.update(started=clock.now() - timedelta(hours=1))
        assert actions.search(organisation=organisation.pk) == 1
        assert actions.search(organisation=organisation.pk) is None

    def test_number_of_queries_does_not_grow(self, organisation, django_assert_max_num_queries):
        twice(organisation, 40)
        actions.search_now(organisation=organisation.pk, by=by(organisation))
        with django_assert_max_num_queries(20):
            assert actions.search(organisation=organisation.pk) == 40

    def test_looks_at_one_organisation_alone(self, organisation):
        other = council("Borchester Council", "brian@x.example").organisation
        bring(organisation, [Account("1", name="Ann Smithers", handle="bookworm")])
        bring(other, [Account("1", name="Ann Smithers", handle="bookworm")])
        assert search(organisation) == search(other) == 0


class TestAccepting:
    def test_many_at_once(self, organisation):
        twice(organisation, 30)
        search(organisation)
        before = everything(organisation, without=("people.match",))
        people = Person.objects.count()
        assert accept(organisation, *waiting(organisation)) == (30, 0)
        assert Person.objects.count() == people - 30
        assert AuditEvent.objects.filter(verb="merge_people").count() == 30
        ids = list(Merge.objects.values_list("pk", flat=True))
        assert actions.undo_merges(organisation=organisation.pk, merge_ids=ids, by=by(organisation)) == (30, 0)
        assert everything(organisation, without=("people.match",)) == before

    def test_three_who_are_one(self, organisation):
        for source in range(3):
            bring(organisation, [Account(str(source), name="Ann Smithers", handle="bookworm42")])
        before = everything(organisation, without=("people.match",))
        assert search(organisation) == 3
        assert accept(organisation, *waiting(organisation)) == (3, 0)
        assert Person.objects.filter(name="Ann Smithers").count() == 1
        assert Identity.objects.filter(person__name="Ann Smithers").count() == 3
        ids = list(Merge.objects.values_list("pk", flat=True))
        actions.undo_merges(organisation=organisation.pk, merge_ids=ids[:1], by=by(organisation))
        assert Person.objects.filter(name="Ann Smithers").count() == 2
        actions.undo_merges(organisation=organisation.pk, merge_ids=ids[1:], by=by(organisation))
        assert everything(organisation, without=("people.match",)) == before
        assert set(Match.objects.values_list("state", flat=True)) == {"undone"}

    def test_never_makes_one_of_two_accounts_of_a_source_by_way_of_a_third(self, organisation):
        source = uuid7()
        bring(organisation, [Account("1", name="John Smith"), Account("2", name="Jane Smith")], source)
        bring(organisation, [Account("3", name="J Smith")])
        john, jane, j = (named(each) for each in ("John Smith", "Jane Smith", "J Smith"))
        for other, score in ((john, 0.9), (jane, 0.8)):
            a, b = sorted((j, other), key=lambda p: p.pk)
            Match.objects.create(organisation=organisation, one=a, other=b, score=score)
        assert accept(organisation, *waiting(organisation)) == (1, 1)
        assert {"John Smith", "Jane Smith"} <= set(Person.objects.values_list("name", flat=True))
        assert Person.objects.get(identities__external_id="3") == Person.objects.get(identities__external_id="1")

    def test_nor_of_two_who_were_refused(self, organisation):
        bring(organisation, [Account("1", name="Ann")])
        bring(organisation, [Account("2", name="Anne")])
        bring(organisation, [Account("3", name="Annie")])
        a, b, c = sorted(Person.objects.exclude(name="Lee"), key=lambda p: p.pk)
        Match.objects.create(organisation=organisation, one=a, other=b, score=0.9)
        Match.objects.create(organisation=organisation, one=b, other=c, score=0.8)
        Match.objects.create(organisation=organisation, one=a, other=c, score=0.7, state="refused")
        assert accept(organisation, *waiting(organisation)) == (1, 1)

    def test_not_those_of_another_organisation(self, organisation, lee):
        brian = council("Borchester Council", "brian@x.example")
        twice(brian.organisation)
        search(brian.organisation)
        (match,) = waiting(brian.organisation)
        about = {"organisation": organisation.pk, "match_ids": [match.pk], "by": lee.pk}
        assert actions.accept_matches(**about) == (0, 0)
        assert actions.refuse_matches(**about) == 0
        accept(brian.organisation, match)
        merges = [Merge.objects.get().pk]
        assert actions.undo_merges(organisation=organisation.pk, merge_ids=merges, by=lee.pk) == (0, 0)
        assert Merge.objects.exists()

    def test_states_follow_the_graph(self, organisation):
        twice(organisation)
        search(organisation)
        (match,) = waiting(organisation)
        accept(organisation, match)
        assert actions.refuse_matches(organisation=organisation.pk, match_ids=[match.pk], by=by(organisation)) == 0
        assert accept(organisation, match) == (0, 0)
        match.refresh_from_db()
        assert match.state == MatchState.ACCEPTED


class TestBadInput:
    def test_two_people_with_one_address_are_suggested_not_merged(self, organisation):
        bring(organisation, [Account("1", name="Ann Smithers", email="desk@x.example")])
        source = uuid7()
        bring(organisation, [Account("2", name="Tom Jones", email="desk@x.example")], source)
        assert {"Ann Smithers", "Tom Jones"} <= set(Person.objects.values_list("name", flat=True))
        bring(organisation, [Account("3", name="Jones, Tom", email="desk@x.example")])  # a third knows his own
        assert named("Tom Jones").identities.count() == 2
        again = everything(organisation)
        bring(organisation, [Account("2", name="Tom Jones", email="desk@x.example")], source)
        assert everything(organisation) == again
        assert search(organisation) == 1
        assert "same_email" in waiting(organisation)[0].reasons
        assert accept(organisation, *waiting(organisation)) == (1, 0)

    def test_even_in_one_export(self, organisation):
        bring(
            organisation,
            [
                Account("1", name="Ann Smithers", email="desk@x.example"),
                Account("2", name="Tom Jones", email="desk@x.example"),
            ],
        )
        assert Person.objects.filter(email="desk@x.example").count() == 2

    def test_a_shared_account_is_one_by_its_address(self, organisation):
        bring(organisation, [Account("1", name="Comms Team", email="comms@x.example")])
        bring(organisation, [Account("2", name="Ambridge Council", email="comms@x.example")])
        assert Person.objects.filter(email="comms@x.example").count() == 1

    def test_an_actor_who_is_renamed_half_way_stays_one(self, organisation):
        source = uuid7()
        first = bring(organisation, [Account("1", "ann", "Ann Smithers", "ann@x.example")], source)
        assert bring(organisation, [Account("1", "tom", "Tom Jones", "tom@x.example")], source) == first
        assert Person.objects.exclude(name="Lee").count() == 1

    def test_somebody_seen_without_an_address_is_not_folded_into_another(self, organisation):
        source = uuid7()
        bring(organisation, [Account("1", name="Ann Smithers", email="desk@x.example")])
        bring(organisation, [Account("9", name="Tom Jones", is_member=False)], source)
        bring(organisation, [Account("9", name="Tom Jones", email="desk@x.example")], source)
        assert Person.objects.filter(email="desk@x.example").count() == 2

    def test_the_address_of_whoever_is_gone_still_finds_them(self, organisation):
        bring(organisation, [Account("1", name="Ann", email="ann@work.example")])
        bring(organisation, [Account("2", name="Annie", email="annie@home.example")])
        into = actions.merge_people(into=named("Ann"), other=named("Annie"), by=by(organisation))
        bring(organisation, [Account("3", email="annie@home.example")])
        assert Identity.objects.get(external_id="3").person == into


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
        assert actions.forget_matches in registry.retention
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


def _sought():
    from manyhands.people.types import SoughtMatches

    return SoughtMatches()
