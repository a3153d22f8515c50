"""How much of answer times everybody may see: coarse times about many answers, never how quick one person is."""

import math
from typing import NamedTuple

import numpy as np

from .cube import FEWEST, Ints
from .safe_figures import FEWEST_MEASURED, FEWEST_RANKED

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Span(NamedTuple):
    """A time in seconds with its interval; an end that is not known is None."""

    value: float
    low: float | None
    high: float | None


def may_say(asker: Ints, answerer: Ints) -> bool:
    """Whether how soon people were answered is about enough of them: twenty in all, ten who answered and ten who asked,
    and half of the answers, and of what was asked, come from five or more.

    `asker` is of each conversation, `answerer` of each that was answered.
    """
    if np.union1d(asker, answerer).size < FEWEST_MEASURED:
        return False
    for people in (asker, answerer):
        _who, times = np.unique(people, return_counts=True)
        busiest = np.sort(times)[::-1].cumsum()
        if busiest.size < FEWEST_RANKED or busiest[FEWEST - 2] * 2 >= busiest[-1]:
            return False
    return True


def coarse(span: Span) -> Span:
    """To ten minutes up to two hours, to an hour up to two days, then to a day; the interval outward."""
    value = max(_step(span.value), round(span.value / _step(span.value)) * _step(span.value))
    low = None if span.low is None else math.floor(span.low / _step(span.low)) * _step(span.low)
    high = None if span.high is None else math.ceil(span.high / _step(span.high)) * _step(span.high)
    return Span(float(value), low, high)


def _step(seconds: float) -> int:
    return 10 * MINUTE if seconds < 2 * HOUR else HOUR if seconds < 2 * DAY else DAY
