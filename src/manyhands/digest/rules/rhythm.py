"""When a weekly digest goes out: on a weekday at an hour of the organisation's own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def last_due(now: datetime, zone: str, weekday: int, hour: int) -> datetime:
    """The latest moment, not after `now`, at which a digest was due; in UTC.

    `weekday` is 0 for Monday. An hour that the clocks leave out is the first one after it; of one that comes twice,
    the first.
    """
    local = ZoneInfo(zone)
    day = now.astimezone(local).date()
    day -= timedelta(days=(day.weekday() - weekday) % 7)
    for back in (0, 7):
        due = datetime.combine(day - timedelta(days=back), time(hour), local).astimezone(UTC)
        if due <= now:
            return due
    raise AssertionError("a week ago is always over")
