"""People who may be one are found, decided about in bulk, and never suggested again once it was decided."""

from datetime import timedelta

import pytest

from manyhands.core import clock
from manyhands.core.ids import uuid7
from manyhands.people import actions, jobs, queries
from manyhands.people.models import (
    AuditEvent,
    Identity,
    Match,
    Merge,
    Person,
    Search,
)
from manyhands.people.types import MatchState, SoughtMatches

from .factories import Account, bring, council
from .pairs import accept, by, everything, named, search, twice, waiting

pytestmark = pytest.mark.django_db


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
        rows = queries.matches_page(organisation, SoughtMatches(), 1).object_list
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
