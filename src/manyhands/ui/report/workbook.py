"""A report as a spreadsheet: sentences and links first, then a sheet for each table, then what the figures mean.

Numbers are numbers. What anybody typed is text, whatever it begins with: no cell can be a formula.
"""

import io
import re
from collections.abc import Iterable, Iterator
from copy import copy

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from .. import formats
from ..texts import writable
from .types import Cell, Report, Table

FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")  # in the name of a sheet
LONGEST_NAME = 31  # of a sheet
LONGEST_TEXT = 32_767  # of a cell
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
FIRST_ROW = 4  # of a table: its headings
INK = "12233F"
TITLE, HEAD, STRONG = Font(size=16, bold=True, color=INK), Font(size=13, bold=True, color=INK), Font(bold=True)
LINK, QUIET = Font(color="12436D", underline="single"), Font(color="4B5A73", italic=True)
RIGHT = Alignment(horizontal="right")
WRAPPED = Alignment(wrap_text=True, vertical="top")
SHADE = PatternFill("solid", fgColor="E9EEF6")
LINE = Border(bottom=Side("thin", color="D5DBE5"))


def xlsx(report: Report) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    first = book.active
    book.properties.title, book.properties.creator = _text(report.title), "Manyhands"
    book.properties.language = {"cy": "cy-GB"}.get(report.language, "en-GB")
    names = _Names()
    first.title = names.new(_("Report"))
    meaning = names.new(_("What the figures mean"))
    sheets = {part.key: names.new(part.title) for _chapter, part in report.parts() if part.table}
    _first_sheet(first, report, sheets, meaning)
    for chapter, part in report.parts():
        if part.table:
            sheet = book.create_sheet(sheets[part.key])
            _head(sheet, report, f"{chapter.title}: {part.title}", first.title)
            _table(sheet, part.table)
    _meanings(book.create_sheet(meaning), report, first.title)
    for sheet in book:
        sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        if report.notices:
            sheet.oddHeader.center.text = _header(" · ".join(report.notices))
        sheet.oddFooter.center.text = _header(report.promise)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def write(cell: XlsxCell, text: str, font: Font | None = None, *, wrap: bool = False) -> None:
    """Puts a text into a cell, where it stays one, also when somebody edits it."""
    cell.value = None
    text = _text(text)
    cell._value, cell.data_type = text, "s"  # assigning `value` would take "=…" for a formula, and "#N/A" for an error
    if text.startswith(FORMULA_LIKE):
        cell.quotePrefix = True
    if font:
        cell.font = font
    if wrap:
        cell.alignment = WRAPPED


def _text(text: str) -> str:
    return writable(text)[:LONGEST_TEXT]


def _header(text: str) -> str:
    return text.replace("&", "&&")[:250]


