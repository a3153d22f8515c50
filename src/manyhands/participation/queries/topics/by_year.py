"""Newcomers of the last months beside those of as many months before, a year each where so much is known."""

from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.measures import queries as measures

from ...rules.calendar import Period
from ...rules.guarded import Guard
from ...rules.moves import sides
from ...types import FEW, Cell, Column, Facts, Section
from ..journeys import Journeys
from ..words import months
from . import changes

RUN_IN = 3
"""Months at the beginning of the data that are left out: whoever was there before looks new in them."""


def newcomers_by_year(facts: Facts, ways: Journeys, last: int, guard: Guard) -> Section | None:
    """Who took part, who was new and who of these became regular, up to the month `last`; None where there are no two
    periods of the same length to compare."""
    periods = sides(clock.month_add(facts.months[0], RUN_IN), last)
    if periods is None:
        return None
    came = [_came(facts, ways, period) for period in (periods.after, periods.before)]
    shown = [_row(each, guard) for each in came]
    moved: list[Cell] = [
        changes.change(before, after) for before, after in zip(shown[1][:2], shown[0][:2], strict=True)
    ]
    found = measures.difference(came[1].regular, came[0].regular)
    moved.append(changes.measured(shown[1][2], shown[0][2], "share", None if found.reason else found.beyond_chance))
    return Section(
        "newcomers",
        _("Newcomers, period by period"),
        (
            changes.compared(periods.after, periods.before),
            _("Regular: of the newcomers whose sixtieth day has passed, those who were back on days 31 to 60."),
        ),
        (
            Column(_("Months"), "text"),
            Column(_("Took part")),
            Column(_("First contribution")),
            Column(_("Became regular"), "share"),
        ),
        (
            *(
                (months(*period), *_told(row))
                for period, row in zip((periods.after, periods.before), shown, strict=True)
            ),
            (_("Change"), *moved),
        ),
        how="newcomers",
        changes=True,
    )


class _Came(NamedTuple):
    """How many people took part in a period, how many were new, and (part, whole) of these who became regular."""

    contributors: int
    new: int
    regular: tuple[int, int]


def _came(facts: Facts, ways: Journeys, period: Period) -> _Came:
    within = (facts.month >= period.since) & (facts.month <= period.until)
    begin, end = (np.datetime64(day) for day in (clock.month_days(period.since)[0], clock.month_days(period.until)[1]))
    new = ways.newcomers
    begun = (new.first >= begin) & (new.first <= end)
    known = begun & ~new.censored
    return _Came(
        int(np.unique(facts.person[within]).size),
        int(begun.sum()),
        (int((known & new.survived).sum()), int(known.sum())),
    )


def _row(came: _Came, guard: Guard) -> tuple[Cell, Cell, Cell]:
    """As the reader may see it; FEW for a share of too few."""
    share = guard.share(*came.regular)
    return guard.people(came.contributors), guard.people(came.new), FEW if share is None and came.new else share


def _told(row: tuple[Cell, Cell, Cell]) -> tuple[Cell, ...]:
    return (*row[:2], None if row[2] == FEW else row[2])
