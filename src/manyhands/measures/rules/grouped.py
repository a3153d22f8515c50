"""The measures of many groups (such as all places) in one pass over flat arrays, without a loop in Python."""

import numpy as np
from numpy.typing import NDArray

from ..types import Grouped
from .hands import ENOUGH_HANDS


def by_group(
    group: NDArray[np.int64], actor: NDArray[np.int64], contributions: NDArray[np.int64], groups: int
) -> Grouped:
    """Measures of groups 0 … groups−1 from rows (group, actor, contributions above 0), in any order.

    An actor may have several rows in a group (one a month, say): they are added up first.
    """
    group, actor, counts = _totals(group, actor, contributions)
    people = np.bincount(group, minlength=groups).astype(np.int64)
    order = np.lexsort((-counts, group))
    counts = counts[order]  # groups stay in their order; in each, largest first
    start = np.cumsum(people) - people
    has = people > 0
    before = np.concatenate([[0], np.cumsum(counts)])
    total = before[start + people] - before[start]
    top = np.zeros(groups, dtype=np.int64)
    top[has] = counts[start[has]]
    # a contributor is needed for half of it while those before did less than half
    needed = 2 * (before[:-1] - before[start][group]) < total[group]
    factor = np.bincount(group[needed], minlength=groups).astype(np.int64)
    whole = np.where(has, total, 1)
    squares = np.bincount(group, weights=(counts / whole[group]) ** 2, minlength=groups)
    hands = np.divide(1.0, squares, out=np.zeros(groups), where=has)
    return Grouped(people, total, top / whole, factor, hands, has & (hands < ENOUGH_HANDS), factor == 1)


def _totals(
    group: NDArray[np.int64], actor: NDArray[np.int64], contributions: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rows added up to one per group and actor, ordered by group."""
    group, actor, contributions = (np.asarray(column, dtype=np.int64) for column in (group, actor, contributions))
    if group.size == 0:
        return group, actor, contributions
    order = np.lexsort((actor, group))
    group, actor = group[order], actor[order]
    new = np.flatnonzero(np.concatenate([[True], (group[1:] != group[:-1]) | (actor[1:] != actor[:-1])]))
    return group[new], actor[new], np.add.reduceat(contributions[order], new)
