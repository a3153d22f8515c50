"""How diverse groups are within, between and together: Hill numbers parted into alpha, beta and gamma."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Partition


def hill_partition(group: ArrayLike, kind: ArrayLike, n: ArrayLike, *, q: float = 1, equal: bool = False) -> Partition:
    """Jost's partition of rows (group, kind, how much), numbers from 0, added up: gamma = alpha · beta.

    Groups are places and kinds services: gamma says how many services it would be if all did the same, alpha how many
    in a typical place, beta how many effectively different places. Groups are services and kinds people, nobody in two:
    beta says how many effectively different services take part.
    Groups weigh what was done in them, or the same if `equal`. Raises ValueError for unequal weights with an order
    other than 0 and 1, for which no such partition exists (Jost 2007), and where nothing was done at all.
    """
    groups, kinds, amounts = (np.asarray(column, dtype=np.int64) for column in (group, kind, n))
    if amounts.size == 0 or amounts.min() < 0 or amounts.sum() == 0:
        raise ValueError("a partition needs something done, and nothing below 0")
    if q < 0 or not (equal or q in (0, 1)):
        raise ValueError("the order is 0 or 1, or above 0 for groups of equal weight")
    some = amounts > 0
    _, groups = np.unique(groups[some], return_inverse=True)
    _, kinds = np.unique(kinds[some], return_inverse=True)
    width = int(kinds.max()) + 1
    cells, row = np.unique(groups * width + kinds, return_inverse=True)
    done = np.bincount(row, amounts[some])
    group_of, kind_of = np.divmod(cells, width)
    of_group = np.bincount(group_of, done)
    weight = np.full(of_group.size, 1 / of_group.size) if equal else of_group / of_group.sum()
    inside = done / of_group[group_of]
    together = np.bincount(kind_of, weight[group_of] * inside).astype(np.float64)
    gamma = _number(together, np.ones(together.size), q)
    scale = weight**q
    alpha = _number(inside, scale[group_of] / scale.sum(), q)
    return Partition(alpha, gamma / alpha, gamma, of_group.size)


def _number(p: NDArray[np.floating], weight: NDArray[np.float64], q: float) -> float:
    """(Σ w·p^q)^(1/(1−q)), its limit exp(−Σ w·p ln p) at 1: a Hill number, of several groups together if weighted."""
    if q == 1:
        return float(np.exp(-(weight * p) @ np.log(p)))
    return float((weight @ p**q) ** (1 / (1 - q)))
