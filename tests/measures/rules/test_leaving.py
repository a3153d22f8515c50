"""What hangs on few people: hands by place, what falls silent, the truck factor, what stays connected."""

import time
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.measures import queries as measures
from manyhands.measures.rules import leaving

from .networks import digraph, network
from .networks import rows as ties

PLACES = 6
rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, PLACES - 1), st.integers(1, 9)), min_size=1, max_size=25)

# person, place, contributions: 0 is everywhere, 1 and 2 share place 1, 3 has place 3 alone; place 4 has nobody
WHO = [0, 0, 0, 1, 2, 3, 0, 1]
WHERE = [0, 1, 2, 1, 1, 3, 2, 1]
DONE = [5, 1, 1, 9, 2, 4, 1, 1]


def columns(drawn):
    return np.array(drawn, dtype=np.int64).reshape(-1, 3).T


def silent(person, place, gone):
    """The definition: live places none of whose hands stays."""
    live = set(place.tolist())
    return len(live - {p for i, p in zip(person.tolist(), place.tolist(), strict=True) if i not in gone})


def test_hands_by_place_by_hand():
    found = measures.hands_by_place(WHO, WHERE, DONE, 5)
    assert found.hands.tolist() == [1, 3, 1, 1, 0]
    assert found[1:] == (1, 3, 0, 1)
    busy = measures.hands_by_place(WHO, WHERE, DONE, 5, least=2)  # two rows of a pair are added up first
    assert busy.hands.tolist() == [1, 2, 1, 1, 0]
    assert busy[1:] == (1, 3, 1, 0)
    assert measures.hands_by_place([], [], [], 3)[1:] == (3, 0, 0, 0)


def test_what_falls_silent_by_hand():
    order = measures.most_active(WHO, DONE, 5)
    assert order.tolist() == [1, 0, 3, 2, 4]  # 10, 8, 4, 2 and 0 contributions
    assert measures.falls_silent(WHO, WHERE, order, 5).tolist() == [0, 0, 2, 3, 4, 4]
    assert measures.falls_silent(WHO, WHERE, [], 5).tolist() == [0]


def test_truck_factor_by_hand():
    # 0 leaves places 0 and 2 silent, half of the four live ones; with 3 it is more than half
    found = measures.truck_factor(WHO, WHERE, DONE, 5)
    assert (found.greedy, found.exact, found.places) == (3, 2, 4)
    assert found.leaving.tolist() == [0, 1, 3]  # Avelino's order: by places, then by how much
    assert measures.truck_factor(WHO, WHERE, DONE, 5, exactly=False).exact is None
    assert measures.truck_factor([], [], [], 5)[:2] == (None, None)


@given(rows)
@settings(max_examples=40, deadline=None)
def test_the_exact_answers_are_the_best_of_all_sets(drawn):
    person, place, n = columns(drawn)
    live, people = len(set(place.tolist())), sorted(set(person.tolist()))
    best = {
        k: max((silent(person, place, set(gone)) for gone in combinations(people, k)), default=0)
        for k in range(len(people) + 1)
    }
    found = measures.truck_factor(person, place, n, PLACES)
    assert found.exact == next(k for k in best if 2 * best[k] > live)
    assert found.exact <= found.greedy == len(found.leaving)
    assert 2 * silent(person, place, set(found.leaving.tolist())) > live
    assert 2 * silent(person, place, set(found.leaving[:-1].tolist())) <= live
    for k in (0, 1, 2):
        most = measures.most_silent(person, place, k)
        assert most.silent == best.get(k, live) == silent(person, place, set(most.leaving.tolist()))
        assert len(most.leaving) <= k


@given(rows, st.permutations(range(8)))
def test_places_fall_silent_when_their_last_hand_leaves(drawn, order):
    person, place, _ = columns(drawn)
    found = measures.falls_silent(person, place, order, PLACES)
    assert found.tolist() == [silent(person, place, set(order[:k])) for k in range(9)]


def test_large_organisations_are_not_solved_exactly(monkeypatch):
    monkeypatch.setattr(leaving, "EXACT_ROWS", 3)
    assert measures.truck_factor(WHO, WHERE, DONE, 5)[:2] == (3, None)
    assert measures.most_silent(WHO, WHERE, 1) is None


def test_a_million_rows_take_less_than_two_seconds():
    rng = np.random.default_rng(2)
    person, place = rng.zipf(1.6, 1_000_000) % 200_000, rng.integers(0, 20_000, 1_000_000)
    started = time.process_time()
    found = measures.truck_factor(person, place, np.ones(1_000_000, dtype=np.int64), 20_000)
    assert time.process_time() - started < 2
    assert found.exact is None
    assert found.greedy > 1


@given(ties, st.permutations(range(9)))
@settings(deadline=None)
def test_what_stays_connected_as_networkx_has_it(drawn, order):
    edges = network(drawn)
    graph = digraph(edges).to_undirected()
    graph.remove_nodes_from(list(nx.isolates(graph)))
    found = measures.connected_after(edges, order, 5)
    for k in range(6):
        graph.remove_nodes_from(order[:k])
        largest = max(map(len, nx.connected_components(graph)), default=0)
        expected = largest / len(graph) if len(graph) else np.nan
        assert found[k] == pytest.approx(expected, nan_ok=True)


def test_a_star_falls_apart_without_its_middle():
    star = measures.edges([0, 0, 0, 0], [1, 2, 3, 4], people=7)  # 5 and 6 were never part of it
    assert measures.connected_after(star, [0, 1], 9).tolist() == [1, 1 / 4, 1 / 3]
