"""Where it hangs on few people: the absence factor, and the two plain answers made from such measures."""

import numpy as np

from ..types import Counts
from .diversity import hill
from .shares import descending

ENOUGH_HANDS = 4.0
"""With three pairs of hands, a holiday and an illness leave one: below four, another pair is worth asking for."""


def absence_factor(counts: Counts) -> int:
    """CHAOSS's contributor absence factor: the fewest contributors who together made half or more of it."""
    cumulative = np.cumsum(descending(counts))
    return int(np.searchsorted(2 * cumulative, cumulative[-1])) + 1


def hangs_on_one(counts: Counts) -> bool:
    """Whether one person made half or more of the contributions (absence factor 1)."""
    return absence_factor(counts) == 1


def needs_more_hands(counts: Counts) -> bool:
    """Whether the effective hands (Hill number of order 2) are fewer than four. Ask it of open places only."""
    return hill(counts, 2) < ENOUGH_HANDS
