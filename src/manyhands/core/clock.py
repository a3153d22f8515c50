"""Time: UTC is stored; days and months are those of the organisation's own zone."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before any network we read: an earlier date is a mistake in the file

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    return _moment.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What is done within happens at that moment: for a story that is made up, never for what is real."""
    before = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(before)


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in a zone such as "Europe/London"."""
    return moment.astimezone(ZoneInfo(zone)).date()


def month_of(day: date) -> int:
    """A month as a number that sorts and compares: 2016-07 is 201607."""
    return day.year * 100 + day.month


def month_days(month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    year, number = divmod(month, 100)
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def month_add(month: int, count: int) -> int:
    """The month `count` after (or before) a month: month_add(201612, 1) is 201701."""
    year, index = divmod((month // 100) * 12 + month % 100 - 1 + count, 12)
    return year * 100 + index + 1


def months_between(first: int, last: int) -> list[int]:
    """Every month from first to last, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = month_add(first, 1)
    return months


def parse_month(text: str) -> int:
    """201607 from "2016-07". Raises ValueError on anything else."""
    year, dash, month = text.partition("-")
    if not (
        dash and len(year) == 4 and len(month) == 2 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12
    ):
        raise ValueError(f"{text!r} is not a month such as 2016-07")
    return int(year) * 100 + int(month)


def format_month(month: int) -> str:
    """201607 to "2016-07"."""
    return f"{month // 100:04d}-{month % 100:02d}"
