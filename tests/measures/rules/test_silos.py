"""Silos: E-I and its baseline, assortativity, reciprocity, centralisation."""

from itertools import permutations

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings

from manyhands.measures import queries as measures
from manyhands.measures.rules import silos
from tests.paths import SHARED

from .networks import PEOPLE, digraph, groups, network, rows

EMAIL = SHARED / "data" / "email-Eu-core"


def test_edges_are_added_up_without_turning_to_oneself():
    edges = measures.edges([3, 0, 3, 1], [0, 1, 0, 1], [2, 1, 5, 9])
    assert [side.tolist() for side in edges[:3]] == [[0, 3], [1, 0], [1, 7]]
    assert edges.people == 4
    assert measures.edges([1, 1], [0, 0]).weight.tolist() == [2]
    assert [len(side) for side in measures.edges([], [], [], people=3)[:3]] == [0, 0, 0]
    with pytest.raises(ValueError, match="numbered"):
        measures.edges([0], [3], people=3)


def test_people_can_have_any_keys():
    edges, keys = measures.numbered(pa.chunked_array([["b"], ["a", "b"]]), pa.array(["c", "b", "c"]))
    named = {(keys[s].as_py(), keys[t].as_py()): w for s, t, w in zip(*edges[:3], strict=True)}
    assert named == {("b", "c"): 2, ("a", "b"): 1}
    assert measures.numbered([7, 9], [9, 7], [1, 4])[0].weight.sum() == 5


def test_e_i_of_a_network_worked_by_hand():
    # two services of two; within 0 ↔ 1, across 0 → 2, 1 → 3, 3 → 1, 2 → 1
    edges = measures.edges([0, 1, 0, 1, 3, 2], [1, 0, 2, 3, 1, 1])
    found = measures.e_i_index(edges, [0, 0, 1, 1])
    assert (found.internal, found.external, found.people) == (2, 4, 4)
    assert found.value == pytest.approx((4 - 2) / 6)
    assert found.expected == pytest.approx(1 - 2 * (2 * 1 + 2 * 1) / (4 * 3))


@given(rows, groups)
@settings(max_examples=60, deadline=None)
def test_mean_and_spread_are_those_of_every_shuffle(drawn, of):
    edges, of = network(drawn), of[:PEOPLE]
    of[5:] = -1  # five people at most: 120 shuffles are all of them
    found = measures.e_i_index(edges, of, shuffles=0)
    known = np.flatnonzero(of >= 0)
    kept = (of[edges.source] >= 0) & (of[edges.target] >= 0)
    assume(kept.any() and len(set(of[known].tolist())) > 1)
    values = []
    for order in permutations(of[known]):
        shuffled = of.copy()
        shuffled[known] = order
        inside = (shuffled[edges.source] == shuffled[edges.target])[kept]
        values.append(1 - 2 * inside.mean())
    assert found.expected == pytest.approx(np.mean(values))
    assert found.spread == pytest.approx(np.std(values), abs=1e-9)


def test_shuffles_agree_with_the_exact_mean_and_spread():
    rng = np.random.default_rng(3)
    edges = measures.edges(rng.integers(0, 200, 2500), rng.integers(0, 200, 2500), people=200)
    of = rng.integers(0, 12, 200)
    drawn = measures.e_i_index(edges, of, shuffles=999, seed=1)
    exact = measures.e_i_index(edges, of, shuffles=0)
    assert drawn == measures.e_i_index(edges, of, shuffles=999, seed=1)
    assert (drawn.low, drawn.high) == pytest.approx((exact.low, exact.high), abs=0.15 * (exact.high - exact.low))
    assert drawn.low < drawn.expected < drawn.high
    assert drawn.p > 0.01
    assert drawn.p == pytest.approx(exact.p, abs=0.05)
    assert drawn == measures.e_i_index(edges, of, seed=1)


def test_large_networks_are_not_shuffled(monkeypatch):
    edges, of = measures.edges(np.arange(50), (np.arange(50) + 1) % 50), np.arange(50) % 2
    assert measures.e_i_index(edges, of) != measures.e_i_index(edges, of, shuffles=0)
    monkeypatch.setattr(silos, "MOST_SHUFFLED", 49)
    assert measures.e_i_index(edges, of) == measures.e_i_index(edges, of, shuffles=0)
    assert measures.e_i_index(edges, of).p < 1e-6


