"""Hill numbers and evenness: how many hands it would be if all did the same."""

import math

import numpy as np

from ..types import Counts, Spread
from .shares import spread_of

ORDERS = (0, 1, 2)


def hill(counts: Counts | Spread, q: float) -> float:
    """The Hill number of order q ≥ 0: (Σ pᵢ^q)^(1/(1−q)); its limit exp(−Σ pᵢ ln pᵢ) at q = 1, 1/max p at infinity.

    Order 0 counts contributors, order 1 weighs them by their share, order 2 ("effective hands") the busiest most.
    """
    if not q >= 0:
        raise ValueError("the order of a Hill number is 0 or more")
    values, people = spread_of(counts)
    shares = values / int(values @ people)
    if math.isinf(q):
        return float(1 / shares[0])
    logs, together = np.log(shares), people * shares
    if q == 1:
        return float(np.exp(-(together @ logs)))
    # Σ p^q = 1 + Σ p·(p^(q−1) − 1): written so, nothing is lost when q is close to 1
    if abs(q - 1) < 0.5:
        return float(np.exp(np.log1p(together @ np.expm1((q - 1) * logs)) / (1 - q)))
    return float((people @ shares**q) ** (1 / (1 - q)))


def evenness(counts: Counts | Spread) -> float:
    """Pielou's J: ln(Hill number of order 1) / ln(contributors), from 0 to 1.

    One contributor alone is 1, as the Gini coefficient is then 0: nobody did more than another.
    """
    spread = spread_of(counts)
    n = int(spread.people.sum())
    return 1.0 if n == 1 else min(1.0, math.log(hill(spread, 1)) / math.log(n))
