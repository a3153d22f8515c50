"""Brokers: who stands between people who are not tied themselves (Burt's constraint, Gould and Fernandez's roles)."""

from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Brokerage, Edges
from .edges import Ints, ties, within
from .triangles import triangles

ROLES = Brokerage._fields


def constraint(network: Edges, *, weighted: bool = True) -> NDArray[np.float64]:
    """Burt's constraint of each person: low where contacts do not know each other; NaN for people without ties.

    The strength of a tie is how often both turned to each other together, or the number of ways if not `weighted`.
    """
    low, high, _ = ties(network)
    n = network.people
    pair = np.minimum(network.source, network.target) * n + np.maximum(network.source, network.target)
    row = np.searchsorted(low * n + high, pair)
    strength = np.bincount(row, network.weight if weighted else None, low.size).astype(np.float64)
    total = np.bincount(low, strength, n) + np.bincount(high, strength, n)
    # what i invests in j: (strength + by way of q: Σ strength iq · strength qj ÷ total q) ÷ total i
    invested = strength.copy()
    for corners, (side01, side02, side12) in triangles(low, high, n):
        for tie, one, other, q in (
            (side01, side02, side12, 2),
            (side02, side01, side12, 1),
            (side12, side01, side02, 0),
        ):
            invested += np.bincount(tie, strength[one] * strength[other] / total[corners[q]], low.size)
    squares = np.bincount(low, invested**2, n) + np.bincount(high, invested**2, n)
    return np.asarray(np.divide(squares, total**2, out=np.full(n, np.nan), where=total > 0))


def brokerage(network: Edges, group: ArrayLike) -> Brokerage:
    """How often each person b stands in a → b → c, where a does not turn to c, by who is of whose group.

    coordinator: all three of one; itinerant: a and c of one, b of another; representative: a and b of one;
    gatekeeper: b and c of one; liaison: three groups. People of unknown group (−1) take no part.
    """
    of = np.asarray(group, dtype=np.int64)
    network = within(network, of >= 0)
    source, target, n = network.source, network.target, network.people
    same = of[source] == of[target]

    def count(who: Ints, chosen: NDArray[np.bool_]) -> Ints:
        return np.bincount(who[chosen], minlength=n).astype(np.int64)

    in_same, in_other, out_same, out_other = (
        count(who, chosen) for who in (target, source) for chosen in (same, ~same)
    )
    across = _same_group_across(source, target, of, n, same)
    low, high, ways = ties(network)
    mutual = np.stack([low, high])[:, ways == 2]
    mutual_same = of[mutual[0]] == of[mutual[1]]
    back_same, back_other = (
        np.bincount(mutual[:, chosen].ravel(), minlength=n).astype(np.int64) for chosen in (mutual_same, ~mutual_same)
    )
    open_and_closed = np.stack(
        [
            in_same * out_same - back_same,
            across - back_other,
            in_same * out_other,
            in_other * out_same,
            in_other * out_other - across,
        ]
    )
    return Brokerage(*(open_and_closed - _closed(network, of, low, high)))


def _same_group_across(source: Ints, target: Ints, of: Ints, n: int, same: NDArray[np.bool_]) -> Ints:
    """For each person: pairs of one that turns to them and one they turn to, both of the same other group."""
    groups = int(of.max(initial=0)) + 1
    into, n_in = np.unique(target[~same] * groups + of[source[~same]], return_counts=True)
    out, n_out = np.unique(source[~same] * groups + of[target[~same]], return_counts=True)
    both, at_in, at_out = np.intersect1d(into, out, assume_unique=True, return_indices=True)
    return np.bincount(both // groups, n_in[at_in] * n_out[at_out], minlength=n).astype(np.int64)


def _closed(network: Edges, of: Ints, low: Ints, high: Ints) -> NDArray[np.int64]:
    """Rows of roles: how often a → b → c stands although a turns to c as well."""
    n = network.people
    keys = network.source * n + network.target

    def turns(a: Ints, b: Ints) -> NDArray[np.bool_]:
        wanted = a * n + b
        at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        return np.asarray(keys[at] == wanted)

    onward, back = (turns(low, high), turns(high, low)) if keys.size else (np.empty(0, bool), np.empty(0, bool))
    found = np.zeros((len(ROLES), n), dtype=np.int64)
    for corners, sides in triangles(low, high, n):
        tie = {}
        for (i, j), side in zip(((0, 1), (0, 2), (1, 2)), sides, strict=True):
            rising = corners[i] < corners[j]
            tie[i, j] = np.where(rising, onward[side], back[side])
            tie[j, i] = np.where(rising, back[side], onward[side])
        for i, j, k in permutations(range(3)):
            closed = tie[i, j] & tie[j, k] & tie[i, k]
            if closed.any():
                a, b, c = (corners[corner][closed] for corner in (i, j, k))
                at = _role(of[a], of[b], of[c]) * n + b
                found += np.bincount(at, minlength=found.size).reshape(found.shape)
    return found


def _role(a: Ints, b: Ints, c: Ints) -> Ints:
    """The place in ROLES of a → b → c with these groups."""
    return np.select([(a == b) & (b == c), a == c, a == b, b == c], [0, 1, 2, 3], default=4)