class _Names:
    """Names of sheets: short, without signs that have a meaning there, each once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def new(self, wanted: str) -> str:
        plain = FORBIDDEN.sub(" ", _text(wanted)).strip() or "1"
        name, number = plain[:LONGEST_NAME].strip(), 1
        while name.lower() in self.taken:
            number += 1
            name = f"{plain[: LONGEST_NAME - 3].strip()} {number}"
        self.taken.add(name.lower())
        return name


def _link(cell: XlsxCell, text: str, sheet: str) -> None:
    write(cell, text, LINK)
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", display=_text(text))
    cell.font = LINK


def _first_sheet(sheet: Worksheet, report: Report, sheets: dict[str, str], meaning: str) -> None:
    sheet.column_dimensions["A"].width = 100
    sheet.sheet_view.showGridLines = False
    row = 0

    def put(text: str, font: Font | None = None) -> None:
        nonlocal row
        row += 1
        if text:
            write(sheet.cell(row, 1), text, font, wrap=True)

    put(report.title, TITLE)
    put(f"{report.organisation} · {report.period} · {formats.date(report.made)}")
    for notice in report.notices:
        put(notice, STRONG)
    for chapter in report.chapters:
        put("")
        put(chapter.title, HEAD)
        for sentence in (chapter.answer, *chapter.more):
            put(sentence)
        if chapter.note:
            put(chapter.note, QUIET)
        if chapter.steps:
            put(_("What to do next"), STRONG)
            for step in chapter.steps:
                put(step)
        for part in chapter.parts:
            put(part.title, STRONG)
            for sentence in part.sentences:
                put(sentence)
            if part.key in sheets:
                row += 1
                _link(sheet.cell(row, 1), _("The table: {title}").format(title=part.title), sheets[part.key])
        for limit in chapter.limits:
            put(limit, QUIET)
    put("")
    row += 1
    _link(sheet.cell(row, 1), _("What the figures mean"), meaning)
    for sentence in (*report.about, report.promise):
        put(sentence)


def _head(sheet: Worksheet, report: Report, title: str, first: str) -> None:
    write(sheet.cell(1, 1), title, HEAD)
    write(sheet.cell(2, 1), " · ".join((report.organisation, report.period, *report.notices)))
    _link(sheet.cell(3, 1), _("Back to the first sheet"), first)


def _table(sheet: Worksheet, table: Table) -> None:
    for at, heading in enumerate(table.columns, 1):
        cell = sheet.cell(FIRST_ROW, at)
        write(cell, heading.text, STRONG)
        cell.fill, cell.border = SHADE, LINE
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal="right" if heading.number else "left")
    styles: dict[tuple[str, bool], StyleArray] = {}
    for row, cells in enumerate(table.rows, FIRST_ROW + 1):
        for at, (cell, heading) in enumerate(zip(cells, table.columns, strict=True), 1):
            _put(sheet.cell(row, at), cell, styles, right=heading.number)
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = sheet.cell(FIRST_ROW + 1, 2)
    sheet.auto_filter.ref = f"A{FIRST_ROW}:{get_column_letter(len(table.columns))}{FIRST_ROW + len(table.rows)}"
    sheet.print_title_rows = f"{FIRST_ROW}:{FIRST_ROW}"


def _put(at: XlsxCell, cell: Cell, styles: dict[tuple[str, bool], StyleArray], *, right: bool) -> None:
    """`styles`: those met in the table so far; openpyxl takes as long over one as over ten cells."""
    form = "General" if cell.value is None else cell.format
    if (form, right) in styles:
        at._style = copy(styles[form, right])
    else:
        at.number_format = form
        if right:
            at.alignment = RIGHT
        styles[form, right] = copy(at._style)
    if cell.value is None:
        write(at, cell.text)
    else:
        at.value = cell.value


def _widths(table: Table) -> Iterator[float]:
    for at, heading in enumerate(table.columns):
        longest = max((len(row[at].text) for row in table.rows), default=0)
        word = max(map(len, heading.text.split()), default=0)
        yield min(60, max(longest, word, 8) + 3)


def _meanings(sheet: Worksheet, report: Report, first: str) -> None:
    _head(sheet, report, _("What the figures mean"), first)
    columns = (
        _("Figure"),
        _("Definition"),
        _("Formula in words"),
        _("Formula"),
        _("Of what"),
        _("What it does not say"),
        _("Source"),
    )
    _rows(sheet, FIRST_ROW, [columns], STRONG)
    _rows(sheet, FIRST_ROW + 1, ((term.word, term.meaning, "", "", "", "", "") for term in report.terms))
    defined = (
        (d.title, d.definition, d.in_words, d.formula, d.denominator, d.limits, "\n".join(map(" ".join, d.sources)))
        for d in report.definitions
    )
    _rows(sheet, FIRST_ROW + 1 + len(report.terms), defined)
    for at, width in enumerate((28, 50, 50, 30, 30, 50, 50), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = sheet.cell(FIRST_ROW + 1, 2)


def _rows(sheet: Worksheet, begin: int, rows: Iterable[tuple[str, ...]], font: Font | None = None) -> None:
    for row, texts in enumerate(rows, begin):
        for at, text in enumerate(texts, 1):
            write(sheet.cell(row, at), text, font, wrap=True)
