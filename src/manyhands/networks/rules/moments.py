"""Moments of activities, written as the ledger keeps them: millions in a second."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

QUARTER = 900  # seconds; every zone's offset from UTC is a whole number of quarter hours
MOST_QUARTERS = 50_000  # kept at a time: a year and a half; what is read is mostly in order of time

Moments = Callable[[Sequence[float]], tuple[np.ndarray, list[str]]]


def moments_writer(zone: str) -> Moments:
    """A function from moments, in seconds since 1970, to UTC in whole microseconds, and to local dates."""
    dates = _Dates(zone)

    def write(seconds: Sequence[float]) -> tuple[np.ndarray, list[str]]:
        micros = np.rint(np.asarray(seconds, np.float64) * 1_000_000).astype(np.int64)
        if len(dates) > MOST_QUARTERS:
            dates.clear()
        local_dates = [dates[quarter] for quarter in (micros // (QUARTER * 1_000_000)).tolist()]
        return micros.view("datetime64[us]"), local_dates

    return write


def texts_of(moments: np.ndarray) -> list[str]:
    """Moments as the database keeps them: "2016-07-16 14:51:00.000002"."""
    texts: list[str] = pa.array(moments).cast(pa.string()).to_pylist()
    return texts


class _Dates(dict[int, str]):
    """The local date of each quarter of an hour since 1970."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def __missing__(self, quarter: int) -> str:
        start = datetime.fromtimestamp(quarter * QUARTER, UTC)
        date = self[quarter] = start.astimezone(self.zone).date().isoformat()
        return date
