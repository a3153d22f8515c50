"""The Lorenz curve and the Gini coefficient, among contributors and over all members."""

import numpy as np

from ..types import Counts, Lorenz
from .shares import descending


def lorenz(counts: Counts, members: int | None = None) -> Lorenz:
    """The Lorenz curve among contributors, or over `members` of whom the others contributed nothing.

    People who did the same, and members who did nothing, are one straight piece of the line, drawn by its ends: so two
    million people need a few thousand points. Raises ValueError when there are fewer members than contributors.
    """
    ascending = descending(counts)[::-1]
    quiet = _quiet(ascending.size, members)
    last = np.flatnonzero(np.append(ascending[1:] != ascending[:-1], True))  # of those who did the same
    people = last + 1 + quiet
    cumulative = np.cumsum(ascending)
    start = [0, quiet] if quiet else [0]
    return Lorenz(
        np.concatenate([start, people]) / people[-1],
        np.concatenate([np.zeros(len(start)), cumulative[last] / cumulative[-1]]),
    )


def gini(counts: Counts, members: int | None = None) -> float:
    """Gini's coefficient in its population form, from 0 (all the same) towards 1 (one person does it all).

    G = (2 Σ i·xᵢ) / (n Σ xᵢ) − (n + 1) / n, x ascending. With `members`, those who contributed nothing count as 0.
    """
    ascending = descending(counts)[::-1]
    quiet = _quiet(ascending.size, members)
    n = ascending.size + quiet
    total = int(ascending.sum())
    ranks = np.arange(quiet + 1, n + 1, dtype=np.int64)
    return (2 * int(ranks @ ascending) - (n + 1) * total) / (n * total)


def _quiet(contributors: int, members: int | None) -> int:
    if members is None:
        return 0
    if members < contributors:
        raise ValueError(f"{contributors} contributors cannot be more than {members} members")
    return members - contributors
