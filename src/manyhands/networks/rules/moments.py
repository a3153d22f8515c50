"""Moments of activities, written as the ledger keeps them: a million in a second."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

QUARTER = 900  # seconds; every zone's offset from UTC is a whole number of quarter hours


def moment_writer(zone: str) -> Callable[[float], tuple[str, str]]:
    """A function from seconds since 1970 to (UTC as text with microseconds, local date)."""
    local = ZoneInfo(zone)
    quarters: dict[int, tuple[str, int, str]] = {}

    def write(seconds: float) -> tuple[str, str]:
        micros = round(seconds * 1_000_000)
        whole, fraction = divmod(micros, 1_000_000)
        quarter = whole // QUARTER
        known = quarters.get(quarter)
        if known is None:
            start = datetime.fromtimestamp(quarter * QUARTER, UTC)
            if len(quarters) > 50_000:  # a year and a half; what is read is mostly in order of time
                quarters.clear()
            known = quarters[quarter] = (
                start.strftime("%Y-%m-%d %H:"),
                start.minute * 60,
                start.astimezone(local).date().isoformat(),
            )
        hour, offset, local_date = known
        minute, second = divmod(offset + whole % QUARTER, 60)
        return f"{hour}{minute:02d}:{second:02d}.{fraction:06d}", local_date

    return write
