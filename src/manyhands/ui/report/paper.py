"""A report as PDF, set by Typst from paper.typ. Everything reaches the template as data: no name can be markup.

The PDF is tagged (PDF/UA-1) and for keeping (PDF/A-2a): a screen reader finds its headings, tables and the words for
its pictures. Fonts are Typst's own: it looks the same on every machine and needs no connection.
"""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .. import charts, formats
from ..texts import writable
from .types import Part, Report, Table

TEMPLATE = Path(__file__).with_name("paper.typ")
FONT = "Libertinus Serif"
STANDARDS = ["ua-1", "a-2a"]
# The standards allow no sign that no font has, and Typst's have neither emoji nor Chinese: where a place has such a
# name, the machine's fonts may know it; else it is a box, in a PDF that is tagged all the same.
TRIES: list[tuple[bool, list[Any]]] = [(False, STANDARDS), (True, STANDARDS), (True, [])]
WIDEST = 9  # columns
LEAST = 4  # characters in a column
GAP, BOLD = 2.2, 1.1  # characters between columns; how much wider headings are
ROOM = {True: 125, False: 105}  # characters on a line: of a wide table, whose type is smaller
LONGEST = 60  # rows of a table on paper; the spreadsheet has them all


def pdf(report: Report) -> bytes:
    """The document's bytes."""
    return typeset(TEMPLATE, _data(report), report.made)


def typeset(template: Path, data: dict[str, Any], day: date) -> bytes:
    """A template of ours set with this data, dated that day."""
    import typst  # 30 MB of machine code, so only when somebody asks

    inputs = {"data": json.dumps(writable(data), ensure_ascii=False)}
    made = datetime.combine(day, time(), UTC)
    for system, standards in TRIES:
        try:
            return typst.compile(
                str(template),
                root=str(template.parent),
                font_paths=_fonts(system),
                sys_inputs=inputs,
                pdf_standards=standards,
                timestamp=made,
            )
        except typst.TypstError:
            if not standards:
                raise
    raise AssertionError("the last try raises")


@cache
def _fonts(system: bool) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=system)


def _data(report: Report) -> dict[str, Any]:
    """As the template takes it: all words, and pictures as SVG."""
    return {
        **report._asdict(),
        "made": formats.date(report.made),
        "figures": [figure._asdict() for figure in report.figures],
        "terms": [term._asdict() for term in report.terms],
        "definitions": [defined._asdict() for defined in report.definitions],
        "chapters": [
            {
                **chapter._asdict(),
                "parts": [_part(part) for part in chapter.parts if part.on_paper],
                "elsewhere": [part.title for part in chapter.parts if not part.on_paper],
            }
            for chapter in report.chapters
        ],
        "words": {
            "next": _("What to do next"),
            "contents": _("In this report"),
            "more": _("The spreadsheet that goes with this report says more: {titles}."),
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


def _widths(table: Table) -> list[float]:
    """How the columns share the page, in characters: each has room for its longest word, and as far as there is more,
    for its longest cell."""
    told = [[cell.text for cell in column] for column in zip(*table.rows[:LONGEST], strict=True)]
    names = [heading.text for heading in table.columns]
    need = [max(LEAST, BOLD * _word([name]), _word(column)) + GAP for name, column in zip(names, told, strict=True)]
    want = [max(least, max(map(len, column)) + GAP) for least, column in zip(need, told, strict=True)]
    more = sum(want) - sum(need)
    room = ROOM[len(names) > 6]
    part = min(1.0, max(0.0, (room - sum(need)) / more)) if more else 0.0
    return [least + part * (most - least) for least, most in zip(need, want, strict=True)]


def _word(texts: list[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)
