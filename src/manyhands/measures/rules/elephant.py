"""CHAOSS's elephant factor: how few services do half of it."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Estimate
from .uncertainty import FEWEST, LEVEL, RESAMPLES, percentiles

CELLS = 2_000_000


def elephant_factor(
    service: ArrayLike, n: ArrayLike, *, level: float = LEVEL, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """The fewest services whose people made half or more of it, from a row (service, contributions) for each person.

    People whose service is not known (−1) are left out. The interval is that of drawing people, with their services.
    """
    services, counts = np.asarray(service, dtype=np.int64), np.asarray(n, dtype=np.int64)
    known = (services >= 0) & (counts > 0)
    services, counts = services[known], counts[known]
    people = services.size
    if people < FEWEST:
        return Estimate(None, None, None, level, people, "few_people")
    # people of one service who did the same are alike: draw how many of them
    alike, many = np.unique(np.stack([services, counts]), axis=1, return_counts=True)
    first = np.flatnonzero(np.concatenate([[True], alike[0, 1:] != alike[0, :-1]]))

    def factor(weights: NDArray[np.int64]) -> NDArray[np.int64]:
        done = -np.sort(-np.add.reduceat(weights * alike[1], first, axis=1), axis=1)
        short = 2 * np.cumsum(done, axis=1) < done.sum(axis=1, keepdims=True)
        return np.asarray(short.sum(axis=1) + 1)

    random, rows = np.random.default_rng(seed), max(1, CELLS // many.size)
    drawn = np.concatenate(
        [
            factor(random.multinomial(people, many / people, size=min(rows, resamples - start)))
            for start in range(0, resamples, rows)
        ]
    )
    value = float(factor(many[None])[0])
    return Estimate(value, *percentiles(drawn, value, level), level, people)
