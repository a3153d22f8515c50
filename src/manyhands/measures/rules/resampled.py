"""The concentration figures of thousands of resamples at once, each resample a row of weights on distinct counts."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Figure = Callable[[Ints, Ints], Floats]
"""(values, largest first and at least 0; weights, a row for each resample: how many people have that value) → a figure
for each row. People with 0 belong to the denominator of those figures alone that are over members. Where a row holds no
contribution the figure is NaN."""


def of(name: str) -> Figure:
    """The figure called gini, gini_members, evenness, absence_factor, contributors, contributions, top_share:6, hill:2.

    Raises ValueError for any other name, and for a rank below 1 or an order below 0.
    """
    if name in _PLAIN:
        return _PLAIN[name]
    kind, _, number = name.partition(":")
    if kind == "top_share" and number.isdecimal() and int(number) >= 1:
        return _top_share(int(number))
    if kind == "hill" and number.replace(".", "", 1).isdecimal():
        return _hill(float(number))
    raise ValueError(f"no figure is called {name!r}")


def distinct(counts: Ints) -> tuple[Ints, Ints]:
    """The distinct values, largest first, and how many people have each."""
    values, people = np.unique(np.asarray(counts, dtype=np.int64), return_counts=True)
    return values[::-1].copy(), people[::-1].astype(np.int64)


def _contributors(values: Ints, weights: Ints) -> Floats:
    return np.asarray(weights[:, values > 0].sum(axis=1), dtype=np.float64)


def _contributions(values: Ints, weights: Ints) -> Floats:
    return np.asarray(weights @ values, dtype=np.float64)


def _top_share(k: int) -> Figure:
    def share(values: Ints, weights: Ints) -> Floats:
        upto = np.minimum(np.cumsum(weights, axis=1), k)
        taken = np.diff(upto, axis=1, prepend=0)
        return _part(taken @ values, weights @ values)

    return share


def _hill(q: float) -> Figure:
    def hill(values: Ints, weights: Ints) -> Floats:
        some = values > 0
        x, people = values[some].astype(np.float64), weights[:, some]
        total = people @ x
        if q == 1:
            return np.asarray(np.exp(_entropy(x, people, total)))
        # Σ (x/T)^q, with x scaled by its largest so that no power overflows
        scale = x[0] if x.size else 1.0
        return np.asarray(_part(people @ (x / scale) ** q, (total / scale) ** q) ** (1 / (1 - q)))

    return hill


def _entropy(x: Floats, people: Ints, total: Floats) -> Floats:
    """ln T − Σ x ln x ÷ T."""
    with np.errstate(divide="ignore"):
        return np.log(total) - _part(people @ (x * np.log(x)), total)


def _evenness(values: Ints, weights: Ints) -> Floats:
    some = values > 0
    people = weights[:, some]
    n = people.sum(axis=1)
    x = values[some].astype(np.float64)
    entropy = _entropy(x, people, people @ x)
    return np.where(n == 1, 1.0, np.minimum(1.0, _part(entropy, np.log(np.maximum(n, 1)))))


def _gini_members(values: Ints, weights: Ints) -> Floats:
    # Σ i·xᵢ over ascending ranks: of w people with one value, ranks from `below` + 1 to `below` + w
    upto = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    n = upto[:, :1] if upto.size else np.zeros((len(weights), 1), dtype=np.int64)
    below = upto - weights
    ranked = (weights * (2 * below + weights + 1)) @ values
    total = weights @ values
    return _part(ranked - (n[:, 0] + 1) * total, n[:, 0] * total)


def _gini(values: Ints, weights: Ints) -> Floats:
    some = values > 0
    return _gini_members(values[some], weights[:, some])


def _absence_factor(values: Ints, weights: Ints) -> Floats:
    # whole groups of one value come first, then as many of the group that crosses the half as are needed
    done = np.cumsum(weights * values, axis=1)
    total = done[:, -1]
    at = np.argmax(2 * done >= total[:, None], axis=1)
    rows = np.arange(len(weights))
    x, w = values[at], weights[rows, at]
    before = done[rows, at] - x * w
    people = np.cumsum(weights, axis=1)[rows, at] - w
    needed = -(-(total - 2 * before) // np.maximum(2 * x, 1))
    return np.where(total > 0, people + needed, np.nan).astype(np.float64)


def _part(some: ArrayLike, whole: ArrayLike) -> Floats:
    """some ÷ whole, NaN where there is no whole."""
    a, b = np.asarray(some, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.asarray(np.divide(a, b, out=np.full(a.shape, np.nan), where=b > 0))


_PLAIN: dict[str, Figure] = {
    "gini": _gini,
    "gini_members": _gini_members,
    "evenness": _evenness,
    "absence_factor": _absence_factor,
    "contributors": _contributors,
    "contributions": _contributions,
}
