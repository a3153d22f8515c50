"""What a report is made of: words in the reader's language, and numbers beside them. No markup anywhere."""

from datetime import date
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """A cell of a table: how it reads, and the number that a spreadsheet goes on with (None: it is text)."""

    text: str
    value: float | None = None
    format: str = "General"  # of the number, as a spreadsheet writes it


class Heading(NamedTuple):
    """Of a column."""

    text: str
    number: bool = True


class Table(NamedTuple):
    """The first cell of a row is its name."""

    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    on_paper: bool = True  # False where a picture says the same: then the spreadsheet alone has it


class Picture(NamedTuple):
    """A Vega-Lite specification as manyhands.ui.charts makes them, and what it shows in words."""

    spec: dict[str, Any]
    alt: str


class Part(NamedTuple):
    """Something said, drawn and told in full; any of them may be missing."""

    key: str  # unlike all other parts' of the report; names its picture's file
    title: str
    sentences: tuple[str, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    how: str = ""  # the key of a definition in the report
    on_paper: bool = True  # False: the spreadsheet alone has it


class Chapter(NamedTuple):
    """One question, answered: a sentence first."""

    key: str
    title: str
    answer: str
    more: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()  # what somebody can do now; where several, the first introduces the others
    parts: tuple[Part, ...] = ()
    limits: tuple[str, ...] = ()  # what it can't say
    note: str = ""  # what it is about, where that is not the report's period
    own_page: bool = True  # on paper


class Figure(NamedTuple):
    """A number for the first page."""

    value: str
    label: str


class Term(NamedTuple):
    """A word that a reader may not know, explained."""

    word: str
    meaning: str


class Defined(NamedTuple):
    """A figure as docs/measures.md defines it, with the formula in words and in signs."""

    key: str
    title: str
    definition: str
    in_words: str
    formula: str
    denominator: str
    limits: str
    sources: tuple[tuple[str, str], ...]  # citation and address


class Report(NamedTuple):
    """All of it. The first chapter is the summary that the first page shows."""

    title: str
    organisation: str
    period: str
    made: date
    language: str  # "en" or "cy"
    notices: tuple[str, ...]  # on every page: that it holds exact figures, that it is made up
    promise: str  # on every page: what it is never used for
    hands: int  # dots on the first page; 0: none
    figures: tuple[Figure, ...]
    chapters: tuple[Chapter, ...]
    terms: tuple[Term, ...]
    definitions: tuple[Defined, ...]
    about: tuple[str, ...]  # sources, date, what is left out and why

    def parts(self) -> list[tuple[Chapter, Part]]:
        return [(chapter, part) for chapter in self.chapters for part in chapter.parts]
