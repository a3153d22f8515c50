"""Pairs that happen to lie one inside the other, across trees and grains.

A service may be the only one that writes in a place, or a place may have lived in one month of the year: then one
figure's contributions are part of another's although no tree says so, and the difference may be about one to four
people. `levels_without` finds such pairs and holds one of the two back.

It is enough to look at single cells. For A, shown by cells Y of a grain, inside B:

- B is shown as finely, or more finely: from the cells of B in which A has contributions take A's cell Y, else hold A
  back. A longer period of either only adds cells, which have five people or none.
- B is shown more coarsely: from a cell of B take all cells of A that lie inside it, else hold B back. Taking fewer only
  leaves cells of A, which have five people or none.

Holding back never makes a new pair, and what is then shown more coarsely differs by unions of parts looked at here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .calendar import Calendar, Grain
from .cube import FEWEST, Flags, Ints, Tree, about_few


@dataclass(frozen=True, eq=False)
class Dimension:
    """A tree, where each fact stands in it, how many people are in each node, and how finely each node is shown."""

    tree: Tree
    node: Ints  # of each fact; −1: none
    people: Mapping[Grain, Ints]  # (size, cells of the grain)
    level: Ints  # of each node the number of grains at which it is shown: 0 none, 1 the whole time, … 4 blocks


class Facts(NamedTuple):
    """Facts in order of block; those of block b are at start[b] … start[b + 1] − 1."""

    block: Ints
    person: Ints
    start: Ints


class Pairs(NamedTuple):
    """Parallel columns: in cell `cell` of `grain`, node `inner` lies inside node `outer` of the other dimension."""

    grain: Grain
    inner: Ints
    cell: Ints
    outer: Ints

    def where(self, takes: Flags) -> "Pairs":
        return Pairs(self.grain, self.inner[takes], self.cell[takes], self.outer[takes])


def levels_without(calendar: Calendar, facts: Facts, dimensions: list[Dimension]) -> list[Ints]:
    """Levels of each dimension, no higher than given, at which no pair differs by one to four people."""
    levels = [dimension.level.copy() for dimension in dimensions]
    alike = _alike(facts, dimensions)
    for inner, inner_level in zip(dimensions, levels, strict=True):
        groups = _by_node(inner, facts.block, alike)
        for outer, outer_level in zip(dimensions, levels, strict=True):
            apart = _Difference(calendar, facts, inner, outer)
            for pairs in _inside(calendar, inner, outer, groups):
                for node in apart.from_finer(pairs):
                    inner_level[node] = min(inner_level[node], pairs.grain)
                for node, grain in apart.from_coarser(pairs):
                    outer_level[node] = min(outer_level[node], grain)
    return levels


def _alike(facts: Facts, dimensions: list[Dimension]) -> Ints:
    """One fact for each block and combination of nodes: all that is needed to see what lies inside what."""
    key = facts.block.astype(np.int64)
    for dimension in dimensions:
        key = key * (dimension.tree.size + 1) + dimension.node + 1
    return np.unique(key, return_index=True)[1]


def _by_node(inner: Dimension, block: Ints, alike: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Alike facts in order of inner node and block; where each such group begins, and its node and block."""
    node = inner.node[alike]
    order = np.lexsort((block[alike], node))
    order = order[np.searchsorted(node[order], 0) :]
    facts = alike[order]
    node, block = inner.node[facts], block[facts]
    begins = np.flatnonzero((np.diff(node, prepend=-1) != 0) | (np.diff(block, prepend=-1) != 0))
    return facts, begins, node[begins], block[begins]


def _inside(
    calendar: Calendar, inner: Dimension, outer: Dimension, groups: tuple[Ints, Ints, Ints, Ints]
) -> Iterator[Pairs]:
    """For each grain and depth of the outer tree, shown nodes that lie inside a shown node of it."""
    facts, begins, node, block = groups
    for depth in range(outer.tree.levels):
        outside = outer.tree.paths[outer.node[facts], depth]
        lowest, highest = (edge.reduceat(outside, begins) for edge in (np.minimum, np.maximum))
        low = np.full((inner.tree.size, len(calendar.blocks)), outer.tree.size)
        high = np.full_like(low, -1)
        for above in inner.tree.paths[node].T:
            there = above >= 0
            np.minimum.at(low, (above[there], block[there]), lowest[there])
            np.maximum.at(high, (above[there], block[there]), highest[there])
        for grain in Grain:
            cells = np.flatnonzero(np.diff(calendar.cell_of_block[grain], prepend=-1))
            first = np.minimum.reduceat(low, cells, axis=1)
            one = (first == np.maximum.reduceat(high, cells, axis=1)) & (first >= 0)
            at, cell = np.nonzero(one & (inner.level > grain)[:, None])
            pairs = Pairs(grain, at, cell, first[at, cell])
            itself = (inner is outer) & (pairs.inner == pairs.outer)
            yield pairs.where((outer.level[pairs.outer] > 0) & ~itself)


