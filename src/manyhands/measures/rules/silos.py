"""Silos: whether people turn to their own group more than chance would have it.

`group` holds a number for each person of the network, −1 where it is not known; ties with those are left out.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Centralisation, Edges, EIndex
from .edges import Ints, ties, within

SHUFFLES, MOST_SHUFFLED = 999, 100_000
NORMAL = NormalDist()


def e_i_index(network: Edges, group: ArrayLike, *, shuffles: int | None = None, seed: int = 0) -> EIndex:
    """(external − internal) ÷ all ties, each direction a tie, beside what shuffling the groups would give.

    From −1 (all inside) to +1 (all between groups). By itself it shuffles 999 times, or above 100,000 ties not at all:
    with `shuffles=0` low, high and p follow from the exact mean and spread by the normal curve. None throughout where
    there is no tie or fewer than two groups.
    """
    of, network, people = _known(network, group)
    low, high, ways = ties(network)
    total = int(ways.sum())
    inside = int(ways[of[low] == of[high]].sum())
    sizes = np.bincount(of[of >= 0])
    sizes = sizes[sizes > 0]
    if total == 0 or len(sizes) < 2:
        return EIndex(None, None, None, None, None, None, inside, total - inside, people)
    value = 1 - 2 * inside / total
    expected, spread = _moments(low, high, ways, sizes, network.people)
    if shuffles is None:
        shuffles = SHUFFLES if total <= MOST_SHUFFLED else 0
    found = expected + NORMAL.inv_cdf(0.975) * spread * np.array([-1.0, 1.0])
    p = 2 * NORMAL.cdf(-abs(value - expected) / spread) if spread else 1.0
    if shuffles:
        drawn = 1 - 2 * _shuffled(of, low, high, ways, shuffles, seed) / total
        found = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
        further = np.abs(drawn - expected) >= abs(value - expected) - 1e-12
        p = (1 + int(further.sum())) / (1 + shuffles)
    return EIndex(value, expected, spread, float(found[0]), float(found[1]), p, inside, total - inside, people)


def _known(network: Edges, group: ArrayLike) -> tuple[NDArray[np.int64], Edges, int]:
    of = np.asarray(group, dtype=np.int64)
    if of.shape != (network.people,):
        raise ValueError("one group for each person, −1 where it is not known")
    known = of >= 0
    return of, within(network, known), int(known.sum())


def _shuffled(of: Ints, low: Ints, high: Ints, ways: Ints, shuffles: int, seed: int) -> NDArray[np.int64]:
    """Ties inside groups, for so many ways to give the people these groups at random."""
    random = np.random.default_rng(seed)
    people = np.flatnonzero(of >= 0)
    place = np.full(len(of), -1, dtype=np.int64)
    place[people] = np.arange(len(people))
    at, to = place[low], place[high]
    both = ways == 2
    one_at, one_to, two_at, two_to = at[~both], to[~both], at[both], to[both]
    _, codes = np.unique(of[people], return_inverse=True)
    groups = codes.astype(np.uint8 if codes.max() < 256 else np.int32)  # small, so that looking up stays in the cache
    inside = np.empty(shuffles, dtype=np.int64)
    for number in range(shuffles):
        random.shuffle(groups)
        inside[number] = np.count_nonzero(groups[one_at] == groups[one_to])
        inside[number] += 2 * np.count_nonzero(groups[two_at] == groups[two_to])
    return inside


def _moments(low: Ints, high: Ints, ways: Ints, sizes: Ints, people: int) -> tuple[float, float]:
    """Mean and standard deviation of E-I over all ways to give people the groups (a join count's moments)."""
    n, size = float(sizes.sum()), sizes.astype(np.float64)
    pairs, threes = size * (size - 1), size * (size - 1) * (size - 2)
    same = pairs.sum() / (n * (n - 1))
    three = threes.sum() / (n * (n - 1) * (n - 2)) if n > 2 else 0.0
    two_pairs = pairs.sum() ** 2 - (pairs**2).sum() + (threes * (size - 3)).sum()
    four = two_pairs / (n * (n - 1) * (n - 2) * (n - 3)) if n > 3 else 0.0
    total, squares = float(ways.sum()), float((ways.astype(np.float64) ** 2).sum())
    strength = np.bincount(low, ways, people) + np.bincount(high, ways, people)
    touching = float((strength**2).sum()) - 2 * squares
    apart = total**2 - squares - touching
    variance = squares * same + touching * three + apart * four - (total * same) ** 2
    return float(1 - 2 * same), 2 * float(np.sqrt(max(variance, 0.0))) / total


def attribute_assortativity(network: Edges, group: ArrayLike, *, directed: bool = True) -> float | None:
    """Newman's r: 1 when everyone turns to their own group alone, 0 as by chance, below 0 when to others rather.

    Each tie counts once, whatever its weight. None without ties, or where all that are tied are of one group.
    """
    of, network, _ = _known(network, group)
    if directed:
        start, end = of[network.source], of[network.target]
    else:
        low, high, _ = ties(network)
        start, end = of[np.concatenate([low, high])], of[np.concatenate([high, low])]
    if start.size == 0:
        return None
    groups = int(max(start.max(), end.max())) + 1
    out, into = np.bincount(start, minlength=groups) / start.size, np.bincount(end, minlength=groups) / start.size
    chance = float(out @ into)
    if chance >= 1:
        return None
    return (float((start == end).mean()) - chance) / (1 - chance)


def reciprocity(network: Edges) -> float | None:
    """The part of the ties that are returned; None without ties."""
    if network.source.size == 0:
        return None
    _, _, ways = ties(network)
    return 2 * int((ways == 2).sum()) / network.source.size


def degree_centralisation(network: Edges, direction: str = "any") -> Centralisation:
    """Freeman's: 1 for a star, 0 when all have as many ties. `direction` "in" (who is turned to), "out" or "any"."""
    n = network.people
    if direction == "any":
        low, high, _ = ties(network)
        degrees, most = np.bincount(np.concatenate([low, high]), minlength=n), (n - 1) * (n - 2)
    elif direction in ("in", "out"):
        side = network.target if direction == "in" else network.source
        degrees, most = np.bincount(side, minlength=n), (n - 1) ** 2
    else:
        raise ValueError("direction is in, out or any")
    if n < 3:
        return Centralisation(None, n)
    return Centralisation(int((degrees.max() - degrees).sum()) / most, n)
