"""The concentration figures of thousands of resamples at once, each resample a row of weights on distinct counts.

What several figures need of the rows is worked out once (`Rows`); where it is a sum over people it is one product of
matrices for all of them. Sums are of floating point: exact up to 2^53, beyond to within a part in 10^15.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Rows:
    """Resamples: values, largest first and at least 0, and in a row for each resample how many people have each."""

    def __init__(self, values: Ints, weights: Ints) -> None:
        self.values, self.weights = values, weights

    def __len__(self) -> int:
        return len(self.weights)

    @cached_property
    def contributors(self) -> "Rows":
        """The same without those who did nothing, who come last."""
        some = int(np.searchsorted(-self.values, 0))
        return self if some == len(self.values) else Rows(self.values[:some], self.weights[:, :some])

    @cached_property
    def upto(self) -> Ints:
        """How many people have each value or a larger one."""
        return np.cumsum(self.weights, axis=1)

    @cached_property
    def people(self) -> Ints:
        return np.asarray(self.weights.sum(axis=1))

    @cached_property
    def _sums(self) -> Floats:
        """Columns: Σ x, Σ x ln x of those above 0, and Σ (x ÷ the largest x)²."""
        x = self.values.astype(np.float64)
        logs = np.log(x, out=np.zeros(len(x)), where=x > 0)
        terms = np.column_stack([x, x * logs, (x / self.largest) ** 2])
        return np.asarray(self._weights @ terms)

    @cached_property
    def _weights(self) -> Floats:
        return self.weights.astype(np.float64)

    @property
    def largest(self) -> float:
        return float(max(self.values[0], 1)) if len(self.values) else 1.0

    @property
    def total(self) -> Floats:
        return self._sums[:, 0]

    @property
    def squares(self) -> Floats:
        return self._sums[:, 2]

    @cached_property
    def entropy(self) -> Floats:
        """ln T − Σ x ln x ÷ T."""
        with np.errstate(divide="ignore"):
            return np.log(self.total) - _part(self._sums[:, 1], self.total)

    def weighted(self, terms: Floats) -> Floats:
        """The sum over people of a term for each value."""
        return np.asarray(self._weights @ terms)


Figure = Callable[[Rows], Floats]
"""A figure for each row. People with 0 belong to the denominator of those figures alone that are over members. Where a
row holds no contribution the figure is NaN."""


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


def _contributors(rows: Rows) -> Floats:
    return np.asarray(rows.contributors.people, dtype=np.float64)


def _contributions(rows: Rows) -> Floats:
    return rows.total


def _top_share(k: int) -> Figure:
    def share(rows: Rows) -> Floats:
        if not len(rows.values):
            return np.full(len(rows), np.nan)
        # no row needs more values than the one in which the k busiest are spread over most of them
        last = int((rows.upto < k).sum(axis=1).max(initial=0)) + 1
        upto = np.minimum(rows.upto[:, :last], k)
        return _part(np.diff(upto, axis=1, prepend=0) @ rows.values[:last], rows.total)

    return share


def _hill(q: float) -> Figure:
    def hill(rows: Rows) -> Floats:
        each = rows.contributors
        if q == 1:
            return np.exp(each.entropy)
        # Σ (x/T)^q, with x scaled by its largest so that no power overflows
        powers = each.squares if q == 2 else each.weighted((each.values / each.largest) ** q)
        return np.asarray(_part(powers, (each.total / each.largest) ** q) ** (1 / (1 - q)))

    return hill


def _evenness(rows: Rows) -> Floats:
    each = rows.contributors
    return np.where(each.people == 1, 1.0, np.minimum(1.0, _part(each.entropy, np.log(np.maximum(each.people, 1)))))


def _gini_members(rows: Rows) -> Floats:
    # Σ i·xᵢ over ascending ranks: of w people with one value, the ranks are w · (2 · those below + w + 1) / 2
    n = rows.people[:, None]
    ranked = (rows.weights * (2 * (n - rows.upto) + rows.weights + 1)) @ rows.values.astype(np.float64)
    return _part(ranked - (n[:, 0] + 1) * rows.total, n[:, 0] * rows.total)


def _gini(rows: Rows) -> Floats:
    return _gini_members(rows.contributors)


def _absence_factor(rows: Rows) -> Floats:
    # whole groups of one value come first, then as many of the group that crosses the half as are needed
    if not len(rows.values):
        return np.full(len(rows), np.nan)
    done = np.cumsum(rows.weights * rows.values, axis=1)
    total = done[:, -1]
    at = (2 * done < total[:, None]).sum(axis=1)
    every = np.arange(len(rows))
    x, w = rows.values[at], rows.weights[every, at]
    before = done[every, at] - x * w
    people = rows.upto[every, at] - w
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
