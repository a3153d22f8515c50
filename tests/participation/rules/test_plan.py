"""Nothing that is shown, and nothing that subtraction makes of it, is about one to four people."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.participation.rules.calendar import Grain
from manyhands.participation.rules.cube import Cube
from manyhands.participation.rules.plan import ALL, Reason, Shown, Withheld, members_shown, plan

from . import audit, cubes


def cube(rows, *, network_of_place=(0, 0, 0), service_parent=(-1, -1)) -> Cube:
    """A cube from (people, month, place, service), with one network and one kind."""
    columns = np.array([(who, *rest) for people, *rest in rows for who in people], int).reshape(-1, 4).T
    nothing = np.zeros(columns.shape[1], int)
    person, month, place, service = columns
    return Cube(
        person, month, place, nothing, service, nothing, np.array(network_of_place), np.array(service_parent), 1, 1
    )


@pytest.mark.parametrize("services", [False, True], ids=["as it is", "with services, kinds and two networks"])
def test_all_pairs_of_filters_on_the_real_export(services):
    real = cubes.real(services)
    found = plan(real)
    assert audit.leaks(real, found) == []
    shown = audit.results(real, found)
    assert {result.dimension for result in shown} >= {ALL, "network", "place", "kind"} | (
        {"service"} if services else set()
    )
    assert len(shown) > 200  # it is not safe by showing nothing


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_all_pairs_of_filters_on_crowded_cubes(seed):
    drawn = cubes.drawn(seed)
    assert audit.leaks(drawn, plan(drawn)) == []


def parts_taken_away(seed, may_take):
    """How many people are left of each thing shown, each time something that lies in it is taken away, in any order."""
    drawn, rng = cubes.drawn(seed), np.random.default_rng(seed)
    shown = audit.results(drawn, plan(drawn))
    sets = audit.sets(drawn, shown)
    nodes = [audit.paths(drawn)[result.dimension, result.value] for result in shown]
    for at in range(len(shown)):
        left, taken = sets[at].copy(), []
        for i in rng.permutation(len(shown)):
            if i != at and (sets[i] <= left).all() and may_take(shown, nodes, at, taken, i):
                left &= ~sets[i]
                taken.append(i)
                yield int(audit.people(drawn, left))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_parent_without_anything_below_it(seed):
    """On any level of one tree, for any part of the parent's period."""

    def apart(shown, nodes, one, other):
        unrelated = not (audit.leads_to(nodes[one], nodes[other]) or audit.leads_to(nodes[other], nodes[one]))
        return unrelated or shown[one].until < shown[other].since or shown[other].until < shown[one].since

    def may_take(shown, nodes, at, taken, i):
        part = shown[i].since >= shown[at].since and shown[i].until <= shown[at].until
        below = part and audit.leads_to(nodes[at], nodes[i]) and all(nodes[i][:1] == nodes[t][:1] for t in taken)
        return below and all(apart(shown, nodes, i, t) for t in taken)

    assert not set(parts_taken_away(seed, may_take)) & {1, 2, 3, 4}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_parent_without_children_that_happened_to_live_in_its_period(seed):
    """On one level of one tree, for any period at all, as long as all they did then was in the parent's period."""

    def may_take(shown, nodes, at, taken, i):
        alike = all(nodes[i][:1] == nodes[t][:1] and len(nodes[i]) == len(nodes[t]) for t in taken)
        return alike and audit.leads_to(nodes[at], nodes[i])

    assert not set(parts_taken_away(seed, may_take)) & {1, 2, 3, 4}


def test_the_audit_finds_what_a_careless_plan_shows():
    drawn = cubes.drawn(7)
    found = plan(drawn)
    careless = {dimension: np.full_like(level, len(Grain)) for dimension, level in found.levels.items()}
    assert audit.leaks(drawn, type(found)(found.calendar, careless))


def test_a_small_place_takes_the_next_smallest_along():
    held_back = cube([(range(9), 201601, 0, 0), (range(6), 201601, 1, 0), (range(2), 201601, 2, 0)])
    found = plan(held_back)
    assert found.allows("place", 0) == Shown((201601, 201601), False)
    assert found.allows("place", 1) == Withheld(Reason.TOO_FEW)  # or the third would be what is left
    assert found.allows("place", 2) == Withheld(Reason.TOO_FEW)
    assert found.shown_values("place").tolist() == [True, False, False]


def test_small_services_are_part_of_their_parent_and_what_is_left_of_it_has_five_or_nobody():
    tree = {"service_parent": (-1, 0, 0, 0, 1)}
    rows = [(range(5, 11), 201601, 0, 1), (range(11, 13), 201601, 0, 2), (range(13, 16), 201601, 0, 3)]
    found = plan(cube(rows, **tree))
    assert found.shown_values("service").tolist() == [True, True, False, False, True]
    # four and two: what would be left of the parent is about four, so its one big child is not shown either
    found = plan(cube([(range(6), 201601, 0, 4), (range(6, 10), 201601, 0, 2)], **tree))
    assert found.shown_values("service").tolist() == [True, False, False, True, False]


