"""Adding up rows of a group and a member, millions of them: by one sort of whole numbers where they fit in 63 bits."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
ROOM = 63  # bits of a number that is not negative
DENSE = 2**28  # cells of a table of yes and no below which it is quicker than sorting


def sums(group: ArrayLike, member: ArrayLike, n: ArrayLike) -> tuple[Ints, Ints, Ints]:
    """Rows (group, member, n), none below 0, added up to one for each group and member, in their order."""
    groups, members, amounts = (np.asarray(column, dtype=np.int64) for column in (group, member, n))
    if groups.size == 0:
        return groups, members, amounts
    width = int(members.max()) + 1
    bits = int(amounts.max()).bit_length()
    if ((int(groups.max()) + 1) * width).bit_length() + bits <= ROOM:
        packed = np.sort((groups * width + members) << bits | amounts)
        keys, amounts = packed >> bits, packed & ((1 << bits) - 1)
        new = _new(keys)
        groups, members = np.divmod(keys[new], width)
        return groups, members, np.add.reduceat(amounts, new)
    order = np.lexsort((members, groups))
    groups, members = groups[order], members[order]
    new = np.flatnonzero(np.append(True, (groups[1:] != groups[:-1]) | (members[1:] != members[:-1])))
    return groups[new], members[new], np.add.reduceat(amounts[order], new)


def largest_first(group: Ints, n: Ints) -> tuple[Ints, Ints]:
    """Rows (group, n), none below 0, by group, and in each the largest first."""
    if group.size == 0:
        return group, n
    most = int(n.max())
    bits = most.bit_length()
    if int(group.max()).bit_length() + bits <= ROOM:
        packed = np.sort(group << bits | (most - n))
        return packed >> bits, most - (packed & ((1 << bits) - 1))
    order = np.lexsort((-n, group))
    return group[order], n[order]


def distinct(group: ArrayLike, member: ArrayLike, groups: int) -> Ints:
    """How many different members each of the groups 0 … groups−1 has."""
    of, who = np.asarray(group, dtype=np.int64), np.asarray(member, dtype=np.int64)
    if of.size == 0:
        return np.zeros(groups, np.int64)
    width = int(who.max()) + 1
    if groups * width <= DENSE:
        there = np.zeros(groups * width, bool)
        there[of * width + who] = True
        counted: Ints = there.reshape(groups, width).sum(axis=1, dtype=np.int64)
        return counted
    keys = np.sort(of * width + who)
    return np.bincount(keys[_new(keys)] // width, minlength=groups).astype(np.int64)


def latest(group: ArrayLike, day: NDArray[np.datetime64], groups: int, never: np.datetime64) -> NDArray[np.datetime64]:
    """The last day of each of the groups 0 … groups−1; `never` where a group has none."""
    of = np.asarray(group, dtype=np.int64)
    found = np.full(groups, never, day.dtype)
    if of.size == 0:
        return found
    number = day.astype(np.int64)
    first = int(number.min())
    width = int(number.max()) - first + 1
    if groups * width <= DENSE:
        there = np.zeros(groups * width, bool)
        there[of * width + (number - first)] = True
        table = there.reshape(groups, width)
        some = table.any(axis=1)
        found[some] = (width - 1 - table[some, ::-1].argmax(axis=1) + first).astype(day.dtype)
    else:
        np.maximum.at(found, of, day)
    return found


def _new(ordered: Ints) -> Ints:
    """Where each value that is not the one before begins."""
    return np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
