"""Groups in place of people: which are linked for everybody, and which link others."""

import networkx
import numpy as np
import pytest

from manyhands.measures import queries as measures
from manyhands.participation.rules.links import group_network, links

GROUP = np.repeat(np.arange(4), 6)  # people 0–5 in group 0, 6–11 in group 1 and so on


def talk(*pairs, weight=1):
    """Everybody of one group turns to the person of the other who has the same place in it; so many of them."""
    rows = [(6 * a + at, 6 * b + at) for a, b, many in pairs for at in range(many)]
    return measures.edges([row[0] for row in rows], [row[1] for row in rows], [weight] * len(rows), 24)


def tied(network):
    return {(int(low), int(high)) for low, high in zip(*measures.ties(network)[:2], strict=True)}


def test_for_everybody_five_of_each_make_a_link():
    network = talk((0, 1, 5), (1, 2, 4), (3, 0, 6))
    assert tied(group_network(network, GROUP, 4, exactly=False)) == {(0, 1), (0, 3)}
    assert tied(group_network(network, GROUP, 4, exactly=True)) == {(0, 1), (1, 2), (0, 3)}


def test_one_who_turns_to_many_makes_no_link_for_everybody():
    network = measures.edges([0] * 6, range(6, 12), [900] * 6, 24)
    assert not tied(group_network(network, GROUP, 4, exactly=False))
    assert tied(group_network(network, GROUP, 4, exactly=True)) == {(0, 1)}


def test_both_directions_count_together():
    network = measures.edges([0, 1, 2, 9, 10], [6, 7, 8, 3, 4], None, 24)
    assert tied(group_network(network, GROUP, 4, exactly=False)) == {(0, 1)}


def test_how_much_one_person_writes_changes_nothing_for_everybody():
    pairs = ((0, 1, 5), (0, 2, 5), (1, 2, 5), (0, 3, 6))
    little, much = (group_network(talk(*pairs, weight=weight), GROUP, 4, exactly=False) for weight in (1, 500))
    assert links(little) == links(much)


def test_people_without_a_group_take_no_part():
    group = np.where(np.arange(24) < 6, -1, GROUP)
    assert not tied(group_network(talk((0, 1, 6)), group, 4, exactly=False))


def test_who_links_others_comes_first():
    found = links(group_network(talk((0, 1, 6), (0, 2, 6), (0, 3, 6), (2, 3, 6)), GROUP, 4, exactly=False))
    assert found[0][:4] == (0, 3, 3, 1)
    assert {link.group: (link.others, link.pairs, link.joined) for link in found[1:]} == {
        1: (1, 0, 0),
        2: (2, 1, 1),
        3: (2, 1, 1),
    }


@pytest.mark.parametrize("exactly", [False, True])
def test_the_constraint_is_burts(exactly):
    given = talk((0, 1, 6), (0, 2, 5), (1, 2, 5), (2, 3, 6))
    network = group_network(given, GROUP, 4, exactly=exactly)
    graph = networkx.DiGraph()
    rows = zip(network.source.tolist(), network.target.tolist(), network.weight.tolist(), strict=True)
    graph.add_weighted_edges_from(rows)
    expected = networkx.constraint(graph, weight="weight")
    assert {link.group: link.constraint for link in links(network)} == pytest.approx(expected)


def test_nobody_turns_to_anybody():
    assert links(group_network(measures.edges([], [], None, 24), GROUP, 4, exactly=False)) == []
    assert links(group_network(measures.edges([], [], None, 0), GROUP[:0], 0, exactly=False)) == []
