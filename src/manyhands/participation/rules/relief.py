"""Sharing the load: how many hands places have, who could lend one, and how far the others go while some rest."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .cube import Flags, Ints, about_few
from .safe_figures import cut_points

LOWS = (0, 1, 2, 3)
"""No hand, one, two, three and more."""

MOST_AWAY = 10


class HandsBand(NamedTuple):
    """Places with `low` to `high` active hands (None: or more), one number for each of the times looked at."""

    low: int
    high: int | None
    places: tuple[int, ...]


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
    nobody is): how many places have one hand says nothing about one to four people then.
    """
    size = len(places)
    level = [np.where(places, np.minimum(rows.hands(size), LOWS[-1]), -1) for rows in times]
    highs = [*(low - 1 for low in LOWS[1:]), None]
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
        found.append(HandsBand(LOWS[joined[0]], high, tuple(int(np.isin(where, joined).sum()) for where in level)))
        joined = []
    if joined:  # what is left at the top joins the band below, unless that is of no hand at all: then it stays unsaid
        left = tuple(int(np.isin(where, joined).sum()) for where in level)
        if len(found) > 1:
            below = found.pop()
            sums = tuple(one + other for one, other in zip(below.places, left, strict=True))
            found.append(HandsBand(below.low, None, sums))
        else:
            found.append(HandsBand(LOWS[joined[0]], None, left))
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


def ready_for(place: int, rows: Rows, members: Ints | None) -> Ready:
    """People active in other places who could take a part in this one.

    Its members, where these are known; else those active in places that share a hand with it; where it has no hand,
    everybody who is active.
    """
    own = rows.person[rows.place == place]
    elsewhere = rows.place != place
    if members is not None and len(members):
        near = elsewhere & np.isin(rows.person, members)
    elif own.size:
        shared = np.unique(rows.place[elsewhere & np.isin(rows.person, own)])
        near = elsewhere & np.isin(rows.place, shared)
    else:
        near = elsewhere
    near &= ~np.isin(rows.person, own)
    people = np.unique(rows.person[near])
    if not people.size:
        return Ready(people, -1, 0)
    there = np.bincount(rows.place[near])
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
