"""Sharing the load: how many hands places have, who could lend one, and how far the others go while some rest."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .cube import FEWEST, Flags, Ints, about_few
from .safe_figures import cut_points

LOWS = (0, 1, 2, 3)
"""No hand, one, two, three and more."""

LOWS_FOR_ALL = (0, 1, FEWEST)
"""For everybody: none, one to four, five and more. Beside the list of places finer ones say which hang on one."""

MOST_AWAY = 10


class HandsBand(NamedTuple):
    """Places with `low` to `high` active hands (None: or more), one number for each of the times looked at."""

    low: int
    high: int | None
    places: tuple[int | None, ...]


class Rows(NamedTuple):
    """Who is an active hand of which place, each pair once: people, places (0 … count−1), and contributions."""

    person: Ints
    place: Ints
    n: Ints

    def hands(self, places: int) -> Ints:
        return np.bincount(self.place, minlength=places)


def bands_of_hands(times: Sequence[Rows], places: Flags, *, exactly: bool) -> tuple[HandsBand, ...]:
    """How many of the `places` have no hand, one, two, and more, at each time.

    Unless `exactly`, bands of one hand and more are joined until five people are the hands of each at each time (or
    nobody is): how many places have few hands says nothing about one to four people then. Of a time at which one to
    four people were all the hands there were nothing is said: None.
    """
    if not exactly:
        few = [bool(about_few(np.unique(rows.person[places[rows.place]]).size)) for rows in times]
        enough = [rows for rows, too_few in zip(times, few, strict=True) if not too_few]
        return tuple(
            band._replace(places=tuple(_spread(band.places, few))) for band in _bands(enough, places, LOWS_FOR_ALL)
        )
    return _bands(times, places, LOWS)


def _spread(numbers: Sequence[int | None], left_out: Sequence[bool]) -> Iterator[int | None]:
    """The numbers in their order, with None where something is left out."""
    remaining = iter(numbers)
    for out in left_out:
        yield None if out else next(remaining)


def _bands(times: Sequence[Rows], places: Flags, lows: tuple[int, ...]) -> tuple[HandsBand, ...]:
    exactly = lows is LOWS
    size = len(places)
    level = [np.where(places, np.searchsorted(lows, rows.hands(size), side="right") - 1, -1) for rows in times]
    highs = [*(low - 1 for low in lows[1:]), None]
    found: list[HandsBand] = []
    joined: list[int] = []
    for at, high in enumerate(highs):
        joined.append(at)
        if (
            at
            and not exactly
            and any(_few_behind(rows, where, joined) for rows, where in zip(times, level, strict=True))
        ):
            continue
        found.append(HandsBand(lows[joined[0]], high, tuple(int(np.isin(where, joined).sum()) for where in level)))
        joined = []
    if joined:  # what is left at the top joins the band below, unless that is of no hand at all: then it stays unsaid
        left = tuple(int(np.isin(where, joined).sum()) for where in level)
        if len(found) > 1:
            below = found.pop()
            sums = tuple(int(one or 0) + other for one, other in zip(below.places, left, strict=True))
            found.append(HandsBand(below.low, None, sums))
        else:
            found.append(HandsBand(lows[joined[0]], None, left))
    return tuple(found)


def _few_behind(rows: Rows, level: Ints, joined: list[int]) -> bool:
    there = np.isin(level[rows.place], joined)
    return bool(about_few(np.unique(rows.person[there]).size))


def ranks_away(people: int, *, exactly: bool) -> tuple[int, ...]:
    """For how many of the busiest being away something may be said: one to ten, or where people may be cut."""
    if exactly:
        return tuple(range(1, min(MOST_AWAY, people) + 1))
    return tuple(rank for rank in cut_points(people) if rank <= MOST_AWAY)


class Ready(NamedTuple):
    """Who could take a part of a place: people active elsewhere; and where most of them are, with how many."""

    people: Ints
    place: int  # −1: none
    there: int


def ready_for(place: int, rows: Rows, members: Ints | None, *, exactly: bool = True) -> Ready:
    """People active in other places who could take a part in this one.

    Its members, where these are known; else those active in places that share a hand with it; where it has no hand,
    everybody who is active.

    Unless `exactly`, places share five hands; and of a place with one to four the answer is made as if nobody knew
    them: all of its members who are active anywhere, or everybody. Who is left out, and where they are, would tell.
    """
    own = rows.person[rows.place == place]
    few = not exactly and bool(about_few(own.size))
    elsewhere = rows.place != place
    takes = np.ones(len(rows.place), bool) if few else elsewhere
    if members is not None and len(members):
        takes = takes & np.isin(rows.person, members)
    elif own.size and not few:
        shared = np.bincount(rows.place[elsewhere & np.isin(rows.person, own)])
        near = np.flatnonzero(shared >= (1 if exactly else FEWEST))
        if exactly or near.size:
            takes = takes & np.isin(rows.place, near)
    if not few:
        takes = takes & ~np.isin(rows.person, own)
    people = np.unique(rows.person[takes])
    there = np.bincount(rows.place[takes & elsewhere])
    if not people.size or not there.size:
        return Ready(people, -1, 0)
    first = int(np.argmax(there))
    return Ready(people, first, int(there[first]))


def largest_group(people: Ints, group: Ints) -> tuple[int, int]:
    """The group (−1: none) that most of these people are in, and how many; people beyond `group` are in none."""
    known = group[people[people < len(group)]]
    known = known[known >= 0]
    if not known.size:
        return -1, 0
    size = np.bincount(known)
    return int(np.argmax(size)), int(size.max())
