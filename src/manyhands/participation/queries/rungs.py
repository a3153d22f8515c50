"""Who is one step from the next rung, and who has no access: counts for the digital lead, one's own step for each."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np

from manyhands.core import clock
from manyhands.people import queries as people
from manyhands.people.types import HANDS

from ..rules.cube import FEWEST
from ..rules.guarded import Guard
from ..rules.nearby import elsewhere
from ..rules.rolled_up import rolled_up
from ..types import Cell, Facts, KnownOf, Rung
from . import typed
from .belonging import belonging
from .journeys import journeys
from .kept import Kept
from .load import load

QUIET = 30  # days since a single contribution
BACK = 3  # months that the steps are looked at again after
_kept: Kept["Rungs"] = Kept(8)  # of organisations, two each


@dataclass(frozen=True, eq=False)
class Rungs:
    """People by number, ascending, on each rung; nobody stands on two."""

    on: dict[Rung, np.ndarray]
    nearby: tuple[np.ndarray, np.ndarray]  # of those in ELSEWHERE: person, and a place where they could answer
    until: np.datetime64  # the last day of which anything is known; NaT: of none
    without_account: int  # people on the list whom no network knows

    def of(self, person: int) -> Rung | None:
        """Where one person stands; None for who is on no rung: new, regular, or without access."""
        return next((rung for rung, there in self.on.items() if (there == person).any()), None)


class OwnStep(NamedTuple):
    """A person's own next step, for their own eyes."""

    rung: Rung
    places: tuple[str, ...]  # where they could answer, those that would gain from another pair of hands first


class ByService(NamedTuple):
    """How many people of a service stand on each rung. The service "" is no service, or too few to name theirs."""

    id: str  # hex
    name: str
    depth: int
    counts: dict[Rung, Cell]  # None: counted with the service above


def rungs(facts: Facts) -> Rungs:
    """Everybody's rung as of the facts; kept until they change."""
    return _kept.get((facts.organisation, None), facts.version, lambda: _make(facts))


def rungs_before(facts: Facts) -> tuple[int, Rungs] | None:
    """Where those with access today stood three months ago, and at the end of which month (202608) that was; None where
    there are no three months before that."""
    until = rungs(facts).until
    if np.isnat(until):
        return None
    after = clock.month_add(clock.month_of(until.item()), 1 - BACK)
    if facts.months[0] > clock.month_add(after, -BACK):
        return None
    key = (facts.organisation, after)
    return clock.month_add(after, -1), _kept.get(key, facts.version, lambda: _make(facts, after))


def own_step(facts: Facts, person: UUID) -> OwnStep | None:
    """One person's next step; None where the networks do not show one."""
    number = people.who_is_who(facts.organisation).number_of(person)
    if number is None or not facts.months:
        return None
    found = rungs(facts)
    rung = found.of(number)
    if rung is None:
        return None
    who, where = found.nearby
    places = where[who == number]
    needs = load(facts, exactly=False)
    if needs is not None:
        places = places[np.argsort(~needs.needs[places], kind="stable")]
    return OwnStep(rung, tuple(facts.places[at].name for at in places[:3]))


def by_service(facts: Facts, guard: Guard) -> list[ByService]:
    """Counts by service, in the order of the tree. Where few of a service stand on a rung, they count in the one above,
    whose own count is of those alone who are not counted below it."""
    size = len(facts.services)
    own = services_of(facts)
    counts, alone = {}, {}
    for rung, there in rungs(facts).on.items():
        counts[rung] = np.bincount(grouped(facts, there, guard) + 1, minlength=size + 1)
        alone[rung] = np.bincount(own[there] + 1, minlength=size + 1)

    def cell(rung: Rung, at: int) -> Cell:
        if not counts[rung][at + 1] and alone[rung][at + 1]:
            return None
        return guard.people(int(counts[rung][at + 1]))

    rows = [
        ByService(node.id, node.name, node.depth, {rung: cell(rung, at) for rung in Rung})
        for at, node in enumerate(facts.services)
    ]
    rows.append(ByService("", "", 0, {rung: cell(rung, -1) for rung in Rung}))
    return _with_those_above(rows)


