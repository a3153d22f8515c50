"""The measures of many groups (such as all places) in one pass over flat arrays, without a loop in Python."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..types import Grouped
from .hands import ENOUGH_HANDS
from .sums import largest_first, sums


def by_group(
    group: NDArray[np.int64], actor: NDArray[np.int64], contributions: NDArray[np.int64], groups: int
) -> Grouped:
    """Measures of groups 0 … groups−1 from rows (group, actor, contributions above 0), in any order.

    An actor may have several rows in a group (one a month, say): they are added up first.
    """
    group, _, counts = sums(group, actor, contributions)
    people = np.bincount(group, minlength=groups).astype(np.int64)
    group, counts = largest_first(group, counts)
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


def by_spread(group: NDArray[np.int64], n: NDArray[np.int64], people: NDArray[np.int64], groups: int) -> Grouped:
    """The same from spreads: rows (group, n, how many people contributed n times there), each group and n once."""
    key = group << 32 | n
    if (key[1:] <= key[:-1]).any():
        order = np.argsort(key)
        group, n, people = group[order], n[order], people[order]
    if not len(group):
        none = np.zeros(groups, np.int64)
        return Grouped(none, none, np.zeros(groups), none, np.zeros(groups), none > 0, none > 0)
    first = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    there, rows = group[first], np.diff(first, append=len(group))
    done = n * people
    total = np.add.reduceat(done, first)
    # who did most comes last: before them is what is left of all of their group
    upto = np.cumsum(done)
    before = np.repeat(total + upto[first] - done[first], rows) - upto
    # of those who did n each, as many are needed as bring what was done before them to half
    missing = np.maximum(np.repeat(total, rows) - 2 * before, 0)
    factor = np.add.reduceat(np.minimum(people, -(-missing // (2 * n))), first)
    squares = np.add.reduceat(people * (n / np.repeat(total, rows)) ** 2, first)
    top = n[first + rows - 1] / total

    def spread_out(found: NDArray[Any]) -> NDArray[Any]:
        """With 0 for groups in which nobody did anything."""
        every = np.zeros(groups, found.dtype)
        every[there] = found
        return every

    hands = spread_out(1 / squares)
    return Grouped(
        spread_out(np.add.reduceat(people, first)),
        spread_out(total),
        spread_out(top),
        spread_out(factor),
        hands,
        (hands > 0) & (hands < ENOUGH_HANDS),
        spread_out(factor == 1),
    )
