"""What was taken of a list of who is interested, in sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.ui import formats

from ..rules.interested import Understood, Why
from .typed import Known

SHOWN = 100
"""Lines that were left out and are shown."""


def taken(found: Understood, today: date, known: Known | None) -> list[str]:
    """How much was understood, and which number counts now. Nothing for a list of which nothing was."""
    numbers = found.numbers(today)
    if not numbers:
        return []
    said = []
    if found.people:
        said.append(
            ngettext(
                "{people} person is named in the list. Only that number is kept.",
                "{people} different people are named in the list. Only that number is kept.",
                found.people,
            ).format(people=formats.number(found.people))
        )
    else:
        said.append(
            ngettext(
                "The list gives a number for {days} day.", "The list gives numbers for {days} days.", len(numbers)
            ).format(days=formats.number(len(numbers)))
        )
    if found.again:
        said.append(
            ngettext(
                "{lines} line is about somebody who was named before, and counts once.",
                "{lines} lines are about people who were named before, and count once.",
                found.again,
            ).format(lines=formats.number(found.again))
        )
    if known:
        said.append(
            ngettext(
                "{people} person is interested, as of {day}.",
                "{people} people are interested, as of {day}.",
                known.number,
            ).format(people=formats.number(known.number), day=formats.date(known.on))
        )
    return said


def left_out(found: Understood) -> str:
    """How many lines were not taken; "" where all were."""
    lines = len(found.left_out)
    if not lines:
        return ""
    return ngettext(
        "{lines} line could not be taken; it is listed below with the reason.",
        "{lines} lines could not be taken; they are listed below with the reasons.",
        lines,
    ).format(lines=formats.number(lines))


def nothing() -> str:
    """What to do where nothing was understood."""
    return _(
        "Nothing in this file says how many are interested. Send CSV: days with a count each, or a list of people, one "
        "a line."
    )


def reason(why: Why) -> str:
    """Why a line was left out."""
    return {
        Why.NO_DATE: _("The day is missing, or not a date such as 27/3/2026."),
        Why.FUTURE: _("The day is still to come."),
        Why.NO_NUMBER: _("The count is missing, or not a whole number up to ten million."),
        Why.TWICE: _("A line above gives another count for the same day."),
        Why.NO_EMAIL: _("There is no e-mail address."),
        Why.NOBODY: _("Nobody is named."),
        Why.NOT_CSV: _("This is not in the form of a CSV file."),
        Why.TOO_MANY: _("Only 100,000 lines can be taken at a time. Send this line and those after it by themselves."),
    }[why]