def _with_those_above(rows: list[ByService]) -> list[ByService]:
    """The rows that say something, and the services above these, so that the tree can be read."""
    kept: list[ByService] = []
    depth = 0
    for row in reversed(rows):
        if any(row.counts.values()) or row.depth < depth:
            kept.append(row)
            depth = row.depth
    return kept[::-1]


def services_of(facts: Facts) -> np.ndarray:
    """The number, in the facts, of the service that each person is in today; −1: none."""
    known = belonging(facts, exactly=True)
    number = {node.id: at for at, node in enumerate(facts.services)}
    return np.array([*(number[key] for key in known.ids), -1], np.int64)[known.service]


def grouped(facts: Facts, persons: np.ndarray, guard: Guard) -> np.ndarray:
    """The service that each of these people counts in, for one reader."""
    number = {node.id: at for at, node in enumerate(facts.services)}
    parent = [number.get(node.parent or "", -1) for node in facts.services]
    return rolled_up(services_of(facts)[persons], parent, 1 if guard.exact else FEWEST)


def in_all(facts: Facts) -> dict[Rung, int]:
    """How many people stand on each rung, exactly: to be guarded by whoever shows it."""
    return {rung: len(there) for rung, there in rungs(facts).on.items()}


def moved(one: Rungs, other: Rungs) -> dict[Rung, int]:
    """How many people came to each rung or left it between two moments."""
    return {rung: np.setxor1d(one.on[rung], other.on[rung]).size for rung in Rung}


def without_access(facts: Facts) -> int | None:
    """How many people work here and can use none of the networks: from the number that was typed, else from the list
    of people. None where neither says."""
    workforce = typed.known_number(facts.organisation, KnownOf.WORKFORCE)
    if workforce:
        return max(0, workforce.number - len(facts.members))
    return rungs(facts).without_account or None


def _make(facts: Facts, before: int | None = None) -> Rungs:
    """As of today, or of the beginning of the month `before`."""
    who = people.who_is_who(facts.organisation)
    ways = journeys(facts, before)
    number = len(who.people)
    counted = ways.person >= 0
    looks, done, answered = (np.zeros(number, np.int64) for _ in range(3))
    last = np.full(number, np.datetime64("NaT", "D"))
    at = ways.person[counted]
    looks[at], done[at], answered[at] = ways.looks[counted], ways.contributions[counted], ways.answered_in[counted]
    last[at] = ways.last[counted]
    access = np.zeros(number, bool)
    access[facts.members] = True
    hands = np.isin(who.kinds, list(HANDS))
    access &= hands
    once = access & (done == 1) & (ways.until - last >= np.timedelta64(QUIET, "D"))
    person, place = _nearby(facts, before)
    could = np.zeros(number, bool)
    could[person[person < number]] = True
    beyond = access & ~once & (answered == 1) & could
    mine = np.isin(person, np.flatnonzero(beyond))
    here = np.zeros(number, bool)
    here[who.actor_person[who.actor_is_member]] = True
    on = {
        Rung.NOT_BEGUN: access & (done == 0) & (looks == 0),
        Rung.READS: access & (done == 0) & (looks > 0),
        Rung.ONCE: once,
        Rung.ELSEWHERE: beyond,
    }
    return Rungs(
        on={rung: np.flatnonzero(mask) for rung, mask in on.items()},
        nearby=(person[mine], place[mine]),
        until=ways.until,
        without_account=int((hands & ~here & (done == 0)).sum()),
    )


def _nearby(facts: Facts, before: int | None) -> tuple[np.ndarray, np.ndarray]:
    said = slice(None) if before is None else facts.month < before
    network = {name: at for at, name in enumerate(facts.networks)}
    unsaid: dict[int, list[int]] = {}
    for at, place in enumerate(facts.places):
        if not place.closed and not place.members_known and place.network in network:
            unsaid.setdefault(network[place.network], []).append(at)
    return elsewhere(
        facts.person[said],
        facts.place[said],
        {at: members for at, members in facts.members_of_place.items() if not facts.places[at].closed},
        {at: np.array(places, np.int64) for at, places in unsaid.items()},
        facts.members_of_network,
    )
