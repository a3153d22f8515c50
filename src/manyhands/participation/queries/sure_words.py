"""How sure a figure is, and whether it changed, in plain words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.measures.queries import TOO_FEW
from manyhands.ui import formats

from ..rules.certainty import Certainty, Changed, Interval
from ..types import About, Cell, FigureShown, Overview
from . import words


def value(figure: FigureShown, sure: Certainty) -> str:
    """A figure as the table has it: where there are too few people to say, that stands there instead."""
    return _value(figure.value, figure.form, sure.intervals.get((figure.key, figure.of)))


def of_place(cell: Cell, form: str, interval: Interval | None) -> str:
    """A figure of a place with its interval; interval None: not for this reader."""
    said = _value(cell, form, interval)
    if interval is None or interval.reason or interval.high is None or cell is None:
        return said
    return _("{value} ({between})").format(value=said, between=_between(interval, form))


def between(figure: FigureShown, sure: Certainty) -> str:
    """Where it lies: 24% to 37%."""
    found = sure.intervals.get((figure.key, figure.of))
    return "–" if found is None or found.high is None else _between(found, figure.form)


def _between(found: Interval, form: str) -> str:
    if found.low is None:
        return _("up to {high}").format(high=_number(found.high, form))
    return _("{low} to {high}").format(low=_number(found.low, form), high=_number(found.high, form))


def headline(shown: Overview, sure: Certainty) -> str:
    """How sure the share of the busiest in the headline is; "" where it has none."""
    if shown.top is None:
        return ""
    rank, share = shown.top
    found = sure.intervals.get(("top_shares", str(rank)))
    if found is None:
        return ""
    if found.reason:
        return str(_(TOO_FEW[found.reason]))
    return _("The share of the busiest {people}: {share}, likely between {low} and {high}.").format(
        people=formats.number_word(rank),
        share=formats.percent(share),
        low=_number(found.low, "share"),
        high=_number(found.high, "share"),
    )


def compared(sure: Certainty) -> str:
    """What is held against what."""
    if sure.after is None or sure.before is None:
        return ""
    return _("{after} against {before}").format(after=words.months(*sure.after), before=words.months(*sure.before))


def change(figure: FigureShown, sure: Certainty) -> str:
    """How a figure changed: up 4 points, more than chance would make."""
    found = sure.changes.get((figure.key, figure.of))
    return "–" if found is None else changed(found, figure.form)


def changed(found: Changed, form: str) -> str:
    said = moved(found.difference, form)
    if not said:
        return _("no change")
    if found.beyond_chance is None:
        return _("{moved}; too few to say whether by chance").format(moved=said)
    if found.beyond_chance:
        return _("{moved}: more than chance would make").format(moved=said)
    return _("{moved}: no more than chance would make").format(moved=said)


def moved(difference: float, form: str) -> str:
    """Up or down by how much, as it is written; "" where that is nothing."""
    amount = abs(difference)
    if form == "share":
        points = round(amount * 100)
        if not points:
            return ""
        told = ngettext("{number} point", "{number} points", points).format(number=formats.number(points))
    else:
        told = _number(amount, form)
        if not float(f"{amount:.2f}"):
            return ""
    return _("up {amount}").format(amount=told) if difference > 0 else _("down {amount}").format(amount=told)


def _value(cell: Cell, form: str, interval: Interval | None) -> str:
    return _("too few to say") if interval is not None and interval.reason else words.cell(cell, form)


def _number(amount: float | None, form: str) -> str:
    if amount is None:
        return ""
    if form == "about":
        return words.cell(About(round(amount)))
    return words.cell(round(amount) if form == "number" else amount, form)
