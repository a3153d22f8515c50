"""Two groups of people compared: did more of those who were asked take a step than of those who were not?"""

import math

import numpy as np
from numpy.typing import ArrayLike

from ..types import Change
from .uncertainty import FEWEST, LEVEL, proportion

FEWEST_CLUSTERS = 3
"""Services on each side below which nothing is said of whole services: they differ from one another by themselves."""


def difference(before: tuple[int, int], after: tuple[int, int], level: float = LEVEL) -> Change:
    """The part of one group less that of another, (part, whole) each, with Newcombe's interval of Wilson's two.

    R. G. Newcombe (1998), Statistics in Medicine 17, 873–890, method 10. Fewer than ten people on a side: too few.
    """
    if min(before[1], after[1]) < FEWEST:
        return Change(None, None, None, None, None, level, "few_people")
    p, p_low, p_high = _wilson(*before, level)
    q, q_low, q_high = _wilson(*after, level)
    low = q - p - math.hypot(q - q_low, p_high - p)
    high = q - p + math.hypot(q_high - q, p - p_low)
    return Change(p, q, q - p, max(-1.0, low), min(1.0, high), level)


def difference_of_clusters(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike], level: float = LEVEL
) -> Change:
    """The same where whole services were asked or not: (parts, wholes) by service on each side.

    The interval is that of ratios of cluster samples (W. G. Cochran, Sampling Techniques, third edition, 1977) with
    Student's t, and never narrower than Newcombe's: people of one service are alike.
    """
    from scipy.stats import t  # takes a while to load

    sides = [tuple(np.asarray(each, dtype=np.float64) for each in side) for side in (before, after)]
    one, other = ((int(part.sum()), int(whole.sum())) for part, whole in sides)
    plain = difference(one, other, level)
    if plain.reason is None and min(part.size for part, _ in sides) < FEWEST_CLUSTERS:
        return Change(None, None, None, None, None, level, "few_services")
    if plain.difference is None or plain.low is None or plain.high is None:
        return plain
    spread = sum(_variance(part, whole) for part, whole in sides)
    half = float(t.ppf(0.5 + level / 2, sum(part.size for part, _ in sides) - 2)) * math.sqrt(spread)
    low, high = min(plain.low, plain.difference - half), max(plain.high, plain.difference + half)
    return plain._replace(low=max(-1.0, low), high=min(1.0, high))


def _wilson(part: int, whole: int, level: float) -> tuple[float, float, float]:
    """A part of enough people, and the ends of its interval."""
    found = proportion(part, whole, level)
    value = part / whole
    return value, value if found.low is None else found.low, value if found.high is None else found.high


def _variance(part: np.ndarray, whole: np.ndarray) -> float:
    """Of a ratio of sums over clusters."""
    residual = part - part.sum() / whole.sum() * whole
    return float(part.size / (part.size - 1) * (residual**2).sum() / whole.sum() ** 2)
