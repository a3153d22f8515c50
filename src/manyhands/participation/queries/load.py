"""Who carries which places at present: active hands, what a rest of the busiest would mean, who could lend a hand."""

from dataclasses import dataclass

import numpy as np

from manyhands.core import clock
from manyhands.measures import queries as measures

from ..rules.relief import Rows
from ..types import Facts
from .kept import Kept
from .talk import talk

MONTHS = 3
"""Whoever contributed in the last three months of the data is an active hand."""

EXACT_PAIRS = 400
"""Pairs of a person and a place up to which the exact answers are looked for on a page: a few seconds at most."""

_kept: Kept["Load"] = Kept(8)


@dataclass(frozen=True, eq=False)
class Before:
    """What the same figures were in the months before."""

    needs: int  # how many places
    people: int
    silent: np.ndarray
    live: int


@dataclass(frozen=True, eq=False)
class Load:
    """An organisation's active hands, in months `since` to `until` and in as many before. Places as in the Facts."""

    since: int
    until: int
    now: Rows
    before: Rows
    open: np.ndarray  # bool, by place
    needs: np.ndarray  # bool, by place: open, and fewer than five hands or four effective hands
    people: int  # active hands, each once
    truck: int | None  # the fewest without whom more than half of the live places are silent
    truck_before: int | None
    proved: bool  # `truck` is the fewest of all, not only taking first those active in most places
    silent: np.ndarray  # entry k: live places without a hand if the k most active are away
    live: int
    connected: np.ndarray  # entry k: the part of those who stay that replies link; empty where nobody replies
    tied: int  # people whom replies link
    held: "Before | None"  # None: the data do not go back so far


def load(facts: Facts, *, exactly: bool) -> Load | None:
    """The load as of the facts; None where nobody has contributed. The running month waits unless `exactly`."""
    today = clock.month_of(clock.now().date())
    month = facts.month[facts.place >= 0]
    if not exactly:
        month = month[month < today]
    if not month.size:
        return None
    until = int(month.max())
    return _kept.get((facts.organisation, exactly), (facts.version, until), lambda: _make(facts, until))


def most_any_could(found: Load, away: int) -> int | None:
    """The most live places that any so many people could leave silent; None where it would take too long to say."""
    if found.now.person.size > EXACT_PAIRS:
        return None
    most = measures.most_silent(found.now.person, found.now.place, away)
    return None if most is None else most.silent


def rows_of(facts: Facts, since: int, until: int, open_places: np.ndarray) -> Rows:
    """Active hands of open places in these months."""
    takes = (facts.place >= 0) & (facts.month >= since) & (facts.month <= until)
    takes &= np.append(open_places, False)[facts.place]
    width = max(len(facts.places), 1)
    pair, row = np.unique(facts.person[takes].astype(np.int64) * width + facts.place[takes], return_inverse=True)
    n = np.bincount(row, facts.n[takes], minlength=pair.size).astype(np.int64)
    return Rows(*np.divmod(pair, width), n)


def _make(facts: Facts, until: int) -> Load:
    since = clock.month_add(until, 1 - MONTHS)
    places = len(facts.places)
    open_places = np.array([not place.closed for place in facts.places], bool)
    now = rows_of(facts, since, until, open_places)
    before = rows_of(facts, clock.month_add(since, -MONTHS), clock.month_add(since, -1), open_places)
    truck, earlier = (
        measures.truck_factor(*rows, places, exactly=len(rows.person) <= EXACT_PAIRS) for rows in (now, before)
    )
    busiest = _busiest(now)
    network = talk(facts).network
    known = busiest[busiest < network.people]
    tied = np.union1d(network.source, network.target).size
    return Load(
        since=since,
        until=until,
        now=now,
        before=before,
        open=open_places,
        needs=_needs(now, open_places),
        people=int(np.unique(now.person).size),
        truck=truck.greedy if truck.exact is None else truck.exact,
        truck_before=earlier.greedy if earlier.exact is None else earlier.exact,
        proved=truck.exact is not None,
        silent=measures.falls_silent(now.person, now.place, busiest, places),
        live=truck.places,
        connected=measures.connected_after(network, known, 10) if tied else np.empty(0),
        tied=tied,
        held=_held(before, open_places, earlier.places) if facts.months[0] <= clock.month_add(since, -MONTHS) else None,
    )


def _held(before: Rows, open_places: np.ndarray, live: int) -> Before:
    return Before(
        needs=int(_needs(before, open_places).sum()),
        people=int(np.unique(before.person).size),
        silent=measures.falls_silent(before.person, before.place, _busiest(before), len(open_places)),
        live=live,
    )


def _needs(rows: Rows, open_places: np.ndarray) -> np.ndarray:
    """Which open places would gain from another pair of hands."""
    by_place = measures.by_group(rows.place, rows.person, rows.n, len(open_places))
    return open_places & ((by_place.contributors < 5) | by_place.needs_more_hands)


def _busiest(rows: Rows) -> np.ndarray:
    """Active hands, the most active first."""
    found = measures.most_active(rows.person, rows.n, int(rows.person.max(initial=-1)) + 1)
    return found[np.isin(found, rows.person)]
