"""Tables as CSV that is safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV (RFC 4180) line by line, to be served as text/csv; charset=utf-8.

    It begins with a byte order mark, without which Excel misreads ŵ and ŷ. A text that a spreadsheet would run as a
    formula gets an apostrophe before it; numbers stay numbers.
    """
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(header)
    for row in rows:
        yield _taken(buffer)
        writer.writerow([_cell(value) for value in row])
    yield _taken(buffer)


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
