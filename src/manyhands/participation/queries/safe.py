"""What everybody may see of a selection: exact figures put through the people-safe rules (docs/people-safe.md)."""

from collections.abc import Iterator

import numpy as np

from manyhands.core import clock

from ..rules.calendar import Period
from ..rules.cube import Cube
from ..rules.plan import Plan, Shown, members_shown, plan
from ..rules.safe_figures import SafeFigures, safe_figures
from ..types import FEW, HELD, About, BandShown, Facts, FigureShown, Overview, PlaceShown, Selection, TrendShown
from . import exact

HEADLINE_RANK = 6  # "96 % of posts come from six people" is how people say it
LEAST = 5


class Safe:
    """An organisation's facts but for the month that is not over, and the plan of what may be shown of them.

    The running month waits: figures that grow from day to day tell who came when.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.over = facts.month < clock.month_of(clock.now().date())
        self.plan: Plan = plan(self._cube())
        self.waiting = bool(self.plan.calendar.pending) or not self.over.all()
        self.members_known = self._members_known()

    def _cube(self) -> Cube:
        facts, over = self.facts, self.over
        number = {node.id: at for at, node in enumerate(facts.services)}
        network = {name: at for at, name in enumerate(facts.networks)}
        return Cube(
            person=facts.person[over],
            month=facts.month[over],
            place=facts.place[over],
            network=facts.network[over],
            service=facts.service[over],
            kind=facts.kind[over],
            network_of_place=np.array([network[place.network] for place in facts.places], np.int64),
            service_parent=np.array([number.get(node.parent, -1) for node in facts.services], np.int64),
            networks=len(facts.networks),
            kinds=len(facts.kinds),
        )

    def _members_known(self) -> np.ndarray:
        """Of which places the number of members may be shown."""
        of_place = self.facts.members_of_place
        node = np.concatenate([np.full(len(people), at) for at, people in of_place.items()] or [[]]).astype(np.int64)
        person = np.concatenate([*of_place.values()] or [[]]).astype(np.int64)
        parent = np.full(len(self.facts.places), -1)
        return members_shown(parent, node, person, len(self.facts.members))

    def counts(self, takes: np.ndarray, period: Period) -> np.ndarray:
        """How often each contributed in a period, for facts that `takes` picks."""
        facts = self.facts
        within = takes & self.over & (facts.month >= period.since) & (facts.month <= period.until)
        return exact.counts(facts, within)[1]


def overview(safe: Safe, chosen: Selection) -> Overview:
    """The page's figures for everybody."""
    facts, rules = safe.facts, safe.plan
    value = value_of(facts, chosen)
    answer = rules.allows(chosen.dimension, value, chosen.since, chosen.until)
    period = answer.period if isinstance(answer, Shown) else answer.instead
    widened = answer.widened if isinstance(answer, Shown) else period is not None
    starts = tuple(block.since for block in rules.calendar.blocks)
    ends = tuple(block.until for block in rules.calendar.blocks)
    if period is None:
        return _withheld(safe, chosen, starts, ends)
    takes = exact.mask(facts, Selection(None, None, chosen.dimension, chosen.value))
    each = safe.counts(takes, period)
    could = exact.members(facts, chosen)
    found = safe_figures(each, _members(safe, chosen, could, len(each)))
    return Overview(
        selection=chosen._replace(since=chosen.since and period.since, until=chosen.until and period.until),
        exact=False,
        widened=widened,
        withheld=found.contributors is None,
        members=found.members,
        contributors=FEW if found.contributors is None else found.contributors,
        contributions=_contributions(found),
        top=(HEADLINE_RANK, found.top_shares[HEADLINE_RANK]) if HEADLINE_RANK in found.top_shares else None,
        effective_hands=found.hill.get("2"),
        figures=tuple(_figures(found)),
        trend=tuple(_trend(safe, chosen, value, takes, period)),
        bands=tuple(BandShown(*band) for band in found.bands),
        lorenz=found.lorenz,
        places=tuple(_places(safe, chosen, period)),
        period=period,
        waiting=safe.waiting,
        starts=starts,
        ends=ends,
    )


def value_of(facts: Facts, chosen: Selection) -> int:
    """A selection's value as its number."""
    if not chosen.dimension:
        return 0
    if chosen.dimension == "service":
        return next(at for at, node in enumerate(facts.services) if node.id == chosen.value)
    return exact.codes(facts, chosen)[0]


