"""How many people did how much, and when: activity bands and monthly actives."""

import numpy as np
from numpy.typing import NDArray

from ..types import Band, Counts, MonthlyActives, Spread
from .shares import spread_of
from .sums import distinct

BAND_LOWS = (1, 5, 25, 100)
"""The lower ends of the activity bands: 1–4, 5–24, 25–99, 100 or more."""


def bands(counts: Counts | Spread, lows: tuple[int, ...] = BAND_LOWS) -> tuple[Band, ...]:
    """Contributors by how often they contributed, lowest band first; an empty band is listed with 0."""
    values, people = spread_of(counts) if len(counts) else Spread(*np.zeros((2, 0), np.int64))
    index = np.searchsorted(lows, values, side="right") - 1
    highs = [low - 1 for low in lows[1:]] + [None]
    return tuple(
        Band(low, high, int(people[index == i].sum()), int(values[index == i] @ people[index == i]))
        for i, (low, high) in enumerate(zip(lows, highs, strict=True))
    )


def monthly_actives(
    month: NDArray[np.int64], actor: NDArray[np.int64], contributions: NDArray[np.int64]
) -> MonthlyActives:
    """Contributors and contributions by month (201607), from rows in any order (several an actor, too)."""
    if len(month) == 0:
        empty = np.empty(0, dtype=np.int64)
        return MonthlyActives(empty, empty, empty)
    month = np.asarray(month, dtype=np.int64)
    ordinal = month // 100 * 12 + month % 100 - 1
    first = int(ordinal.min())
    index = ordinal - first
    size = int(index.max()) + 1
    totals = np.bincount(index, weights=contributions, minlength=size).astype(np.int64)
    years, months = np.divmod(np.arange(first, first + size), 12)
    return MonthlyActives(
        (years * 100 + months + 1).astype(np.int64),
        distinct(index, actor, size),
        totals,
    )
