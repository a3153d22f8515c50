"""Everything that was ever contributed, added up, and kept up to date by what comes in.

The overview without filters is asked for most, and of millions of rows a few thousand are new. What is kept is small
where it counts: how many people did how much in each place (a spread), who was there in which month, how much each did.
"""

from collections import OrderedDict
from copy import copy
from uuid import UUID

import numpy as np

from manyhands.measures import queries as measures
from manyhands.measures.types import Grouped, MonthlyActives

from ..types import Facts
from .growing import Growing

KEPT = 4
NEVER = np.datetime64("0001-01-01", "D")
SHIFT = 32  # bits of a person's number, or of how often somebody contributed
APART = 500_000  # pairs of place and person that are kept apart from the others before they are sorted in
PORTION = 2**23  # rows that are added up at a time: some hundred bytes each
MOST_FLAGS = 2**29  # people × months beyond which nothing is kept
_kept: OrderedDict[UUID, "Standing"] = OrderedDict()


def standing(facts: Facts) -> "Standing | None":
    """All of an organisation's facts added up; None where they are not of the kind that grows, or are too many.

    What is returned does not change any more, whatever comes in while somebody reads it.
    """
    if facts.grown is None:
        return None
    with facts.grown.lock:
        kept = _kept.pop(facts.organisation, None)  # gone, should something go wrong half-way
        found = (kept and kept.with_more(facts)) or Standing.of(facts)
        if found is not None:
            _kept[facts.organisation] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return found


