"""Times as exports write them, in seconds since 1970, UTC; and which are believed."""

import re
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

EARLIEST = 631152000.0
"""1 January 1990: before it no network held anything, so an earlier date is a mistake."""

A_DAY = 86400.0

_SPREADSHEET_BEGINS = datetime(1899, 12, 30)
_NUMERIC = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})"
    r"(?:[T,\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.(\d{1,6}))?)?\s*([ap]\.?m\.?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)
_NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-]([a-z]{3,9})\.?,?[\s\-](\d{2,4})(.*)", re.IGNORECASE | re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def latest() -> float:
    """The last second that is believed: a day from now, for clocks that run fast."""
    return time.time() + A_DAY


def believed(seconds: float | None, end: float) -> bool:
    """Whether a time lies between 1990 and `end`, which is `latest()`."""
    return seconds is not None and EARLIEST <= seconds <= end


def seconds(value: object, *, zone: tzinfo = UTC, month_first: bool = False) -> float | None:
    """A time as a spreadsheet, a database or a person writes it; None where it is none.

    ISO 8601, day first (or month first) with any separator, "15 January 2024", seconds or milliseconds since 1970,
    days since 1900 as spreadsheets count. What names no zone is in `zone`; a day alone is its midnight there.
    """
    if isinstance(value, str):
        return _of_text(value.strip(), zone, month_first)
    if isinstance(value, datetime):
        return _stamp(value, zone)
    if isinstance(value, date):
        return _stamp(datetime(value.year, value.month, value.day), zone)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(float(value), zone)
    return None


def is_month_first(values: Iterable[str]) -> bool:
    """Whether a column of dates is in the American order: if some can't be day first, and none can't be month first."""
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := _NUMERIC.match(value.strip()))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def _of_text(text: str, zone: tzinfo, month_first: bool) -> float | None:
    try:
        return _stamp(datetime.fromisoformat(text.replace("/", "-") if text[4:5] == "/" else text), zone)
    except ValueError:
        pass
    if text.replace(".", "", 1).isdecimal() and text.isascii():
        return _of_number(float(text), zone)
    if named := _NAMED.fullmatch(text):
        day, month, year, rest = named.groups()
        if month[:3].lower() in _MONTHS:
            number = _MONTHS.index(month[:3].lower()) + 1
            return _of_text(f"{day}/{number}/{year}{rest}", zone, month_first=False)
    found = _NUMERIC.fullmatch(text)
    return _of_parts(found.groups(), zone, month_first) if found else None


def _of_parts(parts: tuple[str | None, ...], zone: tzinfo, month_first: bool) -> float | None:
    first, second, third, hour, minute, sec, fraction, half, offset = (part or "" for part in parts)
    if len(first) > 2:
        year, month, day = first, second, third
    elif month_first:
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    try:
        when = datetime(
            int(year) + (2000 if len(year) == 2 else 0),
            int(month),
            int(day),
            hours,
            int(minute or 0),
            int(sec or 0),
            int(fraction.ljust(6, "0") or 0),
        )
        if offset[:1] in ("+", "-"):
            when = datetime.fromisoformat(f"{when.isoformat()}{offset}")
        return _stamp(when, UTC if offset else zone)
    except ValueError:
        return None


def _of_number(number: float, zone: tzinfo) -> float | None:
    if 1e11 <= number < 1e13:
        return number / 1000  # milliseconds
    if 1e8 <= number < 1e11:
        return number
    if 20_000 <= number < 80_000:  # days since 1900, of the years 1954 to 2119
        return _stamp(_SPREADSHEET_BEGINS + timedelta(seconds=round(number * A_DAY)), zone)
    return None


def _stamp(when: datetime, zone: tzinfo) -> float | None:
    try:
        return (when if when.tzinfo else when.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
