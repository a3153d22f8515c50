"""The measures of many groups (such as all places) in one pass over flat arrays, without a loop in Python."""

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
