"""How sure the overview's figures are, and whether they changed: only where the figure itself is shown.

For everybody an interval is rounded outward in steps of 5 %, of five hands. In per cent, its ends would tell what the
busiest did to within two in a hundred, as a search shows; in steps of five they leave it as open as the figures do. An
end below five hands is left open: such a number is about fewer than five people.
"""

import math
from typing import NamedTuple

from manyhands.measures import queries as measures
from manyhands.measures.types import Change, Counts, Estimate

from .calendar import Period
from .cube import FEWEST
from .safe_figures import FEWEST_MEASURED, SafeFigures

Name = tuple[str, str]
"""A figure of the overview: its key and what it is of, ("top_shares", "6") or ("evenness", "")."""

MOST_RANKS = 40
"""Shares of the busiest with an interval; those of more people differ by little from them."""

FIVE_PER_CENT = 0.05
STEPS = {"hill": 5, "absence_factor": 5, "evenness": 0.1}
"""In what steps everybody sees the ends of an interval: coarser than figures, as the busiest decide where it ends."""


class Interval(NamedTuple):
    """Where a figure lies for 95 in 100 sets of such people. `low` None: below five hands, which is not shown.
    `reason`: why there are too few to say, a key of measures.TOO_FEW."""

    low: float | None
    high: float | None
    reason: str | None = None


class Changed(NamedTuple):
    """A figure before, after − before, and whether that is more than chance would make; None: too few to say."""

    before: float
    difference: float
    beyond_chance: bool | None
    low: float | None = None  # of the difference; exact alone
    high: float | None = None


class Certainty(NamedTuple):
    """Of the figures of one page: intervals, and changes from the months `before` to the months `after`."""

    intervals: dict[Name, Interval]
    changes: dict[Name, Changed]
    after: Period | None = None  # None: there is nothing to compare with that may be shown
    before: Period | None = None


def measured(name: Name) -> str | None:
    """What the measures call a figure; None for one that has no interval."""
    key, of = name
    if key == "top_shares":
        return f"top_share:{of}"
    if key == "hill":
        return None if of == "0" else f"hill:{of}"
    return {"gini": "gini_members" if of == "members" else "gini"}.get(key, key)


def chosen(names: list[Name]) -> dict[Name, str]:
    """Those of the figures that get an interval, and what the measures call each."""
    ranks = [name for name in names if name[0] == "top_shares"][:MOST_RANKS]
    return {name: found for name in names if (found := measured(name)) and (name[0] != "top_shares" or name in ranks)}


def intervals(counts: Counts, names: list[Name], members: int | None, *, exactly: bool) -> dict[Name, Interval]:
    """The interval of each of the figures shown, which `names` lists."""
    wanted = chosen(names)
    found = measures.estimates(counts, list(wanted.values()), members=members)
    return {name: _interval(name, found[called], exactly) for name, called in wanted.items() if called in found}


def changes(
    before: Counts, after: Counts, names: list[Name], members: tuple[int, int] | None = None
) -> dict[Name, Changed]:
    """Exactly how figures changed; those without enough people on both sides are left out."""
    found = measures.changes(before, after, list(chosen(names).values()), members=members)
    return {
        name: Changed(change.before, change.difference, change.beyond_chance, change.low, change.high)
        for name, called in chosen(names).items()
        if called in found and (change := found[called]).before is not None and change.difference is not None
    }


def safe_changes(before: Counts, after: Counts, shown: tuple[SafeFigures, SafeFigures]) -> dict[Name, Changed]:
    """How figures changed that are shown of both periods: the difference of what is shown, no more."""
    values = [_values(side) for side in shown]
    names = [name for name in values[0] if name in values[1]]
    enough = min(len(before), len(after)) >= FEWEST_MEASURED
    found: dict[str, Change] = measures.changes(before, after, list(chosen(names).values())) if enough else {}
    return {
        name: Changed(
            values[0][name],
            round(values[1][name] - values[0][name], 2),
            found[called].beyond_chance if called in found and found[called].reason is None else None,
        )
        for name, called in chosen(names).items()
    }


def _values(side: SafeFigures) -> dict[Name, float]:
    """What is shown of a period, by name; shares over members are not, as who had access then is not known."""
    found: dict[Name, float | None] = {("top_shares", str(rank)): share for rank, share in side.top_shares.items()}
    found |= {("gini", of): value for of, value in side.gini.items() if of == "contributors"}
    found |= {("hill", order): value for order, value in side.hill.items() if order != "0"}
    found |= {("evenness", ""): side.evenness, ("absence_factor", ""): side.absence_factor}
    return {name: value for name, value in found.items() if value is not None}


def _interval(name: Name, found: Estimate, exactly: bool) -> Interval:
    if found.low is None or found.high is None:
        return Interval(None, None, found.reason)
    if exactly:
        return Interval(found.low, found.high)
    step = STEPS.get(name[0], FIVE_PER_CENT)
    low, high = (
        round(way(round(end / step, 6)) * step, 2) for way, end in ((math.floor, found.low), (math.ceil, found.high))
    )
    hands = name[0] in ("hill", "absence_factor")
    return Interval(None if hands and low < FEWEST else low, high)
