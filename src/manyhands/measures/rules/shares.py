"""Top-k shares: how much of it the k people who contribute most carry."""

from collections.abc import Iterable

import numpy as np

from ..types import Counts

TOP_RANKS = (1, 2, 3, 6, 10, 20)
"""The ranks that figures list; six because it is the number people quote ("96 % of posts come from six people")."""


def descending(counts: Counts) -> Counts:
    """The counts, largest first. Raises ValueError unless there is at least one and all are above 0."""
    ordered = np.sort(np.asarray(counts, dtype=np.int64))[::-1]
    if ordered.size == 0 or ordered[-1] <= 0:
        raise ValueError("a measure needs at least one contributor, and each at least one contribution")
    return ordered


def top_share(counts: Counts, k: int) -> float:
    """The share of all contributions that the k largest contributors made, from 0 to 1 (1 when k covers everyone)."""
    if k < 1:
        raise ValueError("k must be at least 1")
    ordered = descending(counts)
    return float(ordered[:k].sum() / ordered.sum())


def top_shares(counts: Counts, ranks: Iterable[int] = TOP_RANKS) -> dict[int, float]:
    """`top_share` for several k, sorting once."""
    cumulative = np.cumsum(descending(counts))
    return {k: float(cumulative[min(k, cumulative.size) - 1] / cumulative[-1]) for k in ranks}
