"""A report to hand round, as PDF, as a spreadsheet and as pictures. What is in it, the caller says (`types`)."""

from .paper import pdf
from .pictures import png, zipped
from .types import Cell, Chapter, Defined, Figure, Heading, Part, Picture, Report, Table, Term

__all__ = [
    "Cell",
    "Chapter",
    "Defined",
    "Figure",
    "Heading",
    "Part",
    "Picture",
    "Report",
    "Table",
    "Term",
    "pdf",
    "png",
    "xlsx",
    "zipped",
]


def xlsx(report: Report) -> bytes:
    """A report as a spreadsheet (`workbook.xlsx`)."""
    from . import workbook  # with openpyxl, which takes a while to load

    return workbook.xlsx(report)
