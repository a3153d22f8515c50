"""What came of a round of invitations: who took the step within so many days, of those invited and of those not yet."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WITHIN = 30
"""Days after the invitation in which a step counts as come of it."""

SHORTEST = 14
"""Days below which, as the others were invited meanwhile, nothing can be compared."""


class Round(NamedTuple):
    """Who stood on the step when a round was sent, beside each other. `sent` is its day as a number."""

    sent: int
    person: Ints
    service: Ints  # −1: none
    invited: Flags


class Counted(NamedTuple):
    """How many there were and how many took the step, by service, for one side."""

    took: Ints
    people: Ints

    @property
    def sums(self) -> tuple[int, int]:
        return int(self.took.sum()), int(self.people.sum())


def last_day(sent: int, later: list[int], until: int) -> int | None:
    """The last day of the comparison; `later` are days on which somebody of those waiting was invited.

    None where it is too early: `until`, the last day known, lies before. 0 where they were invited too soon after.
    """
    end = min([sent + WITHIN, *(day - 1 for day in later)])
    if end < sent + SHORTEST:
        return 0
    return end if end <= until else None


def first_steps(person: Ints, day: Ints, of: Ints, sent: int, end: int) -> Flags:
    """Which of the people `of` did it on a day after `sent` up to `end`. Rows (person, day) in any order."""
    return np.isin(of, person[(day > sent) & (day <= end)])


def counted(of: Round, took: Flags, side: bool) -> Counted:
    """One side of a round, by service."""
    here = of.invited if side else ~of.invited
    _services, at = np.unique(of.service[here], return_inverse=True)
    return Counted(np.bincount(at, took[here]).astype(np.int64), np.bincount(at).astype(np.int64))
