"""What is kept added up says what adding up anew says, whatever comes in and in whichever order."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from uuid import UUID

import numpy as np
import pytest

from manyhands.ledger import actions as ledger
from manyhands.ledger import columns
from manyhands.networks.models import Place, PlaceMember, Source
from manyhands.participation import queries
from manyhands.participation.queries import exact, standing
from manyhands.participation.types import Selection
from manyhands.people.models import Identity
from tests.ledger.test_ledger import row
from tests.people import factories
from tests.people.factories import Account, council

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = Selection()
kept_facts = import_module("manyhands.participation.queries.facts")


@pytest.fixture(params=["few", "many"])
def organisation(data_folder, monkeypatch, request):
    """A council with places and people; small files are read in one way and large ones in another."""
    monkeypatch.setattr(columns, "LEAST_PART", 1)
    monkeypatch.setattr(kept_facts, "FEW", 2_000_000 if request.param == "few" else 0)
    organisation = council().organisation
    source = Source.objects.create(organisation=organisation, network="slack", workspace="w")
    for number in range(3):
        name = f"place {number}"
        Place.objects.create(
            id=UUID(int=number), organisation=organisation, source=source, network="slack", external_id=name, name=name,
            members_known=number < 2,
        )  # fmt: skip
    accounts = factories.bring(organisation, [Account(str(number)) for number in range(4)], source.pk)
    factories.bring(organisation, [Account("bot", kind="bot")], source.pk)
    for actor in list(accounts.values())[:3]:
        PlaceMember.objects.create(organisation=organisation, place_id=UUID(int=0), actor=actor)
    return organisation.pk


def bring(organisation, names, *, seed, day="2026-03-02"):
    """Some activities of people and strangers, with their columns, as the ledger's next part."""
    chance = np.random.default_rng(seed)
    known = [*Identity.objects.order_by("external_id").values_list("actor", flat=True), *range(1, 50)]
    rows = [
        row(f"{seed}/{name}", actor=known[int(chance.zipf(1.6)) % 40], day=day)._replace(
            place=None if chance.random() < 0.2 else f"{chance.integers(0, 3):032x}"
        )
        for name in range(names)
    ]
    parts = ledger.part_writer(organisation=organisation)(organisation, columns.fields_of(rows))
    return ledger.append(organisation=organisation, source=organisation, rows=rows, by=organisation, parts=parts)


def said(facts):
    """Exact figures of everything, by whatever is kept."""
    return exact.figures(facts, WHOLE), exact.trend(facts, WHOLE), exact.places(facts, WHOLE)


def anew(organisation):
    """As read by DuckDB, and added up in one go."""
    kept_facts.FEW = 0
    kept_facts._kept.clear()
    standing._kept.clear()
    return queries.facts(organisation)


def test_what_comes_in_is_added_to_what_is_kept(organisation):
    bring(organisation, 300, seed=1, day="2026-01-10")
    bring(organisation, 300, seed=2, day="2026-03-10")
    first = queries.facts(organisation)
    said(first)
    grown, kept = first.grown, standing.standing(first)
    for seed, day in ((3, "2026-02-11"), (4, "2026-03-31"), (5, "2026-01-01")):
        bring(organisation, 50, seed=seed, day=day)
        facts = queries.facts(organisation)
        assert facts.grown is grown, "only what is new was read"
        found = said(facts)
        assert standing.standing(facts).pairs is kept.pairs, "only what is new was added up"
        assert found == said(anew(organisation))
        kept_facts._kept.clear()
        standing._kept.clear()
        grown, kept = queries.facts(organisation).grown, standing.standing(queries.facts(organisation))


def test_what_somebody_reads_stays_while_more_comes_in(organisation):
    bring(organisation, 200, seed=1)
    first = queries.facts(organisation)
    reading, was = standing.standing(first), said(first)
    before = [reading.counts()[1].tolist(), reading.monthly()[1].tolist(), reading.guests.tolist()]
    bring(organisation, 100, seed=2)
    later = queries.facts(organisation)
    assert said(later) != was
    assert standing.standing(later) is not reading
    after = [reading.counts()[1].tolist(), reading.monthly()[1].tolist(), reading.guests.tolist()]
    assert after == before
    assert said(first) == was, "facts from before are added up anew"


