"""How soon questions are answered, those without an answer so far included."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import AnswerTimes, Estimate
from .uncertainty import FEWEST, LEVEL

DAY = 86_400
Moment = datetime | str | np.datetime64
Floats = NDArray[np.float64]


def answer_times(
    asked: ArrayLike, answered: ArrayLike, until: Moment, *, holidays: Sequence[date] = (), level: float = LEVEL
) -> AnswerTimes:
    """Median time to the first reply, and the part answered within a working day, from a row for each thread.

    Local times (datetime64, `answered` NaT without a reply); what is known ends at `until`. A working day: by the same
    time of the next working day; what was asked on a day off counts from the next working day's beginning.
    """
    start, reply = (np.asarray(column, dtype="datetime64[s]") for column in (asked, answered))
    end = np.asarray(until, dtype="datetime64[s]")
    start, reply = start[start <= end], reply[start <= end]
    seen = ~np.isnat(reply) & (reply <= end)
    finish = np.where(seen, reply, end)
    took = np.maximum((finish - start).astype(np.int64), 0)
    worked = np.maximum(working_seconds(finish, holidays) - working_seconds(start, holidays), 0)
    threads = int(start.size)
    if threads < FEWEST:
        few = Estimate(None, None, None, level, threads, "few_threads")
        return AnswerTimes(threads, int(seen.sum()), few, few)
    return AnswerTimes(threads, int(seen.sum()), _median(took, seen, level), _answered_by(DAY, worked, seen, level))


def working_seconds(moments: ArrayLike, holidays: Sequence[date] = ()) -> NDArray[np.int64]:
    """A clock that runs on working days alone, Monday to Friday without holidays; seconds since 1970."""
    at = np.asarray(moments, dtype="datetime64[s]")
    days = at.astype("datetime64[D]")
    off = np.array(sorted(holidays), dtype="datetime64[D]")
    passed = np.busday_count(np.datetime64("1970-01-01"), days, holidays=off).astype(np.int64)
    today = np.where(np.is_busday(days, holidays=off), (at - days).astype(np.int64), 0)
    return np.asarray(passed * DAY + today)


def by_hour_and_weekday(moments: ArrayLike, n: ArrayLike | None = None) -> NDArray[np.int64]:
    """Activities by weekday (7 rows, Monday first) and hour (24 columns) of local moments, each `n` times if given."""
    at = np.asarray(moments, dtype="datetime64[h]")
    days = at.astype("datetime64[D]")
    weekday = (days.astype(np.int64) + 3) % 7  # 1970 began on a Thursday
    hour = (at - days).astype(np.int64)
    weights = None if n is None else np.asarray(n, dtype=np.int64)
    return np.bincount(weekday * 24 + hour, weights, minlength=168).reshape(7, 24).astype(np.int64)


def _median(took: NDArray[np.int64], seen: NDArray[np.bool_], level: float) -> Estimate:
    """The Kaplan–Meier median with Brookmeyer and Crowley's interval; an end that is not reached is None."""
    times, left, low, high = _kaplan_meier(took, seen, level)

    def first(curve: Floats) -> float | None:
        under = np.flatnonzero(curve <= 0.5 + 1e-12)
        return float(times[under[0]]) if under.size else None

    value = first(left)
    reason = "not_reached" if value is None else None
    return Estimate(value, first(low), first(high), level, took.size, reason)


def _answered_by(time: int, took: NDArray[np.int64], seen: NDArray[np.bool_], level: float) -> Estimate:
    """The part answered by then; None where no thread has waited so long."""
    if not (took >= time).any() and not seen.all():
        return Estimate(None, None, None, level, took.size, "too_early")
    times, left, low, high = _kaplan_meier(took, seen, level)
    at = int(np.searchsorted(times, time, side="right")) - 1
    if at < 0:
        return Estimate(0.0, None, None, level, took.size)
    said = not math.isnan(low[at])
    ends = [1 - float(curve[at]) if said else None for curve in (high, low)]
    return Estimate(1 - float(left[at]), ends[0], ends[1], level, took.size)


def _kaplan_meier(
    took: NDArray[np.int64], seen: NDArray[np.bool_], level: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """(times of replies, part still waiting after each, and its log-log interval: low, high)."""
    times, at = np.unique(took, return_inverse=True)
    replies = np.bincount(at, seen, minlength=times.size)
    waiting = np.cumsum(np.bincount(at, minlength=times.size)[::-1])[::-1]
    some = replies > 0
    times, replies, waiting = times[some], replies[some], waiting[some]
    left: Floats = np.cumprod(1 - replies / waiting, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(replies / (waiting * (waiting - replies)))
        half = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(greenwood) / np.abs(np.log(left))
        curves = [np.exp(np.log(left) * np.exp(sign * half)) for sign in (1, -1)]
    low, high = (np.where(left <= 0, 0.0, curve) for curve in curves)
    return times.astype(np.float64), left, low, high
