"""What is held against what, and whether a figure moved by more than chance would make."""

import math
from typing import NamedTuple

from manyhands.core.clock import month_add, months_between

from .calendar import Period

YEAR = 12


class Sides(NamedTuple):
    """The last months, and as many right before them."""

    after: Period
    before: Period

    @property
    def months(self) -> int:
        return len(months_between(*self.after))


class Ends(NamedTuple):
    """A figure with the interval in which it lies."""

    value: float
    low: float
    high: float


def sides(first: int, last: int, most: int = YEAR) -> Sides | None:
    """Of the months `first` to `last` the last ones, `most` or as many as have as many before them; None for fewer
    than two months: there is no complete period before."""
    months = min(most, len(months_between(first, last)) // 2)
    return None if months < 1 else against(last, months)


def against(last: int, months: int) -> Sides:
    """The `months` up to `last`, and those before."""
    middle = month_add(last, 1 - months)
    return Sides(Period(middle, last), Period(month_add(middle, -months), month_add(middle, -1)))


def beyond_chance(before: Ends, after: Ends) -> bool:
    """Whether an interval of the difference leaves 0 out, from the intervals of both sides.

    G. Y. Zou and A. Donner (2008), Construction of confidence limits about effect measures: a general approach,
    Statistics in Medicine 27, 1693–1702; of two proportions it is Newcombe's. Ends that were rounded outward make it
    say so less often, never more.
    """
    difference = after.value - before.value
    low = difference - math.hypot(after.value - after.low, before.high - before.value)
    high = difference + math.hypot(after.high - after.value, before.value - before.low)
    return low > 0 or high < 0
