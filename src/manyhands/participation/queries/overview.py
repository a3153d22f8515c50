"""What the page says: exact for those allowed it, safe for everybody else."""

from collections import OrderedDict

import numpy as np

from manyhands.measures import queries as measures

from ..types import BandShown, Facts, FigureShown, Overview, PlaceShown, Selection, TrendShown
from . import exact

HEADLINE_RANK = 6  # "96 % of posts come from six people" is how people say it
KEPT = 500  # pages' worth of figures; about 10 kB each
_kept: OrderedDict[tuple, tuple[str, Overview]] = OrderedDict()


def overview(facts: Facts, chosen: Selection, *, exactly: bool = False) -> Overview:
    """What a reader may see of a selection; kept until the facts change."""
    key = (facts.organisation, chosen, exactly)
    kept = _kept.get(key)
    if kept is None or kept[0] != facts.version:
        _kept[key] = kept = (facts.version, (exact_overview if exactly else safe_overview)(facts, chosen))
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return kept[1]


def safe_overview(facts: Facts, chosen: Selection) -> Overview:
    return exact_overview(facts, chosen)


def exact_overview(facts: Facts, chosen: Selection) -> Overview:
    """Everything, to the digit: for whoever stated a purpose."""
    found = exact.figures(facts, chosen)
    _, each = exact.counts(facts, exact.mask(facts, chosen))
    trend = exact.trend(facts, chosen)
    return Overview(
        selection=chosen,
        exact=True,
        widened=False,
        withheld=False,
        members=found.members,
        contributors=found.contributors,
        contributions=found.contributions,
        top=(HEADLINE_RANK, found.top_shares[str(HEADLINE_RANK)]) if found.contributors > HEADLINE_RANK else None,
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
