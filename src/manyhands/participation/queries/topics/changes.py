"""How figures of the further pages moved from the period before, in the words of the overview.

A change is made of the two numbers as they are shown to the reader, and of nothing else: where one of them is held
back, there is too little to say.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from manyhands.core import clock
from manyhands.ui.formats import number_word

from ...rules.calendar import Period
from ...rules.certainty import Changed
from ...rules.moves import YEAR, Ends, beyond_chance
from ...types import FEW, HELD, About, Cell, Column, Facts
from .. import sure_words
from ..words import months

TOO_FEW = gettext_lazy("too few to say")


def last_whole_month(facts: Facts) -> int:
    """The last month that is over, and of which all is known: the newest contribution may lie in the midst of one."""
    day = facts.last.max().item()
    month = clock.month_of(day)
    if day < clock.month_days(month)[1]:
        month = clock.month_add(month, -1)
    return min(month, clock.month_add(clock.month_of(clock.now().date()), -1))


def column() -> Column:
    """The column that says how the figure before it moved."""
    return Column(_("Change"), "text")


def compared(after: Period, before: Period) -> str:
    """What is held against what."""
    return _("The change is that of {after} against {before}.").format(after=months(*after), before=months(*before))


def change(before: Cell, after: Cell, form: str = "number") -> Cell:
    """How far a number moved, where chance is not asked for: down about 10. None where one is not known."""
    if not isinstance(before, int | float) or not isinstance(after, int | float):
        return str(TOO_FEW) if {before, after} & {FEW, HELD} else None
    if form == "number" and (isinstance(before, About) or isinstance(after, About)):
        form = "about"
    return sure_words.moved(after - before, form) or _("no change")


def measured(before: Cell, after: Cell, form: str, beyond: bool | None) -> Cell:
    """How far a figure moved, and whether by more than chance would make; `beyond` None: too few to say."""
    if not isinstance(before, int | float) or not isinstance(after, int | float):
        return change(before, after, form)
    return sure_words.changed(Changed(before, after - before, beyond), form)


def estimated(before: tuple[Cell, Cell, Cell], after: tuple[Cell, Cell, Cell], form: str) -> Cell:
    """The same of figures that stand with their intervals: (value, low, high) as shown."""
    ends = [Ends(*map(float, side)) for side in (before, after) if all(isinstance(end, int | float) for end in side)]
    return measured(before[0], after[0], form, beyond_chance(*ends) if len(ends) == 2 else None)


def last_months(months: int) -> str:
    """The later of two periods, as a row is called."""
    if months == YEAR:
        return _("the last twelve months")
    return ngettext("the last month", "the last {number} months", months).format(number=number_word(months))


def months_before(months: int) -> str:
    """The earlier one."""
    if months == YEAR:
        return _("the twelve before")
    return ngettext("the month before", "the {number} months before", months).format(number=number_word(months))
