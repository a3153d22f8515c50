"""Who came back: cohorts by month, and Wikimedia's surviving new contributors."""

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Newcomers, Retention

Day = date | str | np.datetime64

TRIAL, SURVIVAL = 30, 30
"""Wikimedia's standard: back in the thirty days after the first thirty."""


def retention(person: ArrayLike, month: ArrayLike, until: int) -> Retention:
    """Cohort retention from rows (person, month in which they contributed, as 201607), in any order.

    `until` is the last month that is over and wholly known; what comes later is left out.
    """
    who, when = np.asarray(person, dtype=np.int64), _ordinal(np.asarray(month, dtype=np.int64))
    last = int(_ordinal(np.array(until)))
    who, when = who[when <= last], when[when <= last]
    if who.size == 0:
        none = np.empty(0, dtype=np.int64)
        return Retention(none, none, none.reshape(0, 0), np.empty((0, 0)), np.empty((0, 0), dtype=bool))
    people, row = np.unique(who, return_inverse=True)
    first = np.full(people.size, last, dtype=np.int64)
    np.minimum.at(first, row, when)
    start = int(first.min())
    width = last - start + 1
    seen = np.unique(row * width + (when - first[row]))
    later, cohort = seen % width, first[seen // width] - start
    active = np.bincount(cohort * width + later, minlength=width * width).reshape(width, width).astype(np.int64)
    size = active[:, 0].copy()
    known = np.arange(width)[:, None] + np.arange(width) < width
    share = np.divide(active, size[:, None], out=np.full(active.shape, np.nan), where=known & (size[:, None] > 0))
    return Retention(_month(np.arange(start, last + 1)), size, active, share, known)


def newcomers(
    person: ArrayLike, day: ArrayLike, until: Day, *, trial: int = TRIAL, survival: int = SURVIVAL
) -> Newcomers:
    """Each person's first day, and whether they contributed again on days 31 to 60 (counted from the first, day 1).

    Rows (person, local day of a contribution). `until` is the last day known; those whose sixtieth day is later are
    censored: too early to say, even of those who are back already, as the others of their age are not known yet.
    """
    who, days = np.asarray(person, dtype=np.int64), np.asarray(day, dtype="datetime64[D]")
    end = np.asarray(until, dtype="datetime64[D]")
    who, days = who[days <= end], days[days <= end]
    people, row = np.unique(who, return_inverse=True)
    first = np.full(people.size, end)
    np.minimum.at(first, row, days)
    after = (days - first[row]).astype(np.int64)
    survived = np.zeros(people.size, dtype=bool)
    survived[row[(after >= trial) & (after < trial + survival)]] = True
    return Newcomers(people, first, survived, first + (trial + survival - 1) > end)


def helpers(
    person: ArrayLike, replied_to: ArrayLike, day: ArrayLike, known: Newcomers, *, within: int = TRIAL
) -> NDArray[np.int64]:
    """People who replied to a newcomer: to somebody else, within thirty days of their first contribution.

    Rows (person, whom they replied to, local day); everyone replied to is looked up in `known`.
    """
    who, whom = np.asarray(person, dtype=np.int64), np.asarray(replied_to, dtype=np.int64)
    days = np.asarray(day, dtype="datetime64[D]")
    if known.person.size == 0:
        return np.empty(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(known.person, whom), known.person.size - 1)
    since = (days - known.first[at]).astype(np.int64)
    return np.unique(who[(known.person[at] == whom) & (who != whom) & (since >= 0) & (since < within)])


def _ordinal(month: NDArray[np.int64]) -> NDArray[np.int64]:
    return month // 100 * 12 + month % 100 - 1


def _month(ordinal: NDArray[np.int64]) -> NDArray[np.int64]:
    return ordinal // 12 * 100 + ordinal % 12 + 1
