"""How sure the overview's figures are, and how they changed; worked out when a page asks, and kept."""

from collections.abc import Iterable, Iterator

import numpy as np

from manyhands.core import clock

from ..rules.calendar import Period
from ..rules.certainty import Certainty, Interval, Name, changes, intervals, safe_changes
from ..rules.plan import Shown
from ..rules.safe_figures import safe_figures
from ..types import Facts, Overview, PlaceShown, Selection
from . import exact, safe
from .kept import Kept
from .overview import safe_of

YEAR = 12
PLACE_FIGURES: list[Name] = [("top_shares", "1"), ("hill", "2"), ("absence_factor", "")]

_kept: Kept[Certainty] = Kept(200)
_kept_places: Kept[dict[Name, Interval]] = Kept(2000)


def certainty(facts: Facts, shown: Overview) -> Certainty:
    """Intervals and changes of the figures that a reader sees."""
    month = clock.month_of(clock.now().date())
    key = (facts.organisation, shown.selection, shown.exact, month)
    return _kept.get(key, facts.version, lambda: _make(facts, shown))


def certainty_of_places(facts: Facts, shown: Overview, rows: Iterable[PlaceShown]) -> dict[str, dict[Name, Interval]]:
    """Intervals of places' figures by the places' ids: for the reader of exact figures alone."""
    if not shown.exact:
        return {}
    number = {place.id: at for at, place in enumerate(facts.places)}
    whole = exact.mask(facts, shown.selection)

    def interval(at: int) -> dict[Name, Interval]:
        _people, each = exact.counts(facts, whole & (facts.place == at))
        return intervals(each, PLACE_FIGURES, None, exactly=True)

    return {
        row.place.id: _kept_places.get(
            (facts.organisation, shown.selection, row.place.id),
            facts.version,
            lambda at=number[row.place.id]: interval(at),
        )
        for row in rows
        if row.contributors
    }


def _make(facts: Facts, shown: Overview) -> Certainty:
    names = [(figure.key, figure.of) for figure in shown.figures]
    if not names or shown.period is None:
        return Certainty({}, {})
    sides = _exact_sides(facts, shown) if shown.exact else _safe_sides(facts, shown)
    members = shown.members if isinstance(shown.members, int) else None
    found = intervals(counts_of(facts, shown, Period(*shown.period)), names, members, exactly=shown.exact)
    for after, before in sides:
        each = counts_of(facts, shown, before), counts_of(facts, shown, after)
        if shown.exact:
            return Certainty(found, changes(*each, names), after, before)
        return Certainty(found, safe_changes(*each, (safe_figures(each[0]), safe_figures(each[1]))), after, before)
    return Certainty(found, {})


def counts_of(facts: Facts, shown: Overview, period: Period) -> np.ndarray:
    """How often each contributed in a period, of what the page is about."""
    chosen = shown.selection
    if shown.exact:
        return exact.counts(facts, exact.mask(facts, chosen._replace(since=period.since, until=period.until)))[1]
    takes = exact.mask(facts, Selection(None, None, chosen.dimension, chosen.value))
    return safe_of(facts).counts(takes, period)


def _pairs(shown: Overview, first: int) -> Iterator[tuple[Period, Period]]:
    """What may be held against what: the period chosen against as long before; where none is chosen the last year, or
    as many months as have as many before them."""
    since, until = shown.period or (first, first)
    if shown.selection.since:
        lengths = [len(clock.months_between(since, until))]
    else:
        lengths = list(range(min(YEAR, len(clock.months_between(first, until)) // 2), 0, -1))
    for months in lengths:
        after = Period(clock.month_add(until, 1 - months), until)
        before = Period(clock.month_add(until, 1 - 2 * months), clock.month_add(until, -months))
        if before.since >= first:
            yield after, before


def _exact_sides(facts: Facts, shown: Overview) -> Iterator[tuple[Period, Period]]:
    return _pairs(shown, facts.months[0])


def _safe_sides(facts: Facts, shown: Overview) -> Iterator[tuple[Period, Period]]:
    """Pairs of which the plan allows both, month by month as they are."""
    plan = safe_of(facts).plan
    if not plan.calendar.blocks:
        return
    chosen = shown.selection
    value = safe.value_of(facts, chosen)

    def allowed(period: Period) -> bool:
        answer = plan.allows(chosen.dimension, value, *period)
        return isinstance(answer, Shown) and answer.period == period

    for after, before in _pairs(shown, plan.calendar.blocks[0].since):
        if allowed(after) and allowed(before):
            yield after, before
