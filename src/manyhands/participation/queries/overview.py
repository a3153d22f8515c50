"""What the page says: exact for those allowed it, safe for everybody else."""

from collections import OrderedDict
from uuid import UUID

import numpy as np

from manyhands.core import clock
from manyhands.measures import queries as measures

from ..types import BandShown, Facts, FigureShown, Overview, PlaceShown, Selection, TrendShown
from . import exact, safe, selections

KEPT = 500  # pages' worth of figures; about 10 kB each
_kept: OrderedDict[tuple, tuple[str, Overview]] = OrderedDict()
_plans: dict[UUID, tuple[tuple, safe.Safe]] = {}


def overview(facts: Facts, chosen: Selection, *, exactly: bool = False) -> Overview:
    """What a reader may see of a selection; kept until the facts change."""
    key = (facts.organisation, chosen, exactly, clock.month_of(clock.now().date()))
    kept = _kept.get(key)
    if kept is None or kept[0] != facts.version:
        _kept[key] = kept = (facts.version, (exact_overview if exactly else safe_overview)(facts, chosen))
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return kept[1]


def safe_overview(facts: Facts, chosen: Selection) -> Overview:
    """What everybody may see."""
    return safe.overview(safe_of(facts), chosen)


def safe_of(facts: Facts) -> safe.Safe:
    """The plan of what may be shown of facts; made once for each version of them and each month."""
    key = (facts.version, clock.month_of(clock.now().date()))
    kept = _plans.get(facts.organisation)
    if kept is None or kept[0] != key:
        _plans[facts.organisation] = kept = (key, safe.Safe(facts))
    return kept[1]


def choices(facts: Facts, dimension: str, *, exactly: bool = False) -> list[tuple[str, str]]:
    """The keys and names that a reader may choose from: those of which something may be shown."""
    named = selections.choices(facts, dimension)
    if exactly:
        return named
    levels = safe_of(facts).plan.levels[dimension]
    return [each for each, level in zip(named, levels, strict=True) if level]


def exact_overview(facts: Facts, chosen: Selection) -> Overview:
    """Everything, to the digit: for whoever stated a purpose."""
    rank = safe.HEADLINE_RANK
    found = exact.figures(facts, chosen)
    _, each = exact.counts_of(facts, chosen)
    trend = exact.trend(facts, chosen)
    return Overview(
        selection=chosen,
        exact=True,
        widened=False,
        withheld=False,
        members=found.members,
        contributors=found.contributors,
        contributions=found.contributions,
        top=(rank, found.top_shares[str(rank)]) if found.contributors > rank else None,
        effective_hands=found.hill.get("2"),
        figures=tuple(_figures(found)),
        trend=tuple(TrendShown(*row) for row in trend),
        bands=tuple(BandShown(band.low, band.high, band.contributors) for band in found.bands),
        lorenz=_lorenz(each, found.members),
        places=tuple(
            PlaceShown(
                place=row.place,
                members=row.members,
                contributors=row.contributors,
                contributions=row.contributions,
                effective_hands=row.effective_hands,
                top_share=row.top_share,
                absence_factor=row.absence_factor,
                last=None if row.last is None else str(row.last),
                needs_more_hands=row.needs_more_hands,
                hangs_on_one=row.hangs_on_one,
            )
            for row in exact.places(facts, chosen)
        ),
        period=(trend[0].since, trend[-1].until) if trend else None,
        starts=facts.months,
        ends=facts.months,
    )


def _figures(found):
    if not found.contributors:
        return
    for rank, share in found.top_shares.items():
        yield FigureShown("top_shares", share, "share", rank)
    for of, value in found.gini.items():
        yield FigureShown("gini", value, "decimal", of)
    for order, value in found.hill.items():
        yield FigureShown("hill", value, "decimal", order)
    yield FigureShown("evenness", found.evenness, "decimal")
    yield FigureShown("absence_factor", found.absence_factor, "number")


def _lorenz(each: np.ndarray, members: int) -> dict[str, tuple[tuple[float, float], ...]]:
    if not len(each):
        return {}
    curves = {"contributors": measures.lorenz(each), "members": measures.lorenz(each, members)}
    return {of: tuple(zip(map(float, people), map(float, done), strict=True)) for of, (people, done) in curves.items()}
