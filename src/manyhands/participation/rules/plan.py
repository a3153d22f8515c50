"""What may be shown to everybody: which periods, and which networks, places, services and kinds in each.

The rules, and why they hold against subtraction, are in docs/people-safe.md. In short: everything that is shown, and
everything that can be worked out from two things shown one of which holds the other, is about five people or none.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from .calendar import Calendar, Grain, Period, calendar
from .containment import Dimension, Facts, levels_without
from .cube import Cube, Flags, Ints, Tree, about_few, tree
from .publishing import merged, people_in, rows, shown
from .remainders import levels_leaving_enough

ALL = ""
"""The dimension of no filter: the whole organisation. The others are "network", "place", "service" and "kind"."""


class Reason(StrEnum):
    """Why something is not shown."""

    TOO_FEW = "too_few"  # it, or what would be left of what it is part of, has one to four contributors
    PERIOD_TOO_SHORT = "period_too_short"  # as above, in a part of the period; it is shown for a longer one
    OUTSIDE = "outside"  # no month asked for is shown at all: none has contributions, or those at the end are too few


@dataclass(frozen=True, slots=True)
class Shown:
    """May be shown, for this period: the one asked for, as far as there are months to show, in whole blocks."""

    period: Period
    widened: bool  # months were added that were not asked for


@dataclass(frozen=True, slots=True)
class Withheld:
    """May not be shown. `instead` is the shortest period round the one asked for in which it may, if there is one."""

    reason: Reason
    instead: Period | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """What may be shown of one cube; see `plan`."""

    calendar: Calendar
    levels: dict[str, Ints]  # by dimension and value: the number of grains at which it is shown

    def grain(self, dimension: str = ALL, value: int = 0) -> Grain | None:
        """How finely the months of a value may be told apart; None: not at all."""
        level = int(self.levels[dimension][value]) if dimension else len(Grain)
        return Grain(level - 1) if level and self.calendar.blocks else None

    def cells(self, dimension: str = ALL, value: int = 0) -> tuple[Period, ...]:
        """The periods that make up a value's trend, in order; none when it is not shown."""
        grain = self.grain(dimension, value)
        return () if grain is None else self.calendar.cells(grain)

    def allows(
        self, dimension: str = ALL, value: int = 0, since: int | None = None, until: int | None = None
    ) -> Shown | Withheld:
        """Whether one value (or the whole) may be shown for the months asked for, widened to whole blocks."""
        period = self.calendar.widen(since, until)
        if period is None:
            return Withheld(Reason.OUTSIDE)
        grain = self.grain(dimension, value)
        if grain is None:
            return Withheld(Reason.TOO_FEW)
        instead = self.calendar.widen(*period, grain)
        if instead != period:
            return Withheld(Reason.PERIOD_TOO_SHORT, instead)
        return Shown(period, period.since < (since or period.since) or period.until > (until or period.until))

    def shown_values(self, dimension: str, since: int | None = None, until: int | None = None) -> Flags:
        """For each value of a dimension whether `allows` says Shown: the rows of a table in one go."""
        period = self.calendar.widen(since, until)
        fits = np.array([period is not None and self.calendar.widen(*period, grain) == period for grain in Grain])
        return np.append(False, np.logical_or.accumulate(fits))[self.levels[dimension]]


def plan(cube: Cube) -> Plan:
    """What may be shown of an organisation's contributions."""
    person = np.unique(cube.person, return_inverse=True)[1].astype(np.int64)
    when = calendar(cube.month, person)
    forests = _forests(cube)
    if not when.blocks:
        levels: list[Ints] = [np.zeros(branches.size, dtype=np.int64) for branches, _ in forests]
    else:
        block = when.block_of(cube.month)
        order = np.argsort(block, kind="stable")
        order = order[np.searchsorted(block[order], 0) :]
        block, person = block[order], person[order]
        facts = Facts(block, person, np.searchsorted(block, np.arange(len(when.blocks) + 1)))
        dimensions = [_dimension(when, facts, branches, node[order]) for branches, node in forests]
        dimensions = [replace(each, level=levels_leaving_enough(when, facts, each)) for each in dimensions]
        whole = _dimension(when, facts, tree([-1]), np.zeros(len(block), dtype=np.int64))
        levels = levels_without(when, facts, [*dimensions, whole])
    places = len(cube.network_of_place)
    where, service, kind = levels[:3]
    return Plan(when, {"place": where[:places], "network": where[places:], "service": service, "kind": kind})


def members_shown(parent: Ints, node: Ints, person: Ints, members: int) -> Flags:
    """For each node of a tree whether its number of members may be shown beside that of all members.

    `node` and `person` say who is a member where. A number is held back when it, those left of the parent, or the
    members who are not among them, are one to four.
    """
    branches = tree(parent)
    people = np.unique(person, return_inverse=True)[1]
    given = rows(node, np.zeros(len(node), dtype=np.int64), people, branches.size, 1, int(people.max(initial=-1)) + 1)
    total = people_in(branches, given)
    others = about_few(members - total[:-1, 0])
    if about_few(total[-1]).any():
        return np.asarray(total[:-1, 0] == 0)
    return shown(branches, given, total, ~others)


def _forests(cube: Cube) -> list[tuple[Tree, Ints]]:
    """The trees that values stand in, and where each contribution does: networks over places, services, kinds."""
    places = len(cube.network_of_place)
    above = np.where(cube.network_of_place < 0, -1, cube.network_of_place + places)
    elsewhere = np.where(cube.network < 0, -1, cube.network + places)
    where = np.where(cube.place >= 0, cube.place, elsewhere)
    return [
        (tree(np.append(above, np.full(cube.networks, -1))), where.astype(np.int64)),
        (tree(cube.service_parent), cube.service.astype(np.int64)),
        (tree(np.full(cube.kinds, -1)), cube.kind.astype(np.int64)),
    ]


def _dimension(when: Calendar, facts: Facts, branches: Tree, node: Ints) -> Dimension:
    """Which nodes are shown at each grain, from the whole time to blocks, by what is left of their parents alone."""
    given = {
        Grain.BLOCK: rows(node, facts.block, facts.person, branches.size, len(when.blocks), int(facts.person.max()) + 1)
    }
    for coarse, fine in ((Grain.QUARTER, Grain.BLOCK), (Grain.YEAR, Grain.QUARTER), (Grain.WHOLE, Grain.YEAR)):
        given[coarse] = merged(given[fine], when.within(fine, coarse), branches.size)
    level = np.zeros(branches.size, dtype=np.int64)
    allowed = np.ones(branches.size, dtype=bool)
    people = {}
    for grain in Grain:
        counted = people_in(branches, given[grain])
        allowed = shown(branches, given[grain], counted, allowed)
        people[grain] = counted[:-1]
        level += allowed
    return Dimension(branches, node, people, level)
