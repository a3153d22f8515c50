"""What others than the operator see of one set of people: figures about five or more, too coarse to work out fewer.

Fewer than five contributors: that, and no measure. From five, how many they are, about how often they contributed and
whether they would gain from another pair of hands. More than that would tell: with total, Gini and Hill numbers to one
or two decimals, the count of the busiest follows exactly for one in three sets of ten people with forty contributions.
So shares come with ten people, measures with twenty, and both only where there are many ways to have contributed; even
then the effective hands come as whole people. A number of hands below five is about fewer than five people and is
left out, however many contributed: 1.3 effective hands say that one person did between 77 % and 88 % of it.
docs/people-safe.md has the enumeration behind these limits.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from manyhands.measures import queries as measures
from manyhands.measures.types import Band, Counts

from .cube import FEWEST

FEWEST_RANKED = 10  # people, for shares of the busiest: five and five
FEWEST_MEASURED = 20  # people, for measures of the whole distribution
SPREAD = 80  # contributions beyond one each, for both: fewer can be shared out in too few ways
MOST_CUTS = 100  # a curve needs no more points


class SafeBand(NamedTuple):
    """At least five people who contributed `low` to `high` times (None: or more)."""

    low: int
    high: int | None
    contributors: int


@dataclass(frozen=True, slots=True)
class SafeFigures:
    """Figures of one set for everybody. None, or an absent key: not shown. Shares are from 0 to 1."""

    contributors: int | None  # None: one to four, and then nothing else is shown but `needs_more_hands`
    contributions: int | None = None
    about: bool = False  # contributions are rounded to tens
    members: int | None = None
    needs_more_hands: bool | None = None
    top_shares: dict[int, float] = field(default_factory=dict)  # by the k of `cut_points`
    gini: dict[str, float] = field(default_factory=dict)  # "contributors", "members"
    hill: dict[str, int] = field(default_factory=dict)  # "0", "1", "2"; whole people
    evenness: float | None = None
    absence_factor: int | None = None
    bands: tuple[SafeBand, ...] = ()
    lorenz: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)  # points (people, contributions)


def safe_figures(counts: Counts, members: int | None = None) -> SafeFigures:
    """Figures for everybody of the people who contributed `counts` times, each above 0, among `members` (if known).

    The set itself must be one that may be shown: see `plan`.
    """
    n = len(counts)
    known = _members(n, members)
    if n == 0:
        return SafeFigures(0, 0, members=known)
    if n < FEWEST:
        return SafeFigures(None, members=known, needs_more_hands=True)
    total = int(counts.sum())
    spread = total - n >= SPREAD
    measured = spread and n >= FEWEST_MEASURED
    step = 1 if measured else 5  # per cent
    shares = measures.top_shares(counts, cut_points(n)) if spread else {}
    tops = {k: _round(share * 100 / step) * step / 100 for k, share in shares.items()}
    figures: dict[str, Any] = {
        "members": known,
        "needs_more_hands": measures.needs_more_hands(counts),
        "top_shares": tops,
    }
    if tops:
        figures["lorenz"] = _curves(n, known, tops)
    if not measured:
        return SafeFigures(n, _round(total / 10) * 10, True, **figures)
    hill = {str(order): _round(measures.hill(counts, order)) for order in measures.ORDERS}
    factor = measures.absence_factor(counts)
    return SafeFigures(
        n,
        total,
        gini=_gini(counts, known),
        hill={order: hands for order, hands in hill.items() if hands >= FEWEST},
        evenness=round(measures.evenness(counts), 1) if hill["1"] >= FEWEST else None,
        absence_factor=factor if factor >= FEWEST else None,
        bands=merge_bands(measures.bands(counts)),
        **figures,
    )


def cut_points(n: int) -> tuple[int, ...]:
    """The ranks at which n people, busiest first, may be cut: five or more between any two, before the first and after
    the last. Six is first, because that is the number people quote. One way to cut for each n, so that no two differ.
    """
    if n < FEWEST_RANKED + 1:
        return (FEWEST,) if n == FEWEST_RANKED else ()
    return tuple(range(6, n - FEWEST + 1, max(FEWEST, -(-n // MOST_CUTS))))


def merge_bands(bands: tuple[Band, ...]) -> tuple[SafeBand, ...]:
    """Bands merged upward until each holds five people; what is left at the top joins the band below, which is open.

    How often the people of a band contributed together is not told. With fewer than five people there is no band.
    """
    merged: list[SafeBand] = []
    low, people = 1, 0
    for band in bands:
        people += band.contributors
        if people >= FEWEST:
            merged.append(SafeBand(low, band.high, people))
            low, people = (band.high or 0) + 1, 0
    if merged:
        last = merged.pop()
        merged.append(SafeBand(last.low, None, last.contributors + people))
    return tuple(merged)


def _members(n: int, members: int | None) -> int | None:
    """Members, unless they, or those who did not contribute, are one to four: nobody is to be singled out as quiet."""
    if members is None or 0 < members < FEWEST or 0 < members - n < FEWEST:
        return None
    return members


def _gini(counts: Counts, members: int | None) -> dict[str, float]:
    """Gini coefficients, unless they say that it is as if fewer than five of those people shared it equally."""
    n, among = len(counts), measures.gini(counts)
    if _round(n * (1 - among)) < FEWEST:
        return {}
    found = {"contributors": round(among, 2)}
    if members is not None:
        found["members"] = round(measures.gini(counts, members), 2)
    return found


def _curves(n: int, members: int | None, tops: dict[int, float]) -> dict[str, tuple[tuple[float, float], ...]]:
    """Lorenz curves through the cut points alone, from what is shown of them."""
    curves = {"contributors": n} if members is None else {"contributors": n, "members": members}
    return {
        of: (
            (0.0, 0.0),
            *([((size - n) / size, 0.0)] if size > n else []),
            *(((size - k) / size, round(1 - share, 2)) for k, share in sorted(tops.items(), reverse=True)),
            (1.0, 1.0),
        )
        for of, size in curves.items()
    }


def _round(value: float) -> int:
    """To the nearest whole number, halves upward."""
    return int(np.floor(value + 0.5))
