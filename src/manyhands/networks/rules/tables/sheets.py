"""Rows of cells out of CSV, a spreadsheet or Parquet, told apart by how the file begins, not by its name."""

import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol

import python_calamine

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs
from manyhands.networks.rules.archives import EMPTY, DamagedFile, Zip
from manyhands.networks.rules.words import N_

NOT_A_TABLE = N_(
    "This file holds no table that can be read: a heading with at least two columns, and lines below it. "
    "Save it as CSV, XLSX or Parquet, then upload it."
)
DAMAGED = N_("This file is damaged. Save it or download it again, then upload it.")
ENCRYPTED = N_("This workbook is protected by a password. Save it without one, then upload it.")
TOO_LARGE = N_("This workbook is too large to be read as one. Save the sheet as CSV, then upload that.")

MAX_WORKBOOK = 400 * 2**20
"""Bytes of a workbook, unpacked: it is read into memory."""
LOOKED_AT = 50
"""Records that are looked at to find the delimiter and the heading."""

PARQUET_DAMAGE = (OSError, ValueError, RuntimeError, NotImplementedError, KeyError, TypeError)
"""What reading Parquet raises: the library's own errors are kinds of these."""

Cells = list[Any]  # str, int, float, bool, date, datetime, None …


class Sheet(Protocol):
    """A heading and the rows below it."""

    columns: list[str]
    size: int  # bytes

    def rows(self) -> Iterator[tuple[int, Cells | None, str]]:
        """Each row's line and its cells, as many as columns; or else why it can't be read."""
        ...

    def tell(self) -> int:
        """About how many bytes have been read."""
        ...

    def close(self) -> None: ...


def open_sheet(path: Path, wanted: Collection[str] = ()) -> Sheet:
    """Raises UnreadableExport where the file holds no table.

    Of a workbook's sheets, the first with most of the `wanted` columns, as `csvs.column_name` writes them.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise UnreadableExport(EMPTY)
    if head[:4] == b"PAR1":
        return Parquet(path)
    if is_workbook(head):
        return Workbook(path, wanted)
    return Csv(path)


def headings(path: Path, head: bytes) -> frozenset[str]:
    """The columns of a table, of all sheets of a workbook, as `csvs.column_name` writes them; none where it is none.

    `head` is how the file begins: of a file that is no workbook no more is looked at.
    """
    names: list[str] = []
    with suppress(UnreadableExport):
        if is_workbook(head):
            _check_size(path)
            for sheet in _sheets(path):
                with suppress(UnreadableExport):
                    names += _heading(_beginning(sheet))[1]
        elif head[:4] == b"PAR1":
            names += open_sheet(path).columns
        elif b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            names += _sniffed(lambda: io.BytesIO(head))[2]
    return frozenset(map(csvs.column_name, names))


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins so may be XLSX, ODS or XLS."""
    return head[:2] == b"PK" or head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Csv:
    """Text with any of the usual delimiters, in any of the usual encodings."""

    def __init__(self, path: Path) -> None:
        self.path, self.size, self.read = path, path.stat().st_size, 0
        self.delimiter, self.skip, self.columns = _sniffed(lambda: path.open("rb"))

    def rows(self) -> Iterator[tuple[int, Cells | None, str]]:
        width = len(self.columns)
        with self.path.open("rb") as stream, csvs.open_text(stream) as text:
            for line, row in islice(csvs.records(text, self.delimiter), self.skip, None):
                self.read = stream.tell()
                if row is None:
                    yield line, None, csvs.NOT_CSV
                elif len(row) != width:
                    yield line, None, csvs.WRONG_WIDTH
                else:
                    yield line, list(row), ""

    def tell(self) -> int:
        return self.read

    def close(self) -> None:
        pass


class Workbook:
    """The first sheet of XLSX, XLS or ODS that holds a table, with most of the `wanted` columns."""

    def __init__(self, path: Path, wanted: Collection[str] = ()) -> None:
        self.size, self.read = path.stat().st_size, 0
        self.columns: list[str] = []
        _check_size(path)
        best = -1
        for sheet in _sheets(path):
            with suppress(UnreadableExport):
                skip, columns = _heading(_beginning(sheet))
                fitting = len(set(wanted).intersection(map(csvs.column_name, columns)))
                if fitting > best:
                    self.sheet, self.skip, self.columns, best = sheet, skip, columns, fitting
                if not wanted:
                    break
        if best < 0:
            raise UnreadableExport(NOT_A_TABLE)

    def rows(self) -> Iterator[tuple[int, Cells | None, str]]:
        width, height = len(self.columns), max(1, self.sheet.total_height)
        for number, row in enumerate(islice(self.sheet.iter_rows(), self.skip, None), self.skip):
            self.read = self.size * (number + 1) // height
            cells = list(row[:width])
            if any(cell != "" for cell in cells):
                yield number + 1, cells, ""

    def tell(self) -> int:
        return min(self.read, self.size)

    def close(self) -> None:
        pass