@dataclass(frozen=True, eq=False)
class _Difference:
    """How many people contributed to the outer of a pair apart from the inner."""

    calendar: Calendar
    facts: Facts
    inner: Dimension
    outer: Dimension

    def from_finer(self, pairs: Pairs) -> Iterator[int]:
        """Inner nodes that differ by few from an outer one that is shown as finely, or more finely."""
        for fine in Grain:
            if fine < pairs.grain:
                continue
            chosen = pairs.where(self.outer.level[pairs.outer] == fine + 1)
            coarse_of = self.calendar.within(fine, pairs.grain)
            cell_of_block = self.calendar.cell_of_block[fine]
            for node, cell, around in self._close(chosen, fine, coarse_of):
                touched = (self.inner.people[fine][node] > 0) & (coarse_of == cell)
                if self._few(around, touched[cell_of_block], node, (coarse_of == cell)[cell_of_block]):
                    yield node

    def _close(self, pairs: Pairs, fine: Grain, coarse_of: Ints) -> Iterator[tuple[int, int, int]]:
        """Pairs of which no fine cell shows at a glance, by numbers of people alone, that they differ by enough."""
        if fine == pairs.grain:
            more = self.outer.people[fine][pairs.outer, pairs.cell] - self.inner.people[fine][pairs.inner, pairs.cell]
        else:
            inner = self.inner.people[fine][pairs.inner]
            counts = (inner > 0) & (coarse_of == pairs.cell[:, None])
            more = np.where(counts, self.outer.people[fine][pairs.outer] - inner, 0).max(axis=1, initial=0)
        close = pairs.where(more < FEWEST)
        yield from zip(close.inner.tolist(), close.cell.tolist(), close.outer.tolist(), strict=True)

    def from_coarser(self, pairs: Pairs) -> Iterator[tuple[int, Grain]]:
        """Outer nodes, and grains of theirs, that differ by few from an inner one that is shown more finely."""
        shown_so = (self.inner.level[pairs.inner] == pairs.grain + 1) & (self.outer.level[pairs.outer] <= pairs.grain)
        pairs = pairs.where(shown_so)
        for coarse in Grain:
            chosen = pairs.where(self.outer.level[pairs.outer] > coarse)
            if not len(chosen.inner):
                continue
            cell = self.calendar.within(pairs.grain, coarse)[chosen.cell]
            more = self.outer.people[coarse][chosen.outer, cell] - self.inner.people[coarse][chosen.inner, cell]
            inside: dict[tuple[int, int, int], list[int]] = {}
            for at in np.flatnonzero(more < FEWEST):
                key = int(chosen.inner[at]), int(cell[at]), int(chosen.outer[at])
                inside.setdefault(key, []).append(int(chosen.cell[at]))
            for (node, whole, around), parts in inside.items():
                taken = np.isin(self.calendar.cell_of_block[pairs.grain], parts)
                if self._few(around, self.calendar.cell_of_block[coarse] == whole, node, taken):
                    yield around, coarse

    def _few(self, outer: int, blocks: Flags, inner: int, taken: Flags) -> bool:
        """Whether an outer node in some blocks, without an inner one in those taken, is about one to four people."""
        rows = np.concatenate([np.arange(self.facts.start[b], self.facts.start[b + 1]) for b in np.flatnonzero(blocks)])
        left = _below(self.outer, outer, rows) & ~(_below(self.inner, inner, rows) & taken[self.facts.block[rows]])
        return bool(about_few(int(np.count_nonzero(np.bincount(self.facts.person[rows[left]])))))


def _below(dimension: Dimension, node: int, rows: Ints) -> Flags:
    """Which of some facts stand at a node or below it."""
    return np.asarray(dimension.tree.paths[dimension.node[rows], dimension.tree.depth[node]] == node)
