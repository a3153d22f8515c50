"""A section's table as a picture."""

from typing import Any

from manyhands.ui import charts

from ..types import Section
from . import words


def picture(section: Section) -> dict[str, Any]:
    """The specification of the picture of the column `drawn`, by the names of its rows."""
    if section.picture == "dots":
        return _grid(section)
    column = section.columns[section.drawn]
    cells = [(str(row[0]), row[section.drawn]) for row in section.rows]
    if section.picture == "lines":
        points = [charts.Point(name, _drawn(cell), words.cell(cell, column.form)) for name, cell in cells]
        return charts.lines({column.text: points}, y_title=column.text)
    items = [charts.Bar(name, _drawn(cell), words.cell(cell, column.form)) for name, cell in cells]
    return charts.bars(items, value_title=column.text, size="s" if len(items) < 6 else "m" if len(items) < 12 else "l")


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