class Parquet:
    """Parquet, read a stretch at a time."""

    def __init__(self, path: Path) -> None:
        self.size, self.read = path.stat().st_size, 0
        file = _opened(path)
        if file is None:
            raise UnreadableExport(DAMAGED)
        self.file = file
        self.columns = list(file.schema_arrow.names)
        if len(self.columns) < 2:
            raise UnreadableExport(NOT_A_TABLE)

    def rows(self) -> Iterator[tuple[int, Cells | None, str]]:
        number, total = 0, max(1, self.file.metadata.num_rows)
        try:
            for batch in self.file.iter_batches(batch_size=5_000):
                for cells in zip(*map(_cells, batch.columns), strict=True):
                    number += 1
                    yield number, list(cells), ""
                self.read = self.size * number // total
        except PARQUET_DAMAGE:
            yield number + 1, None, csvs.ENDS_EARLY

    def tell(self) -> int:
        return min(self.read, self.size)

    def close(self) -> None:
        self.file.close()


def _cells(column: Any) -> list[Any]:
    """A column's values; times to the microsecond, since Python has no finer ones."""
    from pyarrow import timestamp, types

    if types.is_timestamp(column.type):
        column = column.cast(timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _opened(path: Path) -> Any:
    from pyarrow import parquet  # here, because it takes most of a second and few tables are Parquet

    try:
        return parquet.ParquetFile(path)
    except PARQUET_DAMAGE:
        return None


def _check_size(path: Path) -> None:
    """Refuses a workbook that is a bomb, or too large; XLS is no ZIP."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            try:
                total = sum(Zip(file).sizes.values())
            except DamagedFile:
                total = 0
            if total > MAX_WORKBOOK:
                raise UnreadableExport(TOO_LARGE)


def _sheets(path: Path) -> Iterator[python_calamine.CalamineSheet]:
    """The sheets that hold cells. The library is Rust: what breaks it there is no Exception here."""
    problem = DAMAGED
    try:
        with path.open("rb") as file:
            workbook = python_calamine.CalamineWorkbook.from_filelike(file)
            for name in workbook.sheet_names:
                yield workbook.get_sheet_by_name(name)
        return
    except (GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    except python_calamine.PasswordError:
        problem = ENCRYPTED
    except BaseException:
        pass
    raise UnreadableExport(problem)


def _sniffed(opened: Callable[[], IO[bytes]]) -> tuple[str, int, list[str]]:
    """Text's delimiter, how many records end with the heading, and the columns' names."""
    first: dict[str, list[Cells]] = {}
    for delimiter in ",;\t|":
        with opened() as stream, csvs.open_text(stream) as text:
            first[delimiter] = [list(row or ()) for _, row in islice(csvs.records(text, delimiter), LOOKED_AT)]
    best = max(first, key=lambda delimiter: _agreement(first[delimiter]))
    return best, *_heading(first[best])


def _beginning(sheet: python_calamine.CalamineSheet) -> list[Cells]:
    return [list(row) for row in islice(sheet.iter_rows(), LOOKED_AT)]


def _agreement(rows: list[Cells]) -> tuple[int, int]:
    """How many of the rows are of one width above one, and that width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count, width


def _heading(rows: list[Cells]) -> tuple[int, list[str]]:
    """How many rows end with the heading, and the columns' names, each different.

    The heading is the first row as wide as most in which no cell but the last ones is empty: titles may stand above.
    """
    _, width = _agreement(rows)
    for number, row in enumerate(rows, 1):
        names = [str(cell).strip().lstrip("\ufeff") for cell in row]
        while names and not names[-1] and len(names) > width:
            names.pop()
        if (
            width > 1
            and len(names) == width
            and sum(map(bool, names)) * 2 > width
            and not any("\0" in n for n in names)
        ):
            return number, _different(names)
    raise UnreadableExport(NOT_A_TABLE)


def _different(names: list[str]) -> list[str]:
    found: list[str] = []
    for number, name in enumerate(names, 1):
        name = name[:100] or f"({number})"
        while name in found:
            name += f" ({number})"
        found.append(name)
    return found