def _withheld(safe: Safe, chosen: Selection, starts: tuple[int, ...], ends: tuple[int, ...]) -> Overview:
    """Nothing may be shown of it: nobody took part in any month that is over, or too few."""
    people, _each = exact.counts(safe.facts, exact.mask(safe.facts, chosen) & safe.over)
    some = bool(len(people))
    nothing: dict = {"figures": (), "trend": (), "bands": (), "lorenz": {}, "places": (), "period": None}
    return Overview(
        selection=chosen,
        exact=False,
        widened=False,
        withheld=some,
        members=None,
        contributors=FEW if 0 < len(people) < LEAST else HELD if some else 0,
        contributions=None if some else 0,
        top=None,
        effective_hands=None,
        waiting=safe.waiting,
        starts=starts,
        ends=ends,
        **nothing,
    )


def _members(safe: Safe, chosen: Selection, could: np.ndarray | None, contributors: int) -> int | None:
    if could is None or not len(could):  # a closed place has sent its members away
        return None
    if chosen.dimension == "place" and not safe.members_known[value_of(safe.facts, chosen)]:
        return None
    return max(len(could), contributors)


def _contributions(found: SafeFigures) -> int | None:
    return About(found.contributions) if found.about and found.contributions else found.contributions


def _figures(found: SafeFigures) -> Iterator[FigureShown]:
    for rank, share in found.top_shares.items():
        yield FigureShown("top_shares", share, "share", str(rank))
    for of, value in found.gini.items():
        yield FigureShown("gini", value, "decimal", of)
    for order, hands in found.hill.items():
        yield FigureShown("hill", hands, "number", order)
    if found.evenness is not None:
        yield FigureShown("evenness", found.evenness, "decimal")
    if found.absence_factor is not None:
        yield FigureShown("absence_factor", found.absence_factor, "number")


def _trend(safe: Safe, chosen: Selection, value: int, takes: np.ndarray, period: Period) -> Iterator[TrendShown]:
    for cell in safe.plan.cells(chosen.dimension, value):
        if cell.since >= period.since and cell.until <= period.until:
            found = safe_figures(safe.counts(takes, cell))
            contributors = FEW if found.contributors is None else found.contributors
            yield TrendShown(cell.since, cell.until, contributors, _contributions(found))


def _places(safe: Safe, chosen: Selection, period: Period) -> Iterator[PlaceShown]:
    """Places of the whole organisation or of a network: of a service or kind it would be two filters."""
    if chosen.dimension not in ("", "network"):
        return
    facts = safe.facts
    may = safe.plan.shown_values("place", period.since, period.until)
    within = safe.over & (facts.place >= 0) & (facts.month >= period.since) & (facts.month <= period.until)
    order = np.flatnonzero(within)[np.argsort(facts.place[within], kind="stable")]
    edges = np.searchsorted(facts.place[order], np.arange(len(facts.places) + 1))
    rows = []
    for at, info in enumerate(facts.places):
        if chosen.dimension == "network" and info.network != chosen.value:
            continue
        mine = order[edges[at] : edges[at + 1]]
        people, number = np.unique(facts.person[mine], return_inverse=True)
        if not len(people) and info.closed:
            continue
        each = np.bincount(number, weights=facts.n[mine], minlength=len(people)).astype(np.int64)
        last = _last(safe, at, clock.month_of(facts.last[mine].max().astype(object))) if len(mine) else None
        rows.append(_place(safe, at, each, people, last, shown=bool(may[at])))
    yield from sorted(rows, key=lambda row: (-_order(row.contributions), row.place.name))


def _last(safe: Safe, at: int, month: int) -> int | None:
    """When a place was last active, no finer than its months may be told apart."""
    return next((cell.until for cell in safe.plan.cells("place", at) if cell.since <= month <= cell.until), None)


def _place(safe: Safe, at: int, each: np.ndarray, people: np.ndarray, last: int | None, *, shown: bool) -> PlaceShown:
    info = safe.facts.places[at]
    could = safe.facts.members_of_place.get(at)
    known = could is not None and len(could) and safe.members_known[at]
    found = safe_figures(each, len(np.union1d(could, people)) if known else None)
    few, held = found.contributors is None, not shown and len(each) >= LEAST
    quiet = few or held
    return PlaceShown(
        place=info,
        members=FEW if could is not None and 0 < len(could) < LEAST else found.members,
        contributors=FEW if few else HELD if held else found.contributors,
        contributions=None if quiet else _contributions(found),
        effective_hands=None if quiet else found.hill.get("2"),
        top_share=None,
        absence_factor=None if quiet else found.absence_factor,
        last=None if quiet else last,
        needs_more_hands=bool(found.needs_more_hands) and not info.closed,
        hangs_on_one=None,
    )


def _order(value: int | None) -> int:
    return value or 0
