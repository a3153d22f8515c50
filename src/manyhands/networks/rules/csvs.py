"""Reads CSV as a stream, in whichever encoding it was saved, with the line that each record begins on."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import IO

from .archives import DAMAGE, DamagedFile
from .words import N_

MAX_FIELD = 16 * 2**20
"""Characters of one field; a quotation mark that is never closed ends there."""

ENDS_EARLY = N_("The file is damaged from this line on, so the rest of it was left out. Download the export again.")
WRONG_WIDTH = N_("This line has more or fewer columns than the heading, so it was left out.")
NOT_CSV = N_("This line is not in the form of a CSV file, so it was left out.")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 read as Windows' Western European ones, which is what they nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("manyhands-windows", _as_windows)


def open_text(stream: IO[bytes]) -> io.TextIOWrapper:
    """A stream of bytes that can seek, as text."""
    head = stream.read(4)
    stream.seek(0)
    encoding = "utf-8-sig"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif head[1::2] == b"\0\0":
        encoding = "utf-16-le"
    elif head[::2] == b"\0\0":
        encoding = "utf-16-be"
    errors = "manyhands-windows" if encoding == "utf-8-sig" else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")


def records(text: io.TextIOBase, delimiter: str = ",") -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line it begins on; None for one that is not CSV. Blank lines are passed over.

    Raises DamagedFile where the stream can't be read on.
    """
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        row: list[str] | None
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = None
        except DAMAGE:
            raise DamagedFile from None
        if row is None or row:
            yield line, row


def column_name(heading: str) -> str:
    """A heading as columns are looked up by: "Report Period" as "report_period"."""
    return "_".join(heading.strip().strip("\ufeff").lower().split())


def picker(heading: list[str], wanted: Sequence[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """What takes the wanted columns out of a record, which is as wide as the heading; "" for those that it lacks."""
    at = {column_name(name): index for index, name in reversed(list(enumerate(heading)))}
    take = itemgetter(*(at.get(name, -1) for name in wanted), -1)

    def pick(row: list[str]) -> tuple[str, ...]:
        row.append("")
        picked: tuple[str, ...] = take(row)
        return picked[:-1]

    return pick
