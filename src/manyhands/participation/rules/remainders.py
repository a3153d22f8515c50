"""What is left of a parent over any period, when all below it that lies in that period is taken away together.

A place that is shown for whole years only may have lived in one month. Whoever knows that can take the year's figure
from the month's, and several such places together. So for each shown parent, each family below it that shares nobody's
contributions (its nearest shown nodes, and those of each depth), and every period that the parent can be shown for, all
shown cells of the family whose contributions lie in the period are taken away. What is left must have five people or
none, else the smallest of the family is held back at its finest grain. Taking only some of them away leaves their cells
as well, which have five people or none.
"""

from collections.abc import Iterator

import numpy as np

from .calendar import Calendar, Grain
from .containment import Dimension, Facts
from .cube import FEWEST, Ints, about_few


def levels_leaving_enough(calendar: Calendar, facts: Facts, dimension: Dimension) -> Ints:
    """Levels, no higher than given, that leave of no parent one to four people in any of its periods."""
    tree, level = dimension.tree, dimension.level.copy()
    size = dimension.people[Grain.BLOCK].sum(axis=1)
    parents = np.unique(tree.paths[np.flatnonzero(level)][:, :-1])  # what is above something shown
    parents = parents[parents >= 0]
    for parent in [*parents[np.argsort(-tree.depth[parents])].tolist(), tree.size]:  # deepest first, at last the root
        grain = Grain.BLOCK if parent == tree.size else Grain(max(level[parent] - 1, 0))
        for family in _families(dimension, level, parent):
            # What is shown as finely as its parent leaves enough in each cell, and so in each period.
            while len(coarser := _coarser(family, level, grain)):
                first, last = _spans(calendar, dimension, level, grain)
                mine = _at_or_below(dimension, parent)
                member = family[dimension.node[mine]]
                period = _short(calendar.cell_of_block[grain], facts, mine, member, first, last)
                if period is None:
                    break
                since, until = first[coarser], last[coarser]
                inside = ((since >= period[0]) & (since <= until) & (until <= period[1])).any(axis=1)
                level[coarser[inside][np.argmin(size[coarser[inside]])]] -= 1
    return level


def _families(dimension: Dimension, level: Ints, parent: int) -> Iterator[Ints]:
    """Families below a shown parent: for each node the member that it stands at or below, else −1; last entry: −1."""
    tree = dimension.tree
    depth = -1 if parent == tree.size else int(tree.depth[parent])
    if depth >= 0 and not level[parent]:
        return
    inside = tree.paths[:, depth] == parent if depth >= 0 else np.ones(tree.size + 1, dtype=bool)
    nearest = np.full(tree.size + 1, -1)
    for below in tree.paths[:, depth + 1 :].T:
        nearest = np.where((nearest < 0) & (below >= 0) & (np.append(level, 0)[below] > 0), below, nearest)
    for family in (nearest, *tree.paths[:, depth + 1 :].T):
        yield np.where(inside, family, -1)


def _coarser(family: Ints, level: Ints, grain: Grain) -> Ints:
    """Members of a family that are shown, but not as finely as a grain."""
    members = np.unique(family[family >= 0])
    return members[(level[members] > 0) & (level[members] <= grain)]


def _at_or_below(dimension: Dimension, node: int) -> Ints:
    """The facts of a node, or all for the root."""
    if node == dimension.tree.size:
        return np.arange(len(dimension.node))
    return np.flatnonzero(dimension.tree.paths[dimension.node, dimension.tree.depth[node]] == node)


def _spans(calendar: Calendar, dimension: Dimension, level: Ints, grain: Grain) -> tuple[Ints, Ints]:
    """By node and block: the first and last cell (of `grain`) with contributions in the shown cell round that block.

    Where nothing is shown, a span that lies in no period. The last row is for node −1.
    """
    cell, far = calendar.cell_of_block[grain], len(calendar.blocks)
    there = dimension.people[Grain.BLOCK] > 0
    first = np.full((len(level) + 1, len(cell)), -1)
    last = np.full_like(first, far)
    for shown in Grain:
        nodes = np.flatnonzero(level == shown + 1)
        round_block = calendar.cell_of_block[shown]
        begins = np.flatnonzero(np.diff(round_block, prepend=-1))
        first[nodes] = np.minimum.reduceat(np.where(there[nodes], cell, far), begins, axis=1)[:, round_block]
        last[nodes] = np.maximum.reduceat(np.where(there[nodes], cell, -1), begins, axis=1)[:, round_block]
    return first, last


def _short(cell_of: Ints, facts: Facts, mine: Ints, member: Ints, first: Ints, last: Ints) -> tuple[int, int] | None:
    """A period (first and last cell) of which too few of a parent's facts, `mine`, are left, if there is one.

    `member` is the family's member that each stands at or below, or −1; `first` and `last` are as `_spans` gives them.
    """
    block = facts.block[mine]
    cell, begins, ends = cell_of[block], first[member, block], last[member, block]
    stays = (begins != cell) | (ends != cell)  # else it is taken away in any period
    cell, begins, ends, person = cell[stays], begins[stays], ends[stays], facts.person[mine][stays]
    cells = first.shape[1]  # as many as blocks, at most
    # Who began before a cell is left in all periods that start with it, and who ends after it in all that end with it.
    early = _enough(cell, person, begins < cell, cells)
    late = _enough(cell, person, ends > cell, cells)
    for since in np.flatnonzero(~early):
        for until in np.flatnonzero(~late[since:]) + since:
            rows = slice(*np.searchsorted(cell, [since, until + 1]))
            left = (begins[rows] < since) | (ends[rows] > until)
            if about_few(int(np.count_nonzero(np.bincount(person[rows][left])))):
                return int(since), int(until)
    return None


def _enough(cell: Ints, person: Ints, certain: Ints, cells: int) -> Ints:
    """For each cell whether five of its people are certain."""
    people = int(person.max(initial=0)) + 1
    pairs = np.unique(cell[certain] * people + person[certain])
    return np.asarray(np.bincount(pairs // people, minlength=cells) >= FEWEST)
