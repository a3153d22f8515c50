"""Which column of a table means what: guessed from headings, or as somebody chose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.csvs import column_name
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_

from . import cells
from .sheets import NOT_A_TABLE, Cells, open_sheet

NO_SUCH_COLUMN = N_("This table has no such column. Choose from the columns that it has.")
NO_SUCH_FIELD = N_("A column can’t mean that. Choose from the meanings that are offered.")

SAMPLE = 1_000
"""Rows that are looked at to propose what columns mean."""
SHOWN = 5
"""Rows of the sample that are shown."""
END = 4_102_444_800.0
"""1 January 2100: what is after it is not taken for a date when columns are guessed."""


class Field(NamedTuple):
    """Something that a column can mean."""

    name: str
    title: str
    needed: bool
    headings: tuple[str, ...]  # that propose it, best first, as `csvs.column_name` writes them


class MatchedTable:
    """A table of which `fields` are wanted. `columns`, `sample` and `proposed` are for whoever matches the columns.

    `chosen` says which column is what (field: heading), or else what is proposed is taken. `choose` is said where a
    needed one is not known, `ask` whether somebody should look even where all are, `american` whether dates that can
    be read both ways begin with the month. Raises UnreadableExport for no table, or a column that there is not.
    """

    def __init__(
        self,
        path: Path,
        fields: Sequence[Field],
        chosen: Mapping[str, str] | None,
        *,
        choose: str,
        ask: bool = False,
        american: bool = False,
    ) -> None:
        self.fields, self.choose, self.ask = fields, choose, ask
        self.sheet = open_sheet(path, {heading for field in fields for heading in field.headings})
        self.columns = tuple(self.sheet.columns)
        rows = [row for _, row, _ in islice(self.sheet.rows(), SAMPLE) if row is not None]
        if not rows:
            raise UnreadableExport(NOT_A_TABLE)
        self.sample = [[cells.words(cell)[:60] for cell in row] for row in rows[:SHOWN]]
        self.proposed = propose(fields, self.columns, rows)
        self.matched = self._matched(chosen)
        date = self.matched.get("date")
        dates = [row[self.columns.index(date)] for row in rows] if date else []
        self.american = cells.month_first(dates, unless_day_first=american)

    def _matched(self, chosen: Mapping[str, str] | None) -> dict[str, str]:
        """Field to column; what is chosen as nothing is left out."""
        matched = {field: column for field, column in (chosen or self.proposed).items() if column}
        if not matched.keys() <= {field.name for field in self.fields}:
            raise UnreadableExport(NO_SUCH_FIELD)
        if not set(matched.values()) <= set(self.columns):
            raise UnreadableExport(NO_SUCH_COLUMN, columns=list(self.columns))
        return matched

    @property
    def to_match(self) -> bool:
        """Whether somebody has to say which column is what: always, where `ask`; else where one is missing."""
        return self.ask or not self._complete()

    def check(self) -> None:
        """Raises UnreadableExport with the sentence `choose` where a needed column is not known."""
        if not self._complete():
            raise UnreadableExport(self.choose, columns=list(self.columns))

    def _complete(self) -> bool:
        return all(field.name in self.matched for field in self.fields if field.needed)

    def rows(self) -> Iterator[tuple[int, Cells, list[Any] | None, str]]:
        """Each row's line, its cells and those of the fields, None for one without column; or why it can't be read."""
        names = [self.matched.get(field.name) for field in self.fields]
        at = [None if name is None else self.columns.index(name) for name in names]
        for line, row, reason in self.sheet.rows():
            if row is None:
                yield line, [], None, reason
            else:
                yield line, row, [None if index is None else row[index] for index in at], ""


def propose(fields: Iterable[Field], columns: Iterable[str], sample: Iterable[list[Any]] = ()) -> dict[str, str]:
    """Which column probably means what, by its heading; for the date, one whose cells are dates.

    A column means one thing, but for who did it, which may be their name or address too.
    """
    columns, sample = list(columns), list(sample)
    names = {column_name(column): column for column in reversed(columns)}
    dates = {column: _share_of_dates([row[at] for row in sample]) for at, column in enumerate(columns)}
    proposed: dict[str, str] = {}
    for field in fields:
        for heading in field.headings:
            column = names.get(heading)
            if column is None or (field.name == "date" and sample and dates[column] < 0.5):
                continue
            if column in proposed.values() and not _may_share(field.name, column, proposed):
                continue
            proposed[field.name] = column
            break
    rest = [column for column, share in dates.items() if share > 0.8 and column not in proposed.values()]
    if "date" not in proposed and rest:
        proposed["date"] = rest[0]
    return proposed


def _may_share(field: str, column: str, proposed: dict[str, str]) -> bool:
    return field in ("name", "email") and proposed.get("actor") == column


def _share_of_dates(column: list[Any]) -> float:
    """How many of the cells that say something are dates."""
    said = [cell for cell in column if cell not in (None, "")]
    return sum(map(_is_date, said)) / len(said) if said else 0


def _is_date(cell: object) -> bool:
    return believed(seconds(cell), END) or believed(seconds(cell, month_first=True), END)