class Standing:
    """What facts add up to. Counts rows of the columns `grown` from the first to `length`."""

    def __init__(self, grown: Growing, people: int, months: np.ndarray, places: int) -> None:
        self.grown, self.length = grown, 0
        self.first, self.months = int(_ordinal(months).min()), len(months)
        self.each = np.zeros(people, np.int64)  # contributions of each person
        self.there = np.zeros((self.months, people), bool)  # who contributed in which month
        self.actives = np.zeros(self.months, np.int64)
        self.done = np.zeros(self.months, np.int64)
        self.pairs = _Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))  # place and person, and how often
        self.spread = np.zeros(0, np.int64), np.zeros(0, np.int64)  # place and how often, and how many people
        self.last = np.full(places, NEVER)
        self.belong = np.zeros(0, np.int64)  # place and person, of members
        self.guests = np.zeros(places, np.int64)  # how many contributed in each place without being members

    @classmethod
    def of(cls, facts: Facts) -> "Standing | None":
        if not len(facts) or facts.grown is None:
            return None
        first, last = int(facts.month.min()), int(facts.month.max())
        months = np.array([_month(ordinal) for ordinal in range(int(_ordinal(first)), int(_ordinal(last)) + 1)])
        people = int(facts.person.max()) + 1
        if people * len(months) > MOST_FLAGS:
            return None
        made = cls(facts.grown, people, months, len(facts.places))
        made.belong = pairs_of_members(facts)
        made.add(facts, 0)
        return made

    def with_more(self, facts: Facts) -> "Standing | None":
        """These and what facts have more, as the next one; None where facts are others, or go beyond what is kept.

        `there` and `pairs` go over to the next one; nobody reads them of one that was before.
        """
        if facts.grown is not self.grown or len(facts) < self.length or len(facts.places) != len(self.last):
            return None
        if len(facts) == self.length:
            return self
        month = _ordinal(facts.month[self.length :]) - self.first
        if facts.person[self.length :].max() >= len(self.each) or month.min() < 0 or month.max() >= self.months:
            return None
        following = copy(self)
        following.add(facts, self.length)
        return following

    def add(self, facts: Facts, since: int) -> None:
        """Adds facts from a row on. What others may be reading is made anew, not changed."""
        for start in range(since, len(facts), PORTION):
            self._add_rows(facts, slice(start, start + PORTION), new=not since)
        if not since:
            self.actives = self.there.sum(axis=1, dtype=np.int64)
        self._add_places(facts.place[since:], facts.person[since:], facts.n[since:])
        self.length = len(facts)

    def _add_rows(self, facts: Facts, rows: slice, *, new: bool) -> None:
        person, n, place = facts.person[rows].astype(np.int64), facts.n[rows], facts.place[rows]
        month = (_ordinal(facts.month[rows]) - self.first).astype(np.int64)
        people = len(self.each)
        self.each = self.each + np.bincount(person, weights=n, minlength=people).astype(np.int64)
        self.done = self.done + np.bincount(month, weights=n, minlength=self.months).astype(np.int64)
        flags = self.there.reshape(-1)
        came = month * people + person
        if not new:
            came = np.sort(came)  # not np.unique, which takes ten times as long over hashing
            came = came[np.append(True, came[1:] != came[:-1])]
            self.actives = self.actives + np.bincount(came[~flags[came]] // people, minlength=self.months)
        flags[came] = True
        somewhere = place >= 0
        latest = measures.latest(place[somewhere], facts.last[rows][somewhere], len(self.last), NEVER)
        self.last = np.maximum(self.last, latest)

    def _add_places(self, place: np.ndarray, person: np.ndarray, n: np.ndarray) -> None:
        keys, more = _by_pair(place, person, n)
        before = self.pairs.add(keys, more)
        gone = before > 0
        self.guests = self.guests + guests(keys[~gone], self.belong, len(self.last))
        where = keys >> SHIFT << SHIFT
        key = np.concatenate([where[gone] | before[gone], where | (before + more)])
        found, row = np.unique(key, return_inverse=True)
        change = np.bincount(row) - 2 * np.bincount(row[: int(gone.sum())], minlength=len(found))
        known, people = self.spread
        at = np.searchsorted(known, found)
        hit = at < len(known)
        hit[hit] = known[at[hit]] == found[hit]
        people = people.copy()
        people[at[hit]] += change[hit]
        new = ~hit & (change > 0)
        known, people = np.insert(known, at[new], found[new]), np.insert(people, at[new], change[new])
        self.spread = known[people > 0], people[people > 0]

    def counts(self) -> tuple[np.ndarray, np.ndarray]:
        """People and how often each contributed."""
        people = np.flatnonzero(self.each)
        return people, self.each[people]

    def monthly(self) -> MonthlyActives:
        months = np.array([_month(self.first + at) for at in range(self.months)], np.int64)
        return MonthlyActives(months, self.actives, self.done)

    def places(self) -> Grouped:
        key, people = self.spread
        return measures.by_spread(key >> SHIFT, key & ((1 << SHIFT) - 1), people, len(self.last))


def pairs_of_members(facts: Facts) -> np.ndarray:
    """Place and person of all who belong to places that say, in one number each, sorted."""
    pairs = [np.int64(at) << SHIFT | people.astype(np.int64) for at, people in facts.members_of_place.items()]
    return np.sort(np.concatenate(pairs)) if pairs else np.zeros(0, np.int64)


def guests(pairs: np.ndarray, members: np.ndarray, places: int) -> np.ndarray:
    """How many of the pairs of place and person, each once, are not among the members' (sorted), by place."""
    if len(members):
        at = np.minimum(np.searchsorted(members, pairs), len(members) - 1)
        pairs = pairs[members[at] != pairs]
    return np.bincount(pairs >> SHIFT, minlength=places)


def _by_pair(place: np.ndarray, person: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place and person in one number, sorted, each once, and how often. Of many rows, some people at a time."""
    parts = []
    width = -(-(int(person.max(initial=0)) + 1) // max(1, -(-len(person) // PORTION)))
    for first in range(0, int(person.max(initial=-1)) + 1, width):
        takes = (place >= 0) & (person >= first) & (person < first + width)
        group, member, more = measures.sums(place[takes], person[takes], n[takes])
        parts.append((group << SHIFT | member, more))
    keys, more = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    if len(parts) > 1:
        order = np.argsort(keys)
        keys, more = keys[order], more[order]
    return keys, more


class _Pairs:
    """How often each person contributed in each place: sorted keys, and a few that came later, sorted too."""

    def __init__(self, keys: np.ndarray, n: np.ndarray) -> None:
        self.parts = [(keys, n), (np.zeros(0, np.int64), np.zeros(0, np.int64))]

    def add(self, keys: np.ndarray, more: np.ndarray) -> np.ndarray:
        """Adds to each of the keys (sorted, each once); says how much each had before."""
        before = np.zeros(len(keys), np.int64)
        new = np.ones(len(keys), bool)
        for known, n in self.parts:
            if not len(known):
                continue
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            hit = known[at] == keys
            before[hit] = n[at[hit]]
            n[at[hit]] += more[hit]
            new &= ~hit
        old, late = self.parts
        if not len(old[0]):
            self.parts[0] = keys[new], more[new].copy()
        elif new.any():
            at = np.searchsorted(late[0], keys[new])
            self.parts[1] = np.insert(late[0], at, keys[new]), np.insert(late[1], at, more[new])
            if len(self.parts[1][0]) > APART:
                self._sort_in()
        return before

    def _sort_in(self) -> None:
        (keys, n), (late, more) = self.parts
        at = np.searchsorted(keys, late)
        empty = np.zeros(0, np.int64)
        self.parts = [(np.insert(keys, at, late), np.insert(n, at, more)), (empty, empty.copy())]


def _ordinal(month):
    """Months as numbers that count on from one year to the next."""
    return month // 100 * 12 + month % 100 - 1


def _month(ordinal: int) -> int:
    year, index = divmod(ordinal, 12)
    return year * 100 + index + 1
