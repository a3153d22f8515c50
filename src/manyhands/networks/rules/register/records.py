"""Text copied out of a spreadsheet, or a CSV file's, as records of cells: one bad line does not take others with it."""

import csv
import re
from collections.abc import Iterator

MOST_LINES_OF_A_RECORD = 50
"""How far a quoted cell may reach down; a quotation mark that is never closed spoils its own line only."""

_NEWLINE = re.compile(r"\r\n|\r|\n")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


def records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line it begins on, its cells without spaces around them; None where it can't be split.

    Cells stand between tabs, as spreadsheets copy them, or between commas or semicolons: whatever the first line has.
    Lines without any content are passed over.
    """
    lines = _NEWLINE.split(_UNSEEN.sub("", text))
    delimiter = delimiter_of(next((line for line in lines if line.strip()), ""))
    at = 0
    while at < len(lines):
        row, end = _record(lines, at, delimiter)
        if row is None or any(row):
            yield at + 1, row
        at = end


def delimiter_of(line: str) -> str:
    """What stands between the cells of a line."""
    if "\t" in line:
        return "\t"
    return ";" if line.count(";") > line.count(",") else ","


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The record that begins at a line, and the line after it."""
    for end in range(at + 1, min(at + MOST_LINES_OF_A_RECORD, len(lines)) + 1):
        row = _cells("\n".join(lines[at:end]), delimiter)
        if row is not None:
            return row, end
    if delimiter == "\t":  # spreadsheets copy a cell that only begins with a quotation mark as it is
        return [cell.strip() for cell in lines[at].split("\t")], at + 1
    return None, at + 1


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if rows else []
