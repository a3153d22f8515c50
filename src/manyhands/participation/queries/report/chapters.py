"""A question beside the overview as a chapter of a report, whichever it is."""

from manyhands.ui.report import Chapter, Heading, Part, Picture, Table

from ...types import Section, Topic
from .. import words
from ..pictures import picture
from .cells import cell, text

DRAWN = 25  # bars in a picture on paper: more can't be read; the table has them all
BESIDE = 8  # rows of a table that stands beside its picture on paper
READ_OUT = 36  # values in the words for a picture


def of_topic(topic: Topic, note: str) -> Chapter:
    """A topic's chapter."""
    return Chapter(
        key=topic.key,
        title=topic.question,
        answer=topic.answer,
        more=tuple(topic.more),
        steps=(topic.step,) if topic.step else (),
        parts=tuple(map(_part, topic.sections)),
        limits=tuple(topic.limits),
        note=note,
        own_page=bool(topic.sections),
    )


def _part(section: Section) -> Part:
    drawn = _picture(section) if section.picture and section.rows else None
    # A picture has its numbers in it: on paper a table stands beside it where it is short and says more.
    more = len(section.columns) > 2 and len(section.rows) <= BESIDE
    return Part(
        key=section.key,
        title=section.title,
        sentences=tuple(section.sentences),
        picture=drawn,
        table=_table(section, on_paper=not drawn or more),
        how=section.how,
        on_paper=not section.folded,
    )


def _table(section: Section, *, on_paper: bool) -> Table | None:
    if not section.rows:
        return None
    columns = tuple(Heading(column.text, column.form != "text") for column in section.columns)
    rows = tuple(
        tuple(
            text(words.cell(value, "text")) if column.form == "text" else cell(value, column.form)
            for value, column in zip(row, section.columns, strict=True)
        )
        for row in section.rows
    )
    return Table(columns, rows, on_paper=on_paper)


def _picture(section: Section) -> Picture:
    if section.picture == "bars":
        section = section._replace(rows=section.rows[:DRAWN])
    column = section.columns[section.drawn]
    values = [(str(row[0]), words.cell(row[section.drawn], column.form)) for row in section.rows]
    return Picture(picture(section), read_out(f"{section.title}: {column.text}", values))


def read_out(title: str, values: list[tuple[str, str]]) -> str:
    """A picture in words: what it shows, and every value where there are not too many to listen to."""
    told = "; ".join(f"{name}: {value}" for name, value in values) if len(values) <= READ_OUT else ""
    return f"{title}. {told}." if told else f"{title}."
