"""The CSV files of a Viva Engage export: which is which, and their records."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs
from manyhands.networks.rules.archives import Archive, DamagedFile, OneFile, open_archive
from manyhands.networks.rules.words import N_

from .mapping import GROUPS_NEED, MESSAGES_NEED, REPORT_NEEDS, USERS_NEED

NOT_AN_EXPORT = N_(
    "This is neither a Viva Engage network export (a ZIP with Messages.csv, Users.csv and Groups.csv) nor the "
    "Microsoft 365 report on Viva Engage activity by user. Upload one of them as it was downloaded."
)
NO_PRIVACY = N_(
    "Messages.csv has no column in_private_conversation, so private conversations can’t be told apart and nothing "
    "was read. Download the export again, with all its columns."
)
NO_COLUMNS = N_(
    "A file of this export lacks columns that are needed (Messages.csv: id, sender_id, created_at; Users.csv: id; "
    "Groups.csv: id, name). Download the export again, and upload it without opening it in a spreadsheet program."
)
DAMAGED = N_("A file of this export is damaged. Download the export again, then upload it.")

NAMES = {"messages.csv": "messages", "users.csv": "users", "groups.csv": "groups"}


class Part(NamedTuple):
    """A CSV file of the export."""

    archive: Archive
    name: str

    @property
    def size(self) -> int:
        return self.archive.sizes[self.name]


Row = TypeVar("Row", bound=NamedTuple)
"""The columns that are wanted, by their names."""


class Rows(Generic[Row]):
    """The records of a CSV file: the line, and either the wanted columns or why they can't be had.

    Raises UnreadableExport where the file can't be opened or a needed column is missing.
    """

    def __init__(self, part: Part, shape: type[Row], needed: tuple[str, ...]) -> None:
        self.part, self.shape, self.needed = part, shape, needed
        with suppress(DamagedFile):
            self.stream = part.archive.open(part.name)
            return
        raise UnreadableExport(DAMAGED, file=part.name)

    def tell(self) -> int:
        """How many bytes have been read."""
        return self.stream.tell()

    def __iter__(self) -> Iterator[tuple[int, Row | None, str]]:
        with csvs.open_text(self.stream) as text:
            records = csvs.records(text)
            heading = _heading(records)
            self._check(heading)
            pick, make, width = csvs.picker(heading, self.shape._fields), self.shape._make, len(heading)
            try:
                for line, row in records:
                    if row is None:
                        yield line, None, csvs.NOT_CSV
                    elif len(row) != width:
                        yield line, None, csvs.WRONG_WIDTH
                    else:
                        yield line, make(pick(row)), ""
            except DamagedFile:
                yield 0, None, csvs.ENDS_EARLY

    def _check(self, heading: list[str]) -> None:
        missing = set(self.needed) - {csvs.column_name(name) for name in heading}
        if missing == {"in_private_conversation"}:
            raise UnreadableExport(NO_PRIVACY)
        if missing:
            raise UnreadableExport(NO_COLUMNS, file=self.part.name, columns=sorted(missing))


def open_file(path: Path, name: str = "") -> Archive:
    """An export or a report: a ZIP, a folder or one CSV file, which somebody calls `name`."""
    if not path.is_dir() and not _is_zip(path):
        return OneFile(path, (name or path.name).rpartition("/")[2])
    return open_archive(path, markers=["messages.csv", "*activityuserdetail*.csv", "*.csv"], missing=NOT_AN_EXPORT)


def parts_of(archives: Iterable[Archive]) -> dict[str, Part]:
    """The files by what they are: messages, users, groups, report. The report is known by its heading."""
    parts: dict[str, Part] = {}
    for archive in archives:
        for name in archive.sizes:
            if "/" in name or (name.lower() not in NAMES and not _may_be_csv(archive, name)):
                continue
            part = Part(archive, name)
            kind = NAMES.get(name.lower()) or _kind(part)
            if kind:
                parts.setdefault(kind, part)
    if "messages" not in parts and "report" not in parts:
        raise UnreadableExport(NOT_AN_EXPORT)
    return parts


def _may_be_csv(archive: Archive, name: str) -> bool:
    return isinstance(archive, OneFile) or name.lower().endswith(".csv")


def _kind(part: Part) -> str | None:
    """What a file of another name is, by its heading."""
    names: set[str] = set()
    with suppress(DamagedFile), part.archive.open(part.name) as stream, csvs.open_text(stream) as text:
        names = {csvs.column_name(name) for name in _heading(csvs.records(text))}
    if names.issuperset(REPORT_NEEDS):
        return "report"
    return "messages" if names.issuperset({*MESSAGES_NEED, "thread_id"}) else None


def _heading(records: Iterator[tuple[int, list[str] | None]]) -> list[str]:
    with suppress(DamagedFile):
        return next(records, (1, None))[1] or []
    return []


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


NEEDED = {"messages": MESSAGES_NEED, "users": USERS_NEED, "groups": GROUPS_NEED, "report": REPORT_NEEDS}
