"""Figures with their intervals, the change between two periods, and when there are too few people to say."""

import math
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from ..types import Change, Counts, Estimate
from . import resampled
from .bootstrap import population, replicates

FEWEST = 10
"""Contributors below which no figure is given: with fewer, the tail and the rest cannot both be known."""

WIDEST = 0.85
"""An interval of more than 85 % of what is possible (0 to 1; of hands, 1 to n) says nothing either."""

LEVEL, RESAMPLES = 0.95, 1000

FIGURES = (
    "top_share:1", "top_share:2", "top_share:3", "top_share:6", "top_share:10", "top_share:20",
    "gini", "gini_members", "hill:1", "hill:2", "evenness", "absence_factor",
)  # fmt: skip
OVER_MEMBERS = ("gini_members", "contributors", "contributions")
"""Figures that need the number of members: people are drawn from all of them."""

RATIOS = ("top_share", "gini", "gini_members", "evenness")


def estimates(
    counts: Counts,
    names: Iterable[str] = FIGURES,
    *,
    members: int | None = None,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, Estimate]:
    """Figures by name with bootstrap percentile intervals, contributors (or members) being what is drawn.

    Names as `resampled.of` reads them, "top_share:6", say. Those over members are left out where `members` is None.
    """
    counts = np.asarray(counts, dtype=np.int64)
    wanted = [name for name in names if members is not None or name not in OVER_MEMBERS]
    n = len(counts)
    if n < FEWEST:
        return {name: Estimate(None, None, None, level, n, "few_people") for name in wanted}
    drawn = _drawn(counts, wanted, members, resamples, seed)
    values = _values(counts, wanted, members)
    return {
        name: _judged(name, values[name], drawn[name], level, members if members and name in OVER_MEMBERS else n)
        for name in wanted
    }


def estimate(counts: Counts, name: str, *, members: int | None = None, level: float = LEVEL, seed: int = 0) -> Estimate:
    """`estimates` of one figure. Raises ValueError for one over members without their number."""
    if name in OVER_MEMBERS and members is None:
        raise ValueError(f"{name} needs the number of members")
    return estimates(counts, [name], members=members, level=level, seed=seed)[name]


def change(
    before: Counts,
    after: Counts,
    name: str,
    *,
    members: tuple[int, int] | None = None,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Change:
    """A figure after less before, with the interval of the difference; `members` before and after where it needs them.

    Both periods are drawn by themselves, as if by other people: where the same people contribute in both, the interval
    is wider than it need be, never narrower.
    """
    if name in OVER_MEMBERS and members is None:
        raise ValueError(f"{name} needs the numbers of members")
    return changes(before, after, [name], members=members, level=level, resamples=resamples, seed=seed)[name]


def changes(
    before: Counts,
    after: Counts,
    names: Iterable[str] = FIGURES,
    *,
    members: tuple[int, int] | None = None,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, Change]:
    """`change` of several figures at once; those over members are left out where `members` is None."""
    wanted = [name for name in names if members is not None or name not in OVER_MEMBERS]
    sides = (np.asarray(before, dtype=np.int64), np.asarray(after, dtype=np.int64))
    if min(len(side) for side in sides) < FEWEST:
        return {name: Change(None, None, None, None, None, level, "few_people") for name in wanted}
    pairs = list(zip(sides, members or (None, None), strict=True))
    drawn = [_drawn(side, wanted, number, resamples, seed + at) for at, (side, number) in enumerate(pairs)]
    values = [_values(side, wanted, number) for side, number in pairs]
    found = {}
    for name in wanted:
        was, now = values[0][name], values[1][name]
        low, high = percentiles(drawn[1][name] - drawn[0][name], now - was, level)
        found[name] = Change(was, now, now - was, low, high, level)
    return found


def proportion(part: int, whole: int, level: float = LEVEL) -> Estimate:
    """part ÷ whole with Wilson's interval; fewer than ten are too few to say."""
    if whole < FEWEST:
        return Estimate(None, None, None, level, whole, "few_people")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p, square = part / whole, z * z / whole
    centre = (p + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(p * (1 - p) / whole + square / (4 * whole))
    return Estimate(p, max(0.0, min(p, centre - half)), min(1.0, max(p, centre + half)), level, whole)


def _values(counts: Counts, names: list[str], members: int | None) -> dict[str, float]:
    """Each figure of these people as they are."""
    values, people = resampled.distinct(counts)
    kinds = {False: resampled.Rows(values, people[None])}
    if members is not None:
        everybody = np.append(people, members - len(counts))
        kinds[True] = resampled.Rows(np.append(values, 0), everybody[None])
    return {name: float(resampled.of(name)(kinds[name in OVER_MEMBERS])[0]) for name in names}


def _drawn(
    counts: Counts, names: list[str], members: int | None, resamples: int, seed: int
) -> dict[str, resampled.Floats]:
    figures = {name: resampled.of(name) for name in names}
    return replicates(
        population(counts),
        {name: figure for name, figure in figures.items() if name not in OVER_MEMBERS},
        resamples,
        seed,
        over={name: figure for name, figure in figures.items() if name in OVER_MEMBERS},
        members=members,
    )


def _judged(name: str, value: float, drawn: resampled.Floats, level: float, people: int) -> Estimate:
    low, high = percentiles(drawn, value, level)
    possible = 1 if name.partition(":")[0] in RATIOS else people - 1
    if name != "contributions" and high - low > WIDEST * possible:
        return Estimate(None, None, None, level, people, "wide")
    return Estimate(value, low, high, level, people)


def percentiles(drawn: resampled.Floats, value: float, level: float) -> tuple[float, float]:
    """The middle `level` of what was drawn, stretched to the value itself where the fitted tail would leave it out."""
    ends = np.round([(1 - level) / 2, (1 + level) / 2], 12)  # 1 − 0.95 is a little more than 0.05 to a computer
    low, high = np.nanquantile(drawn, ends, method="inverted_cdf")
    return min(float(low), value), max(float(high), value)
