"""A report to hand round, as PDF, as a spreadsheet and as pictures. What is in it, the caller says (`types`)."""

from .paper import pdf
from .pictures import png, zipped
from .types import Cell, Chapter, Defined, Figure, Heading, Part, Picture, Report, Table, Term
from .workbook import xlsx

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
