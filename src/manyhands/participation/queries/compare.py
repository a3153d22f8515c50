"""Two periods, or two services, side by side: each as its own page says it to the same reader."""

from typing import NamedTuple

from ..rules.calendar import Period
from ..rules.certainty import Certainty, Changed, Name, changes, safe_changes
from ..rules.safe_figures import safe_figures
from ..types import Cell, Facts, FigureShown, Overview, Selection
from .certainty import certainty, counts_of
from .kept import Kept
from .overview import overview

COUNTED = ("members", "contributors", "contributions")

_kept: Kept["Compared"] = Kept(100)


class ComparedRow(NamedTuple):
    """A figure of both sides, and other − one where both have it."""

    key: str
    of: str
    form: str
    one: Cell
    other: Cell
    changed: Changed | None


class Compared(NamedTuple):
    """Both sides and what is known of each. A side that may not be shown has no figures."""

    one: Overview
    other: Overview
    sure: tuple[Certainty, Certainty]
    rows: tuple[ComparedRow, ...]


def compared(facts: Facts, one: Selection, other: Selection, *, exactly: bool) -> Compared:
    """Both selections side by side for one reader. Neither says more than it would alone."""
    sides = overview(facts, one, exactly=exactly), overview(facts, other, exactly=exactly)
    key = (facts.organisation, one, other, exactly)
    version = (facts.version, sides[0].period, sides[1].period, sides[0].withheld, sides[1].withheld)
    return _kept.get(key, version, lambda: _make(facts, *sides))


def halves(facts: Facts, *, exactly: bool) -> tuple[Selection, Selection] | None:
    """What to compare where nothing was chosen: the last year with the one before, or as much of both as there is."""
    sure = certainty(facts, overview(facts, Selection(), exactly=exactly))
    if sure.before is None or sure.after is None:
        return None
    return Selection(*sure.before), Selection(*sure.after)


def _make(facts: Facts, one: Overview, other: Overview) -> Compared:
    figures = [{(figure.key, figure.of): figure for figure in side.figures} for side in (one, other)]
    names = [name for name in figures[0] if name in figures[1]]
    changed = _changes(facts, one, other, names)
    rows = [ComparedRow(key, "", "number", getattr(one, key), getattr(other, key), None) for key in COUNTED]
    for name in sorted(figures[0] | figures[1], key=_place):
        found: list[FigureShown | None] = [side.get(name) for side in figures]
        form = next(figure.form for figure in found if figure is not None)
        values = [None if figure is None else figure.value for figure in found]
        rows.append(ComparedRow(*name, form, values[0], values[1], changed.get(name)))
    return Compared(one, other, (certainty(facts, one), certainty(facts, other)), tuple(rows))


def _place(name: Name) -> tuple[int, int, str]:
    """Where a figure stands in the table: as on the overview, ranks and orders in ascending order."""
    key, of = name
    order = ("top_shares", "gini", "hill", "evenness", "absence_factor")
    return order.index(key), int(of) if of.isdigit() else 0, of


def _changes(facts: Facts, one: Overview, other: Overview, names: list[Name]) -> dict[Name, Changed]:
    if one.period is None or other.period is None or not names:
        return {}
    each = counts_of(facts, one, Period(*one.period)), counts_of(facts, other, Period(*other.period))
    if one.exact:
        return changes(*each, names)
    shown = safe_changes(*each, (safe_figures(each[0]), safe_figures(each[1])))
    return {name: change for name, change in shown.items() if name in names}
