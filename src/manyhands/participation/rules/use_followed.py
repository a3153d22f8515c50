"""Whether use followed help: who contributed within so many days after the first help they got."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

WINDOWS = (30, 90)
"""Days after the help in which a contribution counts as use that followed."""


class Followed(NamedTuple):
    """Of people who were helped: those of whom enough time is known since, and what they did."""

    people: int  # helped so long ago that all the days after are known
    used: int  # of them, contributed in the days after
    used_before: int  # of them, contributed in as many days before
    waiting: int  # others: not helped long enough ago to say


def first_help(person: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Each person once, with the first day on which they were helped. Rows (person, day) in any order."""
    order = np.lexsort((day, person))
    people, first = np.unique(person[order], return_index=True)
    return people, day[order][first]


def followed(helped: Ints, on: Ints, person: Ints, day: Ints, *, until: int, within: int) -> Followed:
    """`helped` beside `on`: each person once and the day of help. Rows (person, day) of contributions in any order.

    `until` is the last day of which all is known. The day of the help itself counts on neither side: what is written
    in a course is no use that followed it.
    """
    enough = on + within <= until
    people = helped[enough]
    if not len(people):
        return Followed(0, 0, 0, int((~enough).sum()))
    order = np.argsort(people)
    people, since = people[order], on[enough][order]
    at = np.minimum(np.searchsorted(people, person), len(people) - 1)
    theirs = people[at] == person
    after = day[theirs] - since[at[theirs]]
    at = at[theirs]
    used = np.unique(at[(after > 0) & (after <= within)])
    before = np.unique(at[(after < 0) & (after >= -within)])
    return Followed(len(people), len(used), len(before), int((~enough).sum()))
