"""Cells as a report writes them: in words for paper, as numbers for a spreadsheet."""

from django.utils.translation import gettext as _

from manyhands.ui import report

from ...types import EARLY, FEW, HELD, UNKNOWN, About, Cell
from .. import words

FORMATS = {"number": "#,##0", "share": "0%", "time": "[h]:mm"}
DAY = 24 * 60 * 60
NO_NUMBER = (None, FEW, HELD, EARLY, UNKNOWN)


def text(said: object) -> report.Cell:
    return report.Cell(str(said))


def cell(value: Cell, form: str = "number") -> report.Cell:
    """A figure. What is rounded says so in the spreadsheet too, by its format."""
    said = words.cell(value, form)
    if value in NO_NUMBER or not isinstance(value, int | float):
        return report.Cell(said)
    if form == "time":
        return report.Cell(said, value / DAY, FORMATS["time"])
    return report.Cell(said, value if isinstance(value, float) else int(value), _format(value, form))


def _format(value: float, form: str) -> str:
    if isinstance(value, About):
        before, _number, after = _("about {number}").partition("{number}")
        return f'"{before}"#,##0' + (f'"{after}"' if after else "")
    if form == "decimal" and isinstance(value, float):
        return "0.00" if value < 1 else "#,##0.0"
    return FORMATS.get(form, FORMATS["number"])
