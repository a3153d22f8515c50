"""Which groups of people are linked, and which of them link others: without saying what one to four people did."""

from typing import NamedTuple

import numpy as np

from manyhands.measures import queries as measures
from manyhands.measures.types import Edges

from .cube import FEWEST, Ints


class Link(NamedTuple):
    """A group and whom it is linked with: `others` groups, of whose `pairs` only `joined` are linked themselves."""

    group: int
    others: int
    pairs: int
    joined: int
    constraint: float


def group_network(network: Edges, group: Ints, groups: int, *, exactly: bool) -> Edges:
    """Groups in place of people; −1: in none.

    Exactly, a tie is as strong as people of both turned to each other often. Otherwise there is one, of strength 1,
    where FEWEST people or more of each of the two have turned to the other or were turned to: so it says nothing of
    what fewer did, and one person who writes much changes nothing.
    """
    start, end = group[network.source], group[network.target]
    across = (start >= 0) & (end >= 0) & (start != end)
    start, end, weight = start[across], end[across], network.weight[across]
    if exactly:
        return measures.edges(start, end, weight, groups)
    pair = np.minimum(start, end) * groups + np.maximum(start, end)
    # Who is behind each pair, each once: the pair, the side of it that they are on, the person.
    side = np.concatenate([pair * 2 + (start > end), pair * 2 + (end > start)])
    person = np.concatenate([network.source[across], network.target[across]])
    each = np.unique(np.stack([side, person]), axis=1)[0]
    sides, behind = np.unique(each, return_counts=True)
    pairs, enough = np.unique(sides[behind >= FEWEST] // 2, return_counts=True)
    low, high = np.divmod(pairs[enough == 2], max(groups, 1))
    return measures.edges(low, high, None, groups)


def links(network: Edges) -> list[Link]:
    """Each group that is linked with another, the least constrained first: those that link most others."""
    low, high, _ways = measures.ties(network)
    found = measures.constraint(network)
    tied = np.zeros((network.people, network.people), bool)
    tied[low, high] = tied[high, low] = True
    rows = []
    for group in np.flatnonzero(tied.any(axis=1)):
        others = np.flatnonzero(tied[group])
        joined = int(tied[np.ix_(others, others)].sum()) // 2
        pairs = others.size * (others.size - 1) // 2
        rows.append(Link(int(group), int(others.size), pairs, joined, float(found[group])))
    return sorted(rows, key=lambda row: (row.constraint, row.group))
