"""A report as PDF, set by Typst from paper.typ. Everything reaches the template as data: no name can be markup.

The PDF is tagged (PDF/UA-1) and for keeping (PDF/A-2a): a screen reader finds its headings, tables and the words for
its pictures. Fonts are Typst's own: it looks the same on every machine and needs no connection.
"""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .. import charts, formats
from .types import Part, Report, Table

TEMPLATE = Path(__file__).with_name("paper.typ")
FONT = "Libertinus Serif"
STANDARDS = ["ua-1", "a-2a"]
WIDEST = 9  # columns
LEAST, WIDTH = 5, 60  # characters in a column, before it shares or folds
LONGEST = 60  # rows of a table on paper; the spreadsheet has them all


def pdf(report: Report) -> bytes:
    """The document's bytes."""
    import typst  # 30 MB of machine code, so only when somebody asks

    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_data(report), ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(report.made, time(), UTC),
    )


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False)


def _data(report: Report) -> dict[str, Any]:
    """As the template takes it: all words, and pictures as SVG."""
    return {
        **report._asdict(),
        "made": formats.date(report.made),
        "figures": [figure._asdict() for figure in report.figures],
        "terms": [term._asdict() for term in report.terms],
        "definitions": [defined._asdict() for defined in report.definitions],
        "chapters": [
            {**chapter._asdict(), "parts": [_part(part) for part in chapter.parts]} for chapter in report.chapters
        ],
        "words": {
            "next": _("What to do next"),
            "contents": _("In this report"),
            "limits": _("What this can’t say"),
            "how": _("How this is worked out: page {page}"),
            "page": _("Page {page} of {all}"),
            "terms": _("Words used here"),
            "definitions": _("What each figure means"),
            "signs": _(
                "Each formula is given in words, and once more in signs for whoever wants to check it: n is how many "
                "people took part, x what one of them contributed, Σ a sum, ÷ divided by."
            ),
            "in_words": _("Worked out as"),
            "of_what": _("Of what"),
            "does_not_say": _("What it does not say"),
            "source": _("Source"),
            "about": _("About this report"),
        },
    }


def _part(part: Part) -> dict[str, Any]:
    picture = part.picture and {
        "svg": charts.to_svg(part.picture.spec, font=FONT),
        "alt": part.picture.alt,
        "square": charts.is_square(part.picture.spec),
    }
    return {**part._asdict(), "picture": picture, "table": part.table and _table(part.table)}


def _table(table: Table) -> dict[str, Any] | None:
    if not table.on_paper or not table.rows or len(table.columns) > WIDEST:
        return None
    left = len(table.rows) - LONGEST
    return {
        "columns": [heading._asdict() for heading in table.columns],
        "widths": _widths(table),
        "rows": [[cell.text for cell in row] for row in table.rows[:LONGEST]],
        "left": _("And {number} more, which are in the spreadsheet.").format(number=formats.number(left))
        if left > 0
        else "",
    }


def _widths(table: Table) -> list[int]:
    """How the columns share the width of the page: by their longest cells, or words of their headings."""
    return [
        min(
            WIDTH,
            max(
                *(len(word) for word in heading.text.split()),
                *(len(row[at].text) for row in table.rows[:LONGEST]),
                LEAST,
            ),
        )
        + 1
        for at, heading in enumerate(table.columns)
    ]
