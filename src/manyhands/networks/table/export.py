"""A table, opened: its columns are matched to ours, then each row is an act.

Options: `columns` says which column is what (field: heading; see `fields.FIELDS`), or else what is proposed is taken;
`workspace` names the system that it comes from, or else tables with the same columns are taken to be of one system;
`filename` is what the person calls the file, `zone` the time zone of times that name none.

A row's id is its own number, or else made of its content, so that the same file twice, or a newer one that overlaps,
adds nothing twice.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.tables.cells import digest, words
from manyhands.networks.rules.tables.matching import MatchedTable
from manyhands.networks.rules.tables.sheets import Cells
from manyhands.networks.rules.times import latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Batch, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .fields import FIELDS
from .mapping import Record

CHOOSE = N_("Say which column tells who did it, and which tells when.")
LEFT_OUT = N_("Lines of places that you chose to leave out: not read.")
NO_MEMBERS = N_("A table of activity does not say who could have taken part and did not.")
ONE_SYSTEM = N_("Tables with the same columns are taken to come from the same system.")
NO_NUMBER = N_(
    "No column gives each line a number of its own, so lines that are the same in all columns are told apart by "
    "counting them, and a line that is corrected later counts as a new one."
)

BATCH = 10_000
"""Acts in a batch, about."""
REMEMBERED = 500_000
"""Different rows without a number that are remembered, to count those that are the same."""


class TableExport:
    """CSV, a spreadsheet or Parquet."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.table = MatchedTable(path, FIELDS, options.get("columns"), choose=CHOOSE, ask=True)
        self.size = self.table.sheet.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "table"))
        self.workspace = str(options.get("workspace") or f"table-{digest(sorted(self.table.columns))[:12]}")
        self.zone = ZoneInfo(str(options.get("zone") or "UTC"))

    def records(self) -> Iterator[tuple[int, Cells, Record | None, str]]:
        """Each row's line, cells and what they mean; or else why it can't be read."""
        for line, cells, row, reason in self.table.rows():
            record = None if row is None else Record(*row)
            reason = mapping.why_bad(record) if record else reason
            yield line, cells, None if reason else record, reason

    def preview(self) -> Preview:
        """Places with their number of rows."""
        self.table.check()
        names: dict[str, str] = {}
        counts: dict[str, int] = {}
        for _, _, record, _ in self.records():
            if record is not None:
                place = mapping.place(record)
                names.setdefault(place.external_id, place.name)
                counts[place.external_id] = counts.get(place.external_id, 0) + 1
        places = []
        for external_id, name in sorted(names.items(), key=lambda item: (item[1], item[0])):
            reason = why_leave_out(name)
            places.append(PlacePreview(external_id, name, counts[external_id], None, bool(reason), reason))
        notes = (NO_MEMBERS, ONE_SYSTEM) if "id" in self.table.matched else (NO_MEMBERS, NO_NUMBER)
        return Preview(self.workspace, None, tuple(places), "messages", notes)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Rows in the file's order. Can be called again, and yields the same."""
        self.table.check()
        reader = _Reader(self, leave_out)
        for line, cells, record, reason in self.records():
            reader.take(line, cells, record, reason)
            if len(reader.batch.acts) >= BATCH or len(reader.batch.rejected) >= BATCH:
                yield reader.full(self.table.sheet.tell())
        if reader.left_out:
            reader.batch.skipped.append(Skipped(LEFT_OUT, reader.left_out))
        yield reader.full(self.size)

    def close(self) -> None:
        self.table.sheet.close()


class _Reader:
    """One pass: the batch being filled, the accounts and places already told of, the rows already counted."""

    def __init__(self, export: TableExport, leave_out: frozenset[str]) -> None:
        self.export, self.leave_out = export, leave_out
        self.latest = latest()
        self.accounts: set[str] = set()
        self.mentioned: set[str] = set()
        self.places: set[str] = set()
        self.seen: dict[str, int] = {}
        self.left_out = 0
        self.batch = Batch(file=export.file)

    def full(self, done: int) -> Batch:
        full, self.batch = self.batch, Batch(file=self.export.file)
        full.done = done
        return full

    def take(self, line: int, cells: Cells, record: Record | None, reason: str) -> None:
        if record is None:
            self.batch.rejected.append(Rejected(self.export.file, line, reason))
            return
        place = mapping.place(record)
        if place.external_id in self.leave_out:
            self.left_out += 1
            return
        published = mapping.when(record, self.export.zone, self.export.table.american, self.latest)
        if published is None:
            self.batch.rejected.append(Rejected(self.export.file, line, mapping.BAD_DATE))
            return
        act = mapping.act(record, self.source_id(record, cells), published)
        if act.actor not in self.accounts:
            self.accounts.add(act.actor)
            self.batch.accounts.append(mapping.account(record))
        if place.external_id not in self.places:
            self.places.add(place.external_id)
            self.batch.places.append(place)
        for who in act.mentions:
            if who not in self.accounts and who not in self.mentioned:
                self.mentioned.add(who)
                self.batch.accounts.append(Account(who, handle=who, is_member=False))
        self.batch.acts.append(act)

    def source_id(self, record: Record, cells: Cells) -> str:
        """The row's own number, or a digest of its content and how many like it stand above it.

        To bound memory not all rows are remembered: like ones that are very far apart are taken for one.
        """
        if number := words(record.id):
            return f"row/{number}"
        content = digest(cells)
        if len(self.seen) >= REMEMBERED:
            self.seen.clear()
        self.seen[content] = count = self.seen.get(content, 0) + 1
        return f"like/{content}/{count}"
