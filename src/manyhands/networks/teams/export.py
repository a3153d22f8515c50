"""The report on Teams activity by user, opened: a CSV file, or a ZIP that holds it.

Only totals for a period: no activity is made of them. `options["workspace"]` names the organisation, which is
otherwise the e-mail domain; of a report that conceals names nothing says whose it is.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs
from manyhands.networks.rules.archives import Archive, DamagedFile, OneFile, open_archive
from manyhands.networks.rules.reports import CONCEALED, CONCEALED_LINES, domain, is_hidden
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Batch, Preview, Rejected, Skipped

from . import mapping
from .mapping import NEEDED, ReportRow

NOT_THE_REPORT = N_(
    "This is not the Microsoft 365 report on Teams activity by user: it lacks the columns User Principal Name, Last "
    "Activity Date or Team Chat Message Count. Upload the CSV as it was downloaded."
)
DAMAGED = N_("This report is damaged. Download it again, then upload it.")

TOTALS = N_(
    "The report gives totals for a period, without dates, channels or teams: it shows how many were active and how "
    "many posted in channels, and no trend."
)
NEVER = N_("Numbers of private chats, calls and meetings are in the file and are not read.")
LOST = N_(
    "What is lost with the names: in which service people work, and who of them takes part in another network too. How "
    "many take part is known without."
)

BATCH = 10_000
"""Lines in a batch."""
LOOKED_AT = 10_000
"""Lines that are looked at to tell whose report it is."""


class TeamsExport:
    """`size` is that of the file, unpacked."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        name = str(options.get("filename") or path.name).rpartition("/")[2]
        self.archive = _open(path, name)
        try:
            self.file = self._find()
            self.size = self.archive.sizes[self.file]
            first = [row.user_principal_name for _, row, _ in islice(self.rows(), LOOKED_AT) if row]
        except UnreadableExport:
            self.archive.close()
            raise
        self.conceals = any(map(is_hidden, first))
        self.workspace = str(options.get("workspace") or domain(first) or "unknown")

    def _find(self) -> str:
        """The file whose heading is the report's."""
        for name in self.archive.sizes:
            if isinstance(self.archive, OneFile) or name.lower().endswith(".csv"):
                with suppress(DamagedFile), self.archive.open(name) as stream, csvs.open_text(stream) as text:
                    _, heading = next(csvs.records(text), (1, None))
                    if NEEDED.issubset(map(csvs.column_name, heading or ())):
                        return name
        raise UnreadableExport(NOT_THE_REPORT)

    def rows(self) -> Iterator[tuple[int, ReportRow | None, str]]:
        """Each line's number, and its columns or why it can't be read."""
        with self._opened() as stream, csvs.open_text(stream) as text:
            self.tell = stream.tell
            records = csvs.records(text)
            try:
                heading = next(records)[1] or []
                pick = csvs.picker(heading, ReportRow._fields)
                for line, row in records:
                    if row is None:
                        yield line, None, csvs.NOT_CSV
                    elif len(row) != len(heading):
                        yield line, None, csvs.WRONG_WIDTH
                    else:
                        yield line, ReportRow(*pick(row)), ""
            except DamagedFile:
                yield 0, None, csvs.ENDS_EARLY

    def _opened(self) -> Any:
        with suppress(DamagedFile):
            return self.archive.open(self.file)
        raise UnreadableExport(DAMAGED)

    def preview(self) -> Preview:
        accounts = sum(row is not None and not mapping.is_deleted(row) for _, row, _ in self.rows())
        notes = (TOTALS, NEVER, *((CONCEALED, LOST) if self.conceals else ()))
        return Preview(self.workspace, accounts, (), "messages", notes)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Lines in the file's order. Who is concealed is counted, and is no account."""
        batch = Batch(file=self.file)
        skipped = dict.fromkeys([CONCEALED_LINES, mapping.DELETED], 0)
        for line, row, reason in self.rows():
            usage = mapping.usage(row) if row else None
            if row is None or usage is None:
                batch.rejected.append(Rejected(self.file, line, reason or mapping.BAD_COUNT))
            elif mapping.is_deleted(row):
                skipped[mapping.DELETED] += 1
            else:
                batch.usage.append(usage)
                if is_hidden(row.user_principal_name):
                    skipped[CONCEALED_LINES] += 1
                else:
                    batch.accounts.append(mapping.account(row))
            if len(batch.usage) >= BATCH or len(batch.rejected) >= BATCH:
                batch.done = min(self.tell(), self.size)
                yield batch
                batch = Batch(file=self.file)
        batch.done = self.size
        batch.skipped = [Skipped(reason, count) for reason, count in skipped.items() if count]
        yield batch

    def close(self) -> None:
        self.archive.close()


def _open(path: Path, name: str) -> Archive:
    if path.is_file():
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return OneFile(path, name)
    return open_archive(path, markers=["*teamsuseractivity*.csv", "*.csv"], missing=NOT_THE_REPORT)
