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
    # most pairs are no tie, which a table of hashes tells at once; what it lets through is looked up
    bits = int(keys.size * 16 - 1).bit_length()
    table = np.zeros(1 << bits, dtype=bool)
    table[_slot(keys, bits)] = True
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
        likely = np.flatnonzero(table[_slot(wanted, bits)])
        at = np.minimum(np.searchsorted(keys, wanted[likely]), keys.size - 1)
        there = keys[at] == wanted[likely]
        closed, third = likely[there], at[there]
        yield Triangles(
            (start[first[closed]], one[closed], other[closed]),
            (order[first[closed]], order[second[closed]], third),
        )
        begin = close


def _slot(keys: Ints, bits: int) -> Ints:
    """A place in a table of 2^bits for each key (Fibonacci hashing: the upper bits of key · 2^64 ÷ φ)."""
    return ((keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)).astype(np.int64)
