"""When people are there: weekdays and parts of the day, and which of them may be shown to everybody."""

import numpy as np

from .cube import Flags, Ints, about_few

PARTS = ((0, 9), (9, 12), (12, 14), (14, 17), (17, 24))
"""Parts of the day, as hours: from the first up to the second."""

PART_OF_HOUR = np.repeat(np.arange(len(PARTS)), [end - begin for begin, end in PARTS])


def part_of(cell: Ints) -> Ints:
    """The part of the week (weekday × part of the day) of cells weekday × 24 + hour."""
    weekday, hour = np.divmod(np.asarray(cell, dtype=np.int64), 24)
    return np.asarray(weekday * len(PARTS) + PART_OF_HOUR[hour])


def shown_cells(cell: Ints, person: Ints, cells: int) -> Flags:
    """Which of `cells` may be shown beside their sum: those of five people or none, as long as what is left of the sum
    is about five people or none, too. Smaller cells are held back until it is."""
    pairs = np.unique(np.stack([np.asarray(cell, dtype=np.int64), np.asarray(person, dtype=np.int64)]), axis=1)
    people = np.bincount(pairs[0], minlength=cells)
    held = about_few(people)
    while about_few(np.unique(pairs[1][held[pairs[0]]]).size):
        shown = np.flatnonzero(~held & (people > 0))
        if not shown.size:
            break
        held[shown[np.argmin(people[shown])]] = True
    return ~held


def shown_hours(cell: Ints, person: Ints, parts: Flags) -> Flags:
    """Which of the 168 hours of the week may be shown beside the parts of the week that are shown."""
    cell, person = np.asarray(cell, dtype=np.int64), np.asarray(person, dtype=np.int64)
    part = part_of(cell)
    found = np.zeros(168, dtype=bool)
    for at in np.flatnonzero(parts):
        within = part == at
        hours = part_of(np.arange(168)) == at
        found |= hours & shown_cells(cell[within], person[within], 168)
    return found
