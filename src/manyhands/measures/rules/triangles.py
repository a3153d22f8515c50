"""All triangles of a network, in portions of bounded memory."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .edges import Ints

WEDGES = 4_000_000


class Triangles(NamedTuple):
    """The three people of each triangle, and the positions of its ties 0–1, 0–2 and 1–2."""

    corners: tuple[Ints, Ints, Ints]
    sides: tuple[Ints, Ints, Ints]


def triangles(low: Ints, high: Ints, people: int) -> Iterator[Triangles]:
    """Each triangle of the ties (low < high, sorted by both) once, in portions.

    Ties point from the person with fewer to the one with more, so that nobody has many to look through: at most
    √(2 · ties) (Chiba and Nishizeki 1985).
    """
    if low.size == 0:
        return
    keys = low * people + high
    degree = np.bincount(low, minlength=people) + np.bincount(high, minlength=people)
    rank = np.empty(people, dtype=np.int64)
    rank[np.lexsort((np.arange(people), degree))] = np.arange(people)
    up = rank[low] < rank[high]
    start, end = np.where(up, low, high), np.where(up, high, low)
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    stop = np.searchsorted(start, start, side="right")
    later = stop - np.arange(start.size) - 1  # ties after this one that point from the same person
    upto = np.cumsum(later)
    begin = 0
    while begin < start.size:
        done = int(upto[begin - 1]) if begin else 0
        close = max(begin + 1, int(np.searchsorted(upto, done + WEDGES, side="right")))
        count = later[begin:close]
        first = np.repeat(np.arange(begin, close), count)
        second = first + 1 + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        one, other = end[first], end[second]
        wanted = np.minimum(one, other) * people + np.maximum(one, other)
        at = np.searchsorted(keys, wanted)
        at[at == keys.size] = 0
        closed = np.flatnonzero(keys[at] == wanted)
        yield Triangles(
            (start[first[closed]], one[closed], other[closed]),
            (order[first[closed]], order[second[closed]], at[closed]),
        )
        begin = close
