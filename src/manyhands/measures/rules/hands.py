"""Where it hangs on few people: the absence factor, and the two plain answers made from such measures."""

import numpy as np

from ..types import Counts, Spread
from .diversity import hill
from .shares import spread_of

ENOUGH_HANDS = 4.0
"""With three pairs of hands, a holiday and an illness leave one: below four, another pair is worth asking for."""


def absence_factor(counts: Counts | Spread) -> int:
    """CHAOSS's contributor absence factor: the fewest contributors who together made half or more of it."""
    values, people = spread_of(counts)
    done = np.cumsum(values * people)
    at = int(np.searchsorted(2 * done, done[-1]))  # whose contributions cross the half
    before = int(done[at] - values[at] * people[at])
    return int(people[:at].sum()) - (2 * before - int(done[-1])) // (2 * int(values[at]))


def hangs_on_one(counts: Counts | Spread) -> bool:
    """Whether one person made half or more of the contributions (absence factor 1)."""
    return absence_factor(counts) == 1


def needs_more_hands(counts: Counts | Spread) -> bool:
    """Whether the effective hands (Hill number of order 2) are fewer than four. Ask it of open places only."""
    return hill(counts, 2) < ENOUGH_HANDS
