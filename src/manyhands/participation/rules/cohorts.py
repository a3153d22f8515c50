"""Retention that everybody may see: months of beginning put together until enough people began in them."""

from typing import NamedTuple

import numpy as np

from manyhands.measures.types import Retention

FURTHEST = 12
"""Months later that are looked at."""


class Cohort(NamedTuple):
    """People who began in the months since…until. `active[k]` of them contributed k + 1 months later; None: the month
    is not over yet for all of them."""

    since: int
    until: int
    size: int
    active: tuple[int | None, ...]


def cohorts(found: Retention, fewest: int = 1) -> list[Cohort]:
    """Months in order, put together until each row has `fewest` people. Those at the end who are fewer wait."""
    rows: list[Cohort] = []
    start = 0
    for at in range(len(found.cohorts)):
        if found.size[start : at + 1].sum() >= fewest:
            rows.append(_row(found, start, at + 1))
            start = at + 1
    return rows


def together(found: Retention) -> list[tuple[int, int]]:
    """For 1, 2 … months later: how many people could have come back by then, and how many did."""
    curve = []
    for later in range(1, min(FURTHEST, len(found.cohorts) - 1) + 1):
        known = found.known[:, later]
        curve.append((int(found.size[known].sum()), int(found.active[known, later].sum())))
    return curve


def of_rows(rows: list[Cohort]) -> list[tuple[int, int]]:
    """The same of these rows alone: beside them it tells of no row of which they do not tell."""
    curve = []
    for later in range(max((len(row.active) for row in rows), default=0)):
        known = [(row.size, some) for row in rows if (some := row.active[later]) is not None]
        curve.append((sum(size for size, _some in known), sum(some for _size, some in known)))
    return curve


def _row(found: Retention, start: int, end: int) -> Cohort:
    part = slice(start, end)
    active = [
        int(found.active[part, later].sum()) if found.known[part, later].all() else None
        for later in range(1, min(FURTHEST, len(found.cohorts) - 1) + 1)
    ]
    start += int(np.flatnonzero(found.size[part])[0])
    return Cohort(int(found.cohorts[start]), int(found.cohorts[end - 1]), int(np.sum(found.size[part])), tuple(active))
