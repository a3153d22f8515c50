"""Moments by the clock on the wall of an organisation, and the days on which it is closed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .cube import Ints

Moments = NDArray[np.datetime64]

DAY, QUARTER = 86_400, 900  # seconds; clocks change at whole quarters of an hour

SUBDIVISION = {"Europe/London": ("GB", "ENG"), "Europe/Belfast": ("GB", "NIR")}
"""Whose bank holidays a zone keeps. Wales has England's; a council in Scotland has three days of its own."""


def local(moments: Moments, zone: str) -> Moments:
    """UTC moments (datetime64[s], NaT stays) as the clock in a zone such as "Europe/London" showed them."""
    at = np.asarray(moments, dtype="datetime64[s]")
    known = ~np.isnat(at)
    seconds = at[known].astype(np.int64)
    days, day_of = np.unique(seconds // DAY, return_inverse=True)
    begins, ends = (_offsets((days + more) * DAY, zone) for more in (0, 1))
    offset = begins[day_of]
    changes = (begins != ends)[day_of]  # a day on which clocks change is looked at by quarters of an hour
    quarters, quarter_of = np.unique(seconds[changes] // QUARTER, return_inverse=True)
    offset[changes] = _offsets(quarters * QUARTER, zone)[quarter_of]
    found = at.copy()
    found[known] = (seconds + offset).astype("datetime64[s]")
    return found


def bank_holidays(zone: str, years: Iterable[int]) -> list[date]:
    """The bank holidays of a zone's country; none where we don't know it."""
    import holidays  # takes long to load, so only when it is needed

    if zone not in SUBDIVISION:
        return []
    country, part = SUBDIVISION[zone]
    return sorted(holidays.country_holidays(country, subdiv=part, years=list(years)))


def _offsets(seconds: Ints, zone: str) -> Ints:
    """By how many seconds the zone is ahead of UTC at each moment."""
    where = ZoneInfo(zone)
    ahead = [datetime.fromtimestamp(int(each), UTC).astimezone(where).utcoffset() for each in seconds]
    return np.array([0 if each is None else each.total_seconds() for each in ahead], dtype=np.int64)
