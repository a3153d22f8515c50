"""The Lorenz curve and the Gini coefficient, among contributors and over all members."""

import numpy as np

from ..types import Counts, Lorenz, Spread
from .shares import spread_of


def lorenz(counts: Counts | Spread, members: int | None = None) -> Lorenz:
    """The Lorenz curve among contributors, or over `members` of whom the others contributed nothing.

    People who did the same, and members who did nothing, are one straight piece of the line, drawn by its ends: so two
    million people need a few thousand points. Raises ValueError when there are fewer members than contributors.
    """
    values, people = spread_of(counts)
    quiet = _quiet(int(people.sum()), members)
    upto = np.cumsum(people[::-1]) + quiet
    done = np.cumsum((values * people)[::-1])
    start = [0, quiet] if quiet else [0]
    return Lorenz(
        np.concatenate([start, upto]) / upto[-1],
        np.concatenate([np.zeros(len(start)), done / done[-1]]),
    )


def gini(counts: Counts | Spread, members: int | None = None) -> float:
    """Gini's coefficient in its population form, from 0 (all the same) towards 1 (one person does it all).

    G = (2 Σ i·xᵢ) / (n Σ xᵢ) − (n + 1) / n, x ascending. With `members`, those who contributed nothing count as 0.
    """
    values, people = spread_of(counts)
    quiet = _quiet(int(people.sum()), members)
    n = int(people.sum()) + quiet
    total = int(values @ people)
    above = np.cumsum(people)
    ranks = people * (2 * (n - above) + people + 1)  # twice the sum of the ranks of those who did the same
    return (int(ranks @ values) - (n + 1) * total) / (n * total)


def _quiet(contributors: int, members: int | None) -> int:
    if members is None:
        return 0
    if members < contributors:
        raise ValueError(f"{contributors} contributors cannot be more than {members} members")
    return members - contributors
