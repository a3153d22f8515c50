"""Top-k shares: how much of it the k people who contribute most carry."""

from collections.abc import Iterable

import numpy as np

from ..types import Counts, Spread

TOP_RANKS = (1, 2, 3, 6, 10, 20)
"""The ranks that figures list; six because it is the number people quote ("96 % of posts come from six people")."""


def spread_of(counts: Counts | Spread) -> Spread:
    """How many people contributed how often. Raises ValueError unless there is anybody, and all are above 0."""
    if isinstance(counts, Spread):
        return counts
    each = np.asarray(counts, dtype=np.int64)
    if each.size == 0 or each.min() <= 0:
        raise ValueError("a measure needs at least one contributor, and each at least one contribution")
    if each.max() < 4 * each.size + 1_000:
        people = np.bincount(each)  # where it is not much larger than what there is, five times as fast as sorting
        values = np.flatnonzero(people)
        people = people[values]
    else:
        values, people = np.unique(each, return_counts=True)
    return Spread(values[::-1].astype(np.int64), people[::-1].astype(np.int64))


def top_share(counts: Counts | Spread, k: int) -> float:
    """The share of all contributions that the k largest contributors made, from 0 to 1 (1 when k covers everyone)."""
    return top_shares(counts, [k])[k]


def top_shares(counts: Counts | Spread, ranks: Iterable[int] = TOP_RANKS) -> dict[int, float]:
    """`top_share` for several k."""
    values, people = spread_of(counts)
    upto, total = np.cumsum(people), int(values @ people)
    found = {}
    for k in ranks:
        if k < 1:
            raise ValueError("k must be at least 1")
        whole = int(np.searchsorted(upto, k, side="right"))  # so many values are all taken, and part of the next
        taken = int(values[:whole] @ people[:whole])
        if whole < len(values):
            taken += int(values[whole]) * (k - int(upto[whole] - people[whole]))
        found[k] = taken / total
    return found
