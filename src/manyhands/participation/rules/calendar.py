"""The months that figures may be about: blocks of months, quarters and years made of blocks, and the whole time.

Consecutive months are merged until five people contributed in them (or nobody did, in a month that stands alone), so
that two periods never differ by months of one to four people. Blocks are made from the oldest month on and the months
left over at the end wait until there are five: a block that has been shown never grows, so that whoever kept an
earlier page cannot subtract it from a later one.
"""

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from manyhands.core.clock import months_between

from .cube import FEWEST, Ints


class Period(NamedTuple):
    """Whole months, both included: (201605, 201606)."""

    since: int
    until: int


class Grain(IntEnum):
    """How finely time is cut. Each cell of a grain is made of whole cells of every finer one."""

    WHOLE = 0
    YEAR = 1
    QUARTER = 2
    BLOCK = 3


@dataclass(frozen=True, eq=False)
class Calendar:
    """Blocks in order of time, and for each grain the cell that each block belongs to."""

    blocks: tuple[Period, ...]
    cell_of_block: dict[Grain, Ints]
    pending: Period | None  # months at the end in which one to four people contributed so far: not shown yet

    def cells(self, grain: Grain) -> tuple[Period, ...]:
        """The periods of a grain, in order."""
        cell = self.cell_of_block[grain]
        edges = np.searchsorted(cell, np.arange(len(set(cell.tolist())) + 1))
        return tuple(Period(self.blocks[first].since, self.blocks[after - 1].until) for first, after in pairwise(edges))

    def within(self, fine: Grain, coarse: Grain) -> Ints:
        """The coarse cell that each fine cell lies in."""
        fine_cell, coarse_cell = self.cell_of_block[fine], self.cell_of_block[coarse]
        return coarse_cell[np.searchsorted(fine_cell, np.arange(fine_cell[-1] + 1 if len(fine_cell) else 0))]

    def widen(self, since: int | None, until: int | None, grain: Grain = Grain.BLOCK) -> Period | None:
        """The shortest period of whole cells that holds the months asked for; None when they are outside all of them.

        None for an end means from the beginning, or to the end.
        """
        overlapping = [
            cell
            for cell in self.cells(grain)
            if (since is None or cell.until >= since) and (until is None or cell.since <= until)
        ]
        return Period(overlapping[0].since, overlapping[-1].until) if overlapping else None

    def block_of(self, month: Ints) -> Ints:
        """The block of each month, −1 for months that are pending."""
        if not self.blocks:
            return np.full(len(month), -1)
        block = np.searchsorted([block.since for block in self.blocks], month, side="right") - 1
        return np.where(np.asarray(month) <= self.blocks[-1].until, block, -1)


def calendar(month: Ints, person: Ints) -> Calendar:
    """The calendar of an organisation, from the month and person (numbers from 0) of each of its contributions."""
    blocks, pending = _blocks(np.asarray(month), np.asarray(person))
    years = np.array([block.until // 100 for block in blocks], dtype=np.int64)
    quarters = np.array([block.until // 100 * 4 + (block.until % 100 - 1) // 3 for block in blocks], dtype=np.int64)
    return Calendar(
        blocks,
        {
            Grain.WHOLE: np.zeros(len(blocks), dtype=np.int64),
            Grain.YEAR: np.unique(years, return_inverse=True)[1],
            Grain.QUARTER: np.unique(quarters, return_inverse=True)[1],
            Grain.BLOCK: np.arange(len(blocks)),
        },
        pending,
    )


def _blocks(month: Ints, person: Ints) -> tuple[tuple[Period, ...], Period | None]:
    if not len(month):
        return (), None
    order = np.argsort(month, kind="stable")
    month, person = month[order], person[order]
    seen = np.zeros(int(person.max()) + 1, dtype=bool)
    blocks: list[Period] = []
    begun: int | None = None
    for this in months_between(int(month[0]), int(month[-1])):
        first, after = np.searchsorted(month, [this, this + 1])
        if begun is None:
            if first == after:
                blocks.append(Period(this, this))  # nobody contributed
                continue
            begun = this
            seen[:] = False
        seen[person[first:after]] = True
        if np.count_nonzero(seen) >= FEWEST:
            blocks.append(Period(begun, this))
            begun = None
    return tuple(blocks), None if begun is None else Period(begun, int(month[-1]))
