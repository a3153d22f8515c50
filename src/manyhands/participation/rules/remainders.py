"""What is left of a parent over any period, when everything below it that lies in that period is taken away.

A place that is shown for whole years only may have lived in one month. Whoever knows that can take the year's figure
from the month's, and several such places together. So for each shown parent and every period that it can be shown for,
all shown cells of nodes below it whose contributions lie in the period are taken away; what is left must have five
people or none, else the smallest of those nodes is held back at its finest grain. Taking only some of them away leaves
their cells as well, which have five people or none (and what lies below them is looked at with them as the parent).
"""

import numpy as np

from .calendar import Calendar, Grain
from .containment import Dimension, Facts
from .cube import FEWEST, Ints, about_few


def levels_leaving_enough(calendar: Calendar, facts: Facts, dimension: Dimension) -> Ints:
    """Levels, no higher than given, that leave of no parent one to four people in any of its periods."""
    tree, level = dimension.tree, dimension.level.copy()
    size = dimension.people[Grain.BLOCK].sum(axis=1)
    parents = np.unique(tree.paths[np.flatnonzero(level)][:, :-1])  # what is above something shown
    for parent in [*parents[np.argsort(-tree.depth[parents])].tolist(), None]:  # deepest first; None: the whole
        if parent is None:
            depth, grain, nodes = -1, Grain.BLOCK, np.arange(tree.size)
        elif parent >= 0 and level[parent]:
            depth, grain = int(tree.depth[parent]), Grain(level[parent] - 1)
            nodes = np.flatnonzero(tree.paths[:-1, depth] == parent)
        else:
            continue
        while len(coarser := nodes[(level[nodes] > 0) & (level[nodes] <= grain)]):
            # what is shown as finely as its parent leaves enough in each cell, and so in each period; coarser may not
            first, last = _spans(calendar, dimension, level, grain)
            mine = np.flatnonzero(np.isin(dimension.node, nodes)) if parent is not None else np.arange(len(facts.block))
            below = tree.paths[dimension.node[mine], depth + 1 :]
            period = _short(calendar.cell_of_block[grain], facts, mine, below, first, last)
            if period is None:
                break
            inside = (first[coarser] >= period[0]) & (first[coarser] <= last[coarser]) & (last[coarser] <= period[1])
            candidates = coarser[inside.any(axis=1)]
            level[candidates[np.argmin(size[candidates])]] -= 1
    return level


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
        begins = np.flatnonzero(np.diff(calendar.cell_of_block[shown], prepend=-1))
        round_block = calendar.cell_of_block[shown]
        first[nodes] = np.minimum.reduceat(np.where(there[nodes], cell, far), begins, axis=1)[:, round_block]
        last[nodes] = np.maximum.reduceat(np.where(there[nodes], cell, -1), begins, axis=1)[:, round_block]
    return first, last


def _short(cell_of: Ints, facts: Facts, mine: Ints, below: Ints, first: Ints, last: Ints) -> tuple[int, int] | None:
    """A period (first and last cell) of which too few of a parent's facts, `mine`, are left, if there is one.

    `below` are the nodes below the parent that lead to each; `first` and `last` are as `_spans` gives them.
    """
    block = facts.block[mine]
    cell = cell_of[block]
    begins, ends = first[below, block[:, None]], last[below, block[:, None]]
    stays = ~((begins == cell[:, None]) & (ends == cell[:, None])).any(axis=1)  # else taken away in any period
    cell, begins, ends = cell[stays], begins[stays], ends[stays]
    person = facts.person[mine][stays]
    cells = first.shape[1]  # as many as blocks, at most
    # Who began before a cell is left in all periods that start with it, and who ends after it in all that end with it.
    early = _enough(cell, person, (begins < cell[:, None]).all(axis=1), cells)
    late = _enough(cell, person, (ends > cell[:, None]).all(axis=1), cells)
    for since in np.flatnonzero(~early):
        for until in np.flatnonzero(~late[since:]) + since:
            rows = slice(*np.searchsorted(cell, [since, until + 1]))
            left = ~((begins[rows] >= since) & (ends[rows] <= until)).any(axis=1)
            if about_few(int(np.count_nonzero(np.bincount(person[rows][left])))):
                return int(since), int(until)
    return None


def _enough(cell: Ints, person: Ints, certain: Ints, cells: int) -> Ints:
    """For each cell whether five of its people are certain."""
    people = int(person.max(initial=0)) + 1
    pairs = np.unique(cell[certain] * people + person[certain])
    return np.asarray(np.bincount(pairs // people, minlength=cells) >= FEWEST)
