"""Which nodes of a tree (networks and places, services, kinds) may be shown at one grain of time.

A node is shown only if in every cell of the grain it has no contributor or at least five; and what is left of a shown
parent when all its shown children are taken away has none or at least five too, else children are held back, smallest
first, until it has. What is held back is part of what is left. So every sum and difference of figures in the tree is
about parts that have five people each, or none.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .cube import Flags, Ints, Tree, about_few


class Rows(NamedTuple):
    """Who contributed at which node in which cell: each once, ordered by node. Node `size` of the tree means none."""

    node: Ints
    cell: Ints
    person: Ints
    cells: int
    people: int


def rows(node: Ints, cell: Ints, person: Ints, size: int, cells: int, people: int) -> Rows:
    """Rows from columns that may repeat; node −1 means none."""
    at = np.where(node < 0, size, node).astype(np.int64)
    key = _unique((at * cells + cell) * people + person)
    place, person = np.divmod(key, people)
    return Rows(*np.divmod(place, cells), person, cells, people)


def merged(given: Rows, cell: Ints, size: int) -> Rows:
    """The same rows in fewer cells; `cell` has the new cell of each old one."""
    return rows(given.node, cell[given.cell], given.person, size, int(cell[-1]) + 1, given.people)


def people_in(branches: Tree, given: Rows) -> Ints:
    """How many people contributed at each node or below it, by cell; last row: in all."""
    total = np.zeros((branches.size + 1, given.cells), dtype=np.int64)
    ancestry = branches.paths[given.node]
    for node in [*ancestry.T, np.full(len(given.node), branches.size)]:
        there = node >= 0
        total += _distinct(node[there], given.cell[there], given.person[there], branches.size + 1, given)
    return total


def shown(branches: Tree, given: Rows, people: Ints, allowed: Flags) -> Flags:
    """Which of the allowed nodes are shown. `people` is what `people_in` gives; in all they must not be few."""
    chosen = allowed & ~about_few(people[:-1]).any(axis=1)
    owner = branches.owners(chosen)
    left = _distinct(owner[given.node], given.cell, given.person, branches.size + 1, given)
    lacking = np.flatnonzero(about_few(left).any(axis=1))
    depth = np.append(branches.depth, -1)
    first_row = np.searchsorted(given.node, np.arange(branches.size + 2))
    for parent in sorted(lacking, key=lambda node: -depth[node]):  # deepest first: then no remainder is looked at twice
        _hold_back(branches, given, people, chosen, int(parent), first_row)
    return chosen


def _hold_back(branches: Tree, given: Rows, people: Ints, chosen: Flags, parent: int, first_row: Ints) -> None:
    """Takes shown children of a parent out of `chosen` until what is left of it is never about few."""
    size = people.sum(axis=1)
    left = np.zeros((given.cells, given.people), dtype=bool)

    def take(nodes: Sequence[int] | Ints) -> None:
        for node in nodes:
            part = slice(first_row[node], first_row[node + 1])
            left[given.cell[part], given.person[part]] = True

    owner = branches.owners(chosen)
    take(np.flatnonzero(owner == parent))
    while True:
        short = np.flatnonzero(about_few(left.sum(axis=1)))
        if not len(short):
            return
        above = owner[branches.parent]  # owner[-1] is the root
        children = np.flatnonzero(chosen & (above == parent) & (people[:-1, short[0]] > 0))
        smallest = children[np.argmin(size[children])]
        take(np.flatnonzero(owner == smallest))
        chosen[smallest] = False
        owner = branches.owners(chosen)


def _distinct(node: Ints, cell: Ints, person: Ints, nodes: int, given: Rows) -> Ints:
    """How many different people there are by node and cell."""
    key = _unique((node * given.cells + cell) * given.people + person)
    return np.bincount(key // max(given.people, 1), minlength=nodes * given.cells).reshape(nodes, given.cells)


def _unique(key: Ints) -> Ints:
    """As np.unique, by a plain sort, which is several times as fast as its hash table on keys that mostly differ."""
    key = np.sort(key)
    return key[np.append(True, key[1:] != key[:-1])] if len(key) else key
