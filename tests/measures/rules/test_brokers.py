"""Brokers: constraint beside networkx, roles beside hand-worked cases and a count of all triples."""

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from manyhands.measures import queries as measures
from manyhands.measures.rules import triangles as module
from manyhands.measures.rules.brokers import ROLES
from manyhands.measures.rules.triangles import triangles

from .networks import digraph, groups, network, rows


@given(rows)
@settings(deadline=None)
def test_constraint_as_networkx_has_it(drawn):
    edges = network(drawn)
    graph = digraph(edges)
    for weighted in (True, False):
        peer = nx.constraint(graph, weight="weight" if weighted else None)
        expected = [peer[person] for person in range(edges.people)]
        assert measures.constraint(edges, weighted=weighted) == pytest.approx(expected, nan_ok=True)


def test_who_links_strangers_is_the_least_constrained():
    # 0 links two triangles that are otherwise apart
    edges = measures.edges([0, 0, 1, 0, 0, 3], [1, 2, 2, 3, 4, 4])
    found = measures.constraint(edges)
    assert found.argmin() == 0
    # worked by hand: each of four contacts has p = 1/4 directly and 1/4 · 1/2 by way of another
    assert found[0] == pytest.approx(4 * (1 / 4 + 1 / 8) ** 2)


@pytest.mark.parametrize(
    ("of", "role"),
    [
        ((0, 0, 0), "coordinator"),
        ((0, 1, 0), "itinerant"),
        ((0, 0, 1), "representative"),
        ((0, 1, 1), "gatekeeper"),
        ((0, 1, 2), "liaison"),
    ],
)
def test_each_role_by_hand(of, role):
    line = measures.edges([0, 1], [1, 2])  # 0 → 1 → 2
    found = measures.brokerage(line, of)
    for name in ROLES:
        assert getattr(found, name).tolist() == [0, int(name == role), 0]
    closed = measures.edges([0, 1, 0], [1, 2, 2])  # 0 → 2 as well: nobody stands between
    assert sum(counts.sum() for counts in measures.brokerage(closed, of)) == 0
    back = measures.edges([0, 1, 2], [1, 2, 0])  # 2 → 0 does not make 0 turn to 2
    assert getattr(measures.brokerage(back, of), role)[1] == 1


def test_people_of_unknown_service_take_no_part():
    line = measures.edges([0, 1], [1, 2])
    assert sum(counts.sum() for counts in measures.brokerage(line, [0, -1, 0])) == 0
    assert sum(counts.sum() for counts in measures.brokerage(measures.edges([], [], people=3), [0, 1, 0])) == 0


def by_hand(edges, of):
    """The definition, triple by triple."""
    there = set(zip(edges.source.tolist(), edges.target.tolist(), strict=True))
    found = np.zeros((5, edges.people), dtype=int)
    for a, b, c in permutations(np.flatnonzero(of >= 0).tolist(), 3):
        if (a, b) in there and (b, c) in there and (a, c) not in there:
            same = (of[a] == of[b], of[b] == of[c], of[a] == of[c])
            role = {(True, True, True): 0, (False, False, True): 1, (True, False, False): 2, (False, True, False): 3}
            found[role.get(same, 4), b] += 1
    return found.tolist()


@given(rows, groups)
@settings(deadline=None)
def test_roles_are_the_count_of_all_triples(drawn, of):
    edges = network(drawn)
    assert np.stack(measures.brokerage(edges, of)).tolist() == by_hand(edges, of)


@pytest.mark.parametrize("wedges", [1, 1000, 4_000_000])
def test_triangles_as_networkx_counts_them_in_any_portions(wedges, monkeypatch):
    monkeypatch.setattr(module, "WEDGES", wedges)
    rng = np.random.default_rng(8)
    edges = measures.edges(rng.zipf(1.5, 900) % 60, rng.integers(0, 60, 900), people=60)
    low, high, _ = measures.ties(edges)
    seen = []
    for corners, sides in triangles(low, high, 60):
        for tie, (i, j) in zip(sides, ((0, 1), (0, 2), (1, 2)), strict=True):
            assert (np.minimum(corners[i], corners[j]) == low[tie]).all()
            assert (np.maximum(corners[i], corners[j]) == high[tie]).all()
        seen += map(frozenset, zip(*(corner.tolist() for corner in corners), strict=True))
    assert len(seen) == len(set(seen)) > 100
    assert len(seen) == sum(nx.triangles(nx.Graph(zip(low.tolist(), high.tolist(), strict=True))).values()) // 3