def test_a_place_too_thin_for_months_is_shown_for_longer():
    months = (201601, 201602, 201603, 201604)
    busy = [(range(20, 30), month, place, 0) for month in months for place in (0, -1)]
    thin = [(range(3), 201601, 1, 0), (range(3, 6), 201602, 1, 0), (range(6), 201604, 1, 0)]
    found = plan(cube(busy + thin))
    assert found.grain("place", 0) == Grain.BLOCK
    assert found.grain("place", 1) == Grain.QUARTER
    assert found.allows("place", 1, 201601, 201601) == Withheld(Reason.PERIOD_TOO_SHORT, (201601, 201603))
    assert found.allows("place", 1, 201601, 201603) == Shown((201601, 201603), False)
    assert found.cells("place", 1) == ((201601, 201603), (201604, 201604))
    assert found.shown_values("place", 201601, 201601).tolist() == [True, False, True]


def test_a_place_that_lived_in_one_month_is_not_subtracted_from_that_month():
    # In all there are enough people beside those of place 1, but not in January, the only month it lived in.
    rows = [(range(6), 201601, 1, 0), (range(6, 9), 201601, 0, 0), (range(10, 16), 201602, 0, 0)]
    found = plan(cube(rows))
    assert found.allows("place", 1) == Withheld(Reason.TOO_FEW)
    enough = [(range(6), 201601, 1, 0), (range(6, 12), 201601, 0, 0), (range(10, 16), 201602, 0, 0)]
    assert isinstance(plan(cube(enough)).allows("place", 1), Shown)


def test_several_places_that_lived_in_one_month_are_not_all_subtracted_from_it():
    january = [
        (range(12), 201601, 0, 0),
        (range(6), 201601, 1, 0),
        (range(6, 12), 201601, 2, 0),
        (range(3), 201601, -1, 0),
    ]
    february = [(range(5), 201602, 0, 0), (range(20, 30), 201602, -1, 0)]
    found = plan(cube(january + february))  # each place alone leaves enough of January, all three leave three people
    assert found.grain("place", 0) == Grain.BLOCK
    assert found.shown_values("place").tolist() == [True, False, True]


def test_a_place_of_one_service_alone_is_not_subtracted_from_it():
    rows = [(range(6), 201601, 0, 0), (range(3), 201601, 1, 0), (range(20, 30), 201601, 1, 1)]
    found = plan(cube(rows))  # service 0 outside place 0 is three people
    assert isinstance(found.allows("service", 0), Shown)
    assert found.allows("place", 0) == Withheld(Reason.TOO_FEW)


def test_a_value_that_nobody_contributed_to_is_shown_as_nobody():
    found = plan(cube([(range(9), 201601, 0, 0)]))
    assert isinstance(found.allows("place", 2), Shown)
    assert isinstance(found.allows("service", 1), Shown)


def test_periods_are_widened_and_say_so():
    found = plan(cube([(range(3), 201601, 0, 0), (range(3, 6), 201602, 0, 0), (range(3), 201603, 0, 0)]))
    assert found.allows(since=201602) == Shown((201601, 201602), True)
    assert found.allows(since=201501, until=201602) == Shown((201601, 201602), False)
    assert found.allows() == Shown((201601, 201602), False)  # March waits for two more people
    assert found.allows(since=201603) == Withheld(Reason.OUTSIDE)


@pytest.mark.parametrize("people", [0, 1, 4])
def test_an_organisation_of_few_shows_nothing(people):
    found = plan(cube([(range(people), 201601, 0, 0)]))
    assert found.allows() == found.allows("place", 0) == Withheld(Reason.OUTSIDE)
    assert found.cells() == () == found.cells("kind", 0)
    assert not found.shown_values("place").any()


def test_numbers_of_members_say_nothing_about_few():
    def shown(parent, groups, members):
        node = np.concatenate([np.full(len(people), at) for at, people in groups.items()])
        person = np.concatenate([np.array(people) for people in groups.values()])
        return members_shown(np.array(parent), node, person, members).tolist()

    assert shown([-1, -1, -1], {0: range(20), 1: range(20, 30), 2: range(30, 33)}, 40) == [True, False, False]
    assert shown([-1, -1], {0: range(38), 1: range(20)}, 40) == [False, True]  # two are not in the first
    assert shown([-1, -1], {0: range(3), 1: []}, 40) == [False, True]
    assert shown([-1, 0, 0], {0: range(2), 1: range(2, 10), 2: range(10, 20)}, 40) == [True, False, True]


def test_half_a_million_rows_take_seconds_at_most():
    rng = np.random.default_rng(0)
    size, people, places = 500_000, 5_000, 500
    months = np.array([year * 100 + month for year in range(2020, 2025) for month in range(1, 13)])
    place = np.minimum((rng.pareto(0.6, size) * 3).astype(int), places - 1)
    person = (rng.beta(0.6, 3, size) * people).astype(int)
    network_of_place = rng.integers(0, 4, places)
    large = Cube(
        person,
        months[np.minimum(59, np.maximum(rng.integers(0, 60, size), place // 10))],
        place,
        network_of_place[place],
        rng.integers(-1, 50, people)[person],
        (rng.random(people) < 0.1).astype(int)[person],
        network_of_place,
        np.concatenate([np.full(5, -1), rng.integers(0, 5, 20), rng.integers(5, 25, 25)]),
        networks=4,
        kinds=2,
    )
    started = time.process_time()
    found = plan(large)
    assert time.process_time() - started < 4  # about one on a machine of 2020; others may be at work here
    assert (found.levels["place"] > 0).sum() > 100