def test_groups_that_keep_to_themselves_are_beyond_chance():
    rng = np.random.default_rng(4)
    of = np.repeat(np.arange(10), 10)
    inside = rng.integers(0, 10, (2, 600)) + 10 * rng.integers(0, 10, 600)
    edges = measures.edges(
        np.append(inside[0], rng.integers(0, 100, 900)), np.append(inside[1], rng.integers(0, 100, 900))
    )
    found = measures.e_i_index(edges, of)
    assert found.value > 0  # looks open, and is not: chance would be far higher
    assert found.value < found.low
    assert found.p == 1 / 1000
    assert measures.attribute_assortativity(edges, of) > 0.2


def test_nothing_is_said_without_ties_or_groups():
    edges = measures.edges([0, 1], [1, 2])
    assert measures.e_i_index(edges, [0, 0, 0]).value is None
    assert measures.e_i_index(edges, [0, -1, 1]).value is None
    assert measures.attribute_assortativity(edges, [0, -1, 1]) is None
    assert measures.attribute_assortativity(edges, [2, 2, 2]) is None
    assert measures.reciprocity(measures.edges([], [], people=3)) is None
    with pytest.raises(ValueError, match="one group for each"):
        measures.e_i_index(edges, [0, 1])


@given(rows, groups)
@settings(deadline=None)
def test_assortativity_as_networkx_has_it(drawn, of):
    edges = network(drawn)
    graph = digraph(edges, of)
    for directed, peer in ((True, graph), (False, graph.to_undirected())):
        ours = measures.attribute_assortativity(edges, of, directed=directed)
        ends = {of[person] for pair in peer.edges for person in pair}
        if len(ends) < 2:
            assert ours is None
        else:
            assert ours == pytest.approx(nx.attribute_assortativity_coefficient(peer, "group"))


@given(rows)
@settings(deadline=None)
def test_reciprocity_as_networkx_has_it(drawn):
    edges = network(drawn)
    assume(edges.source.size)
    assert measures.reciprocity(edges) == pytest.approx(nx.overall_reciprocity(digraph(edges)))


def test_centralisation_of_stars_circles_and_one_worked_by_hand():
    star = measures.edges([0, 0, 0, 0], [1, 2, 3, 4])
    assert measures.degree_centralisation(star) == (1, 5)
    assert measures.degree_centralisation(star, "out") == (1, 5)
    assert measures.degree_centralisation(star, "in").value == pytest.approx(4 * 0 / 16 + 1 / 16)
    circle = measures.edges([0, 1, 2, 3], [1, 2, 3, 0])
    assert measures.degree_centralisation(circle) == (0, 4)
    # degrees 3, 2, 2, 1: Σ (3 − d) = 4, of (4 − 1)(4 − 2) = 6
    kite = measures.edges([0, 0, 0, 1], [1, 2, 3, 2])
    assert measures.degree_centralisation(kite).value == pytest.approx(4 / 6)
    assert measures.degree_centralisation(measures.edges([0], [1])) == (None, 2)
    with pytest.raises(ValueError, match="direction"):
        measures.degree_centralisation(star, "up")


@given(rows)
def test_centralisation_lies_between_0_and_1(drawn):
    for direction in ("any", "in", "out"):
        assert 0 <= measures.degree_centralisation(network(drawn), direction).value <= 1


@pytest.mark.skipif(not (EMAIL / "email-Eu-core.txt").exists(), reason="SNAP's email-Eu-core is not on this machine")
def test_e_mails_of_an_institute_look_open_and_are_not():
    """E-I is +0.31, which seems open; chance would make it +0.91, and assortativity says silos as well."""
    pairs = np.loadtxt(EMAIL / "email-Eu-core.txt", dtype=np.int64)
    of = np.loadtxt(EMAIL / "email-Eu-core-department-labels.txt", dtype=np.int64)[:, 1]
    edges = measures.edges(*pairs.T, people=len(of))
    found = measures.e_i_index(edges, of)
    assert found.value == pytest.approx(0.306, abs=0.0005)
    assert found.expected == pytest.approx(0.907, abs=0.0005)
    assert found.value < found.low
    assert found.p == 1 / 1000
    assert measures.attribute_assortativity(edges, of) == pytest.approx(0.314, abs=0.0005)
    assert measures.attribute_assortativity(edges, of, directed=False) == pytest.approx(0.302, abs=0.0005)
