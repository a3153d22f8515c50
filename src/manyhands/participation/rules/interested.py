"""A list of who is interested, taken apart: days with a count each, or people, of whom only the number goes further.

It is CSV, or lines of text: with commas, semicolons or tabs, with a heading or without, in UTF-8, UTF-16 or Windows'
Western European.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

MOST_BYTES, MOST_LINES = 5 * 2**20, 100_000
"""Of one list."""
MOST = 10_000_000
"""People that a line may count."""

Row = tuple[int, list[str]]  # the line on which it begins, and its cells


class Why(StrEnum):
    """Why a line was left out."""

    NO_DATE = "no_date"
    FUTURE = "future"
    NO_NUMBER = "no_number"
    TWICE = "twice"
    NO_EMAIL = "no_email"
    NOBODY = "nobody"
    NOT_CSV = "not_csv"
    TOO_MANY = "too_many"


class LeftOut(NamedTuple):
    """A line that was not taken. Never what it said."""

    line: int
    why: Why


class Understood(NamedTuple):
    """What a list says: `counts` by day, or else how many different `people` it names."""

    counts: dict[date, int]
    people: int
    again: int  # lines about somebody who was named before
    left_out: list[LeftOut]

    def numbers(self, today: date) -> dict[date, int]:
        """How many are interested, by the day that this is about."""
        return {today: self.people} if self.people else self.counts


_EMAIL = re.compile(r"(?:^|[\s<(\"'])([^\s@<>()\"',;]{1,100}@[^\s@<>()\"',;]+\.[^\s@<>()\"',;.]+)(?=$|[\s>)\"'])")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[\sT])", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?=$|[\s,T])", re.ASCII)
_NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-]([a-z]{3,9})\.?,?[\s\-](\d{4})\b", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(
    r"(\d{1,3}(?:[,\s]\d{3})+|\d{1,8})(?:\.0)?(?:\s*(?:people|persons?|staff))?", re.IGNORECASE | re.ASCII
)
_NAMES = {
    *("name", "names", "fullname", "displayname", "firstname", "forename", "lastname", "surname", "familyname", "enw"),
    *("person", "people", "staff", "staffmember", "attendee", "attendees", "participant", "participants", "who"),
}
_COUNTS = {"interested", "count", "number", "people", "howmany", "total", "numberinterested", "nifer"}


def understand(content: bytes, today: date) -> Understood:
    """Takes a list apart; one of which nothing is understood has no numbers."""
    found = Understood({}, 0, 0, [])
    rows = list(rows_of(content, found.left_out))
    if not rows:
        return found
    if 2 * sum(any(map(address_in, cells)) for _, cells in rows[1:] or rows) >= len(rows[1:] or rows):
        return _people(rows, found, email=True)
    if len(rows) == 1 and len(rows[0][1]) == 1 and (number := _number(rows[0][1][0])) is not None:
        found.counts[today] = number
        return found
    columns = _dated(rows)
    return _counts(rows, found, columns, today) if columns else _people(rows, found, email=False)


def rows_of(content: bytes, left_out: list[LeftOut]) -> Iterator[Row]:
    """Lines that say something. What is no text, such as a workbook, has none."""
    text = _text(content)
    head = text[:4096]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    taken = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = [" ".join(cell.split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            left_out.append(LeftOut(line, Why.NOT_CSV))
            continue
        if not any(cells):
            continue
        if taken >= MOST_LINES:
            left_out.append(LeftOut(line, Why.TOO_MANY))
            return
        taken += 1
        yield line, cells


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content or content.startswith(b"PK\x03\x04"):
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _people(rows: list[Row], found: Understood, *, email: bool) -> Understood:
    """Counts whom the lines name, by address where they have one: the same address or name twice is one person."""
    columns = [] if email else [at for at, cell in enumerate(rows[0][1]) if _plain(cell) in _NAMES]
    has_heading = bool(columns) or (email and not any(map(address_in, rows[0][1])))
    seen: set[str] = set()
    named = 0
    for line, cells in rows[1:] if has_heading else rows:
        if email:
            who = next(filter(None, map(address_in, cells)), "")
        else:
            who = " ".join(cells[at] for at in columns if at < len(cells)) if columns else " ".join(cells)
        if not any(character.isalpha() for character in who):
            found.left_out.append(LeftOut(line, Why.NO_EMAIL if email else Why.NOBODY))
            continue
        named += 1
        seen.add(who.strip().casefold())
    return found._replace(people=len(seen), again=named - len(seen))


def _dated(rows: list[Row]) -> tuple[int, int] | None:
    """The columns of the day and of the count; None where few lines have both."""
    days: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    for _, cells in rows:
        days.update(at for at, cell in enumerate(cells) if _day(cell))
        numbers.update(at for at, cell in enumerate(cells) if _number(cell) is not None)
    if not days:
        return None
    day = min(days, key=lambda at: (-days[at], at))
    numbers.pop(day, None)
    called = [at for at, cell in enumerate(rows[0][1]) if at in numbers and _plain(cell) in _COUNTS]
    if not numbers or 3 * days[day] < len(rows):
        return None
    return day, called[0] if called else min(numbers, key=lambda at: (-numbers[at], at))


def _counts(rows: list[Row], found: Understood, columns: tuple[int, int], today: date) -> Understood:
    for at, (line, cells) in enumerate(rows):
        said, counted = (cells[column] if column < len(cells) else "" for column in columns)
        day, number = _day(said), _number(counted)
        if at == 0 and day is None and number is None:
            continue  # the heading
        if day is None:
            found.left_out.append(LeftOut(line, Why.NO_DATE))
        elif day > today:
            found.left_out.append(LeftOut(line, Why.FUTURE))
        elif number is None:
            found.left_out.append(LeftOut(line, Why.NO_NUMBER))
        elif found.counts.setdefault(day, number) != number:
            found.left_out.append(LeftOut(line, Why.TWICE))
    return found


def address_in(cell: str) -> str:
    found = _EMAIL.search(cell) if "@" in cell else None
    return found[1] if found else ""


def _day(cell: str) -> date | None:
    """A day as spreadsheets and people write it, day before month; a time after it does no harm."""
    if found := _ISO.match(cell):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.match(cell):
        day, month, year = map(int, found.groups())
    elif (found := _NAMED.match(cell)) and found[2][:3].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[3])
    else:
        return None
    try:
        return date(year, month, day) if year >= 1990 else None
    except ValueError:
        return None


def _number(cell: str) -> int | None:
    found = _NUMBER.fullmatch(cell)
    number = int(re.sub(r"\D", "", found[1])) if found else MOST + 1
    return number if number <= MOST else None


def _plain(cell: str) -> str:
    return re.sub(r"[\W_]+", "", cell.casefold())
