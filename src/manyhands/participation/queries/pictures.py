"""Figures as pictures: specifications for the browser, for SVG and for reports."""

from typing import Any

from django.utils.translation import gettext as _

from manyhands.ui import charts

from ..types import Overview, Section
from . import words


def picture(section: Section) -> dict[str, Any]:
    """The specification of the picture of the column `drawn`, by the names of its rows."""
    if section.picture == "dots":
        return _grid(section)
    column = section.columns[section.drawn]
    # Of "Regular: back on days 31 to 60" the picture says what is before the colon, the table all.
    cells = [(str(row[0]).partition(":")[0], row[section.drawn]) for row in section.rows]
    if section.picture == "lines":
        points = [charts.Point(name, _drawn(cell), words.cell(cell, column.form)) for name, cell in cells]
        return charts.lines({column.text: points}, y_title=column.text)
    items = [charts.Bar(name, _drawn(cell), words.cell(cell, column.form)) for name, cell in cells]
    return charts.bars(items, value_title=column.text, size="s" if len(items) < 6 else "m" if len(items) < 12 else "l")


def trend(shown: Overview, size: str = "m") -> dict[str, Any]:
    """Contributors by month."""
    points = [
        charts.Point(words.short_months(row.since, row.until), _drawn(row.contributors), words.cell(row.contributors))
        for row in shown.trend
    ]
    return charts.lines({_("Contributors"): points}, y_title=_("Contributors"), size=size)


def bands(shown: Overview) -> dict[str, Any]:
    """Contributors by how often they contributed."""
    items = [
        charts.Bar(words.band(row.low, row.high), _drawn(row.contributors), words.cell(row.contributors))
        for row in shown.bands
    ]
    return charts.bars(items, value_title=_("Contributors"))


def lorenz(shown: Overview) -> dict[str, Any]:
    """How evenly it is shared."""
    names = {"contributors": _("Among contributors"), "members": _("Over all members")}
    curves = {names[of]: points for of, points in shown.lorenz.items()}
    return charts.lorenz(
        curves or {names["contributors"]: ((0, 0), (1, 1))},
        x_title=_("Share of people, those with fewest contributions first"),
        y_title=_("Share of contributions"),
    )


PICTURES = {"trend": trend, "bands": bands, "lorenz": lorenz}
"""The overview's pictures, by the last part of their addresses."""


def _grid(section: Section) -> dict[str, Any]:
    columns = section.columns[1:]
    cells = [
        [
            charts.Bar("", _drawn(cell), words.cell(cell, column.form))
            for cell, column in zip(row[1:], columns, strict=True)
        ]
        for row in section.rows
    ]
    return charts.dots(
        [str(row[0]) for row in section.rows], [column.text for column in columns], cells, value_title=section.title
    )


def _drawn(cell: Any) -> float | None:
    return cell if isinstance(cell, int | float) else None
