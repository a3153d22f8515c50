"""When what is new goes out by e-mail."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..types import Way

AT = time(8)  # on the clock of the organisation
WEEKDAY = 0  # Monday
READ_FIRST = timedelta(seconds=60)  # who is looking at the page reads it there, and needs no e-mail


def due(way: Way, now: datetime, zone: str) -> datetime | None:
    """When a thing that happens now is to be written of; None for never."""
    if way == Way.NEVER:
        return None
    if way == Way.AT_ONCE:
        return now + READ_FIRST
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    if way == Way.WEEKLY:
        day += timedelta(days=(WEEKDAY - day.weekday()) % 7)
    moment = datetime.combine(day, AT, ZoneInfo(zone))
    if moment <= local:
        day += timedelta(days=7 if way == Way.WEEKLY else 1)
        moment = datetime.combine(day, AT, ZoneInfo(zone))
    return moment.astimezone(now.tzinfo)
