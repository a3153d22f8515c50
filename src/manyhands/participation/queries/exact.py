"""Exact figures of a selection: for the operator at the machine, and for whoever stated a purpose. Nobody else."""

import numpy as np

from manyhands.measures import queries as measures
from manyhands.measures.types import Figures, Grouped

from ..types import Facts, PlaceRow, Selection, TrendRow
from .standing import NEVER, SHIFT, Standing, guests, pairs_of_members, standing


def rows(facts: Facts, chosen: Selection) -> np.ndarray | slice:
    """What picks a selection's facts: where it takes all of them a slice, which copies nothing."""
    everything = not (chosen.since or chosen.until or chosen.dimension)
    return slice(None) if everything else mask(facts, chosen)


def mask(facts: Facts, chosen: Selection) -> np.ndarray:
    """Which facts a selection takes."""
    takes = np.ones(len(facts), bool)
    if chosen.since:
        takes &= facts.month >= chosen.since
    if chosen.until:
        takes &= facts.month <= chosen.until
    if chosen.dimension:
        takes &= np.isin(getattr(facts, chosen.dimension), codes(facts, chosen))
    return takes


def codes(facts: Facts, chosen: Selection) -> list[int]:
    """The numbers that a selection's value stands for in its column: a service stands for those below it too."""
    if chosen.dimension == "network":
        return [at for at, network in enumerate(facts.networks) if network == chosen.value]
    if chosen.dimension == "kind":
        return [at for at, kind in enumerate(facts.kinds) if kind == chosen.value]
    if chosen.dimension == "place":
        return [at for at, place in enumerate(facts.places) if place.id == chosen.value]
    below = {chosen.value}
    for node in facts.services:  # parents come before their children
        if node.parent in below:
            below.add(node.id)
    return [at for at, node in enumerate(facts.services) if node.id in below]


def members(facts: Facts, chosen: Selection) -> np.ndarray | None:
    """Who could have taken part: person numbers. None where the source does not say."""
    if not chosen.dimension:
        return facts.members
    of = getattr(facts, f"members_of_{chosen.dimension}")
    found = codes(facts, chosen)
    if not found or found[0] not in of:
        return None
    return np.unique(np.concatenate([of[at] for at in found]))


def counts(facts: Facts, takes: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray]:
    """People and how often each contributed."""
    each = np.bincount(facts.person[takes], weights=facts.n[takes])
    people = np.flatnonzero(each)
    return people, each[people].astype(np.int64)


def counts_of(facts: Facts, chosen: Selection) -> tuple[np.ndarray, np.ndarray]:
    """People of a selection and how often each contributed."""
    everything = whole(facts, chosen)
    return everything.counts() if everything else counts(facts, rows(facts, chosen))


def whole(facts: Facts, chosen: Selection) -> Standing | None:
    """What everything adds up to, where it is kept and all is chosen."""
    return None if chosen.since or chosen.until or chosen.dimension else standing(facts)


def figures(facts: Facts, chosen: Selection) -> Figures:
    """Every measure of a selection. Members are those who have access, and whoever contributed without it."""
    people, each = counts_of(facts, chosen)
    could = members(facts, chosen)
    return measures.figures(each, len(people if could is None else together(could, people)))


def together(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Person numbers of either, each once."""
    there = np.zeros(max(one.max(initial=-1), other.max(initial=-1)) + 1, bool)
    there[one] = there[other] = True
    return np.flatnonzero(there)


def trend(facts: Facts, chosen: Selection) -> list[TrendRow]:
    """Month by month, quiet months included."""
    if everything := whole(facts, chosen):
        by_month = everything.monthly()
    else:
        takes = rows(facts, chosen)
        by_month = measures.monthly_actives(facts.month[takes], facts.person[takes], facts.n[takes])
    return [
        TrendRow(int(month), int(month), int(people), int(count))
        for month, people, count in zip(*by_month, strict=True)
    ]


def places(facts: Facts, chosen: Selection) -> list[PlaceRow]:
    """Every place that the selection touches, or that could be part of it, most contributions first."""
    by_place, last, outside = _by_place(facts, chosen)
    # numbers of Python: to take thousands one by one from an array takes longer than to work them out
    columns = zip(facts.places, *(column.tolist() for column in (*by_place, outside)), strict=True)
    found = []
    for at, (info, people, done, top, factor, hands, more, one, came) in enumerate(columns):
        if not people and (chosen.dimension or info.closed):
            continue
        could = facts.members_of_place.get(at)
        found.append(
            PlaceRow(
                place=info,
                members=None if could is None else len(could) + came,
                contributors=people,
                contributions=done,
                top_share=top if people else None,
                absence_factor=factor if people else None,
                effective_hands=hands if people else None,
                last=last[at] if people else None,
                hangs_on_one=one,
                needs_more_hands=more and not info.closed,
            )
        )
    return sorted(found, key=lambda row: (-row.contributions, row.place.name))


def _by_place(facts: Facts, chosen: Selection) -> tuple[Grouped, np.ndarray, np.ndarray]:
    """Measures of each place, the last day of each, and how many contributed there who are no members of it."""
    if (everything := whole(facts, chosen)) is not None:
        return everything.places(), everything.last, everything.guests
    placed = np.arange(len(facts))[rows(facts, chosen)]
    takes = placed[facts.place[placed] >= 0]
    place, person, n = facts.place[takes], facts.person[takes], facts.n[takes]
    group, member, _ = measures.sums(place, person, n)
    outside = guests(group << SHIFT | member, pairs_of_members(facts), len(facts.places))
    last = measures.latest(place, facts.last[takes], len(facts.places), NEVER)
    return measures.by_group(place, person, n, len(facts.places)), last, outside
