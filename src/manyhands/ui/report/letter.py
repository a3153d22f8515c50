"""A page or two to hand to somebody, as PDF, set by Typst from letter.typ; tagged and for keeping, as reports are."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from .. import formats
from .paper import typeset

TEMPLATE = Path(__file__).with_name("letter.typ")
BREAK = "\u200b"  # where an address may be broken into lines


class Passage(NamedTuple):
    """Something said under a heading, with points or a table where it has any. No markup anywhere."""

    title: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Letter(NamedTuple):
    """All of it. `answer` says first what it is about."""

    title: str
    organisation: str
    made: date
    language: str  # "en" or "cy"
    answer: str
    sections: tuple[Passage, ...]


def pdf(letter: Letter) -> bytes:
    """The document's bytes."""
    data = {
        **letter._asdict(),
        "made": formats.date(letter.made),
        "page": _("Page {page} of {all}"),
        "sections": [
            {**one._asdict(), "rows": [[_breakable(cell) for cell in row] for row in one.rows]}
            for one in letter.sections
        ],
    }
    return typeset(TEMPLATE, data, letter.made)


def _breakable(text: str) -> str:
    """Long addresses may be broken after a slash, so that they stay in their column."""
    return text.replace("/", f"/{BREAK}").replace(f"/{BREAK}/{BREAK}", f"//{BREAK}")