def test_readers_at_the_same_time_add_nothing_twice(organisation):
    bring(organisation, 200, seed=1)
    said(queries.facts(organisation))
    bring(organisation, 100, seed=2)
    facts = queries.facts(organisation)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: said(facts), range(16)))
    assert all(each == found[0] for each in found)
    assert found[0] == said(anew(organisation))


def test_what_was_read_before_stays_as_it_was(organisation):
    bring(organisation, 200, seed=1)
    before = queries.facts(organisation)
    was = before.n.copy()
    bring(organisation, 100, seed=2)
    assert len(queries.facts(organisation)) > len(before)
    assert before.n.tolist() == was.tolist()


@pytest.mark.parametrize("day", ["2025-11-30", "2026-07-01"])
def test_months_beyond_those_kept_are_added_up_anew(organisation, day):
    bring(organisation, 200, seed=1)
    said(queries.facts(organisation))
    bring(organisation, 30, seed=2, day=day)
    assert said(queries.facts(organisation)) == said(anew(organisation))


def test_months_that_are_behind_are_taken_from_the_database(organisation):
    bring(organisation, 200, seed=1)
    before = exact.figures(queries.facts(organisation), WHOLE).contributions
    late = [row(f"late {number}", actor=number + 1) for number in range(5)]
    ledger.append(organisation=organisation, source=organisation, rows=late, by=organisation)
    facts = queries.facts(organisation)
    assert (facts.grown, standing.standing(facts)) == (None, None)
    assert exact.figures(facts, WHOLE).contributions == before + 5
    ledger.project(organisation=organisation)
    assert said(queries.facts(organisation)) == said(facts)


def test_members_of_a_place_are_its_members_and_whoever_contributed_there(organisation):
    bring(organisation, 200, seed=1)
    facts = queries.facts(organisation)
    first, _second, third = sorted(exact.places(facts, WHOLE), key=lambda place: place.place.id)
    people = facts.person[facts.place == 0]
    assert first.members == len(set(people) | set(facts.members_of_place[0])) > 3
    assert third.members is None


def test_pairs_that_come_later_are_sorted_in(organisation, monkeypatch):
    monkeypatch.setattr(standing, "APART", 3)
    bring(organisation, 40, seed=1)
    said(queries.facts(organisation))
    for seed in range(2, 6):
        bring(organisation, 40, seed=seed)
        said(queries.facts(organisation))
    assert said(queries.facts(organisation)) == said(anew(organisation))


def test_what_is_read_and_added_up_in_portions_is_the_same(organisation, monkeypatch):
    for seed, day in enumerate(("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10")):
        bring(organisation, 100, seed=seed, day=day)
    whole = queries.facts(organisation)
    was = said(whole)
    read = []
    portions = kept_facts._portions

    def counted(files):
        read.append(portions(files))
        return read[-1]

    monkeypatch.setattr(kept_facts, "PORTION", 1)
    monkeypatch.setattr(kept_facts, "_portions", counted)
    monkeypatch.setattr(standing, "PORTION", 7)
    found = anew(organisation)
    assert len(read[-1]) == 4
    assert said(found) == was
    assert standing.standing(found).spread[0].tolist() == standing.standing(whole).spread[0].tolist()
    bring(organisation, 100, seed=9, day="2026-02-20")
    assert said(queries.facts(organisation)) == said(anew(organisation))


def test_columns_that_grow_hand_out_what_they_held():
    from manyhands.participation.queries.growing import Growing

    columns_ = Growing({"a": np.arange(3)})
    first = columns_.columns(3)["a"]
    assert columns_.with_rows(3, {"a": np.array([7])}) is columns_
    other = columns_.with_rows(3, {"a": np.array([9])})  # somebody else went on from there already
    assert other is not columns_
    assert (first.tolist(), columns_.columns(4)["a"].tolist()) == ([0, 1, 2], [0, 1, 2, 7])
    assert other.columns(4)["a"].tolist() == [0, 1, 2, 9]
