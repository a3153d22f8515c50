"""Services in the last months beside those in as many months before, a year each where so much is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from manyhands.measures import queries as measures

from ...rules.calendar import Period
from ...rules.cube import FEWEST
from ...rules.guarded import Guard
from ...rules.moves import Sides, sides
from ...rules.rolled_up import rolled_up
from ...types import Cell, Column, Facts, Section
from ..belonging import Belonging
from ..exact import counts
from . import changes


class Spread(NamedTuple):
    """As how many equal services it is, and from how many half of it comes; None: not to be told."""

    equal: float | None
    half: int | None


class Counted(NamedTuple):
    """People of a service who contributed, and how often each did; how many there are of each service."""

    person: np.ndarray
    each: np.ndarray
    taking: np.ndarray


@dataclass(frozen=True, eq=False)
class Periods:
    """Who took part in two periods of the same length, of people whose service is known."""

    sides: Sides
    after: Counted
    before: Counted

    @classmethod
    def of(cls, facts: Facts, known: Belonging) -> "Periods | None":
        """None where there are no two such periods."""
        found = sides(facts.months[0], changes.last_whole_month(facts)) if len(facts) else None
        if found is None:
            return None
        return cls(found, *(_counted(facts, known, period) for period in found))

    def columns(self) -> tuple[Column, ...]:
        """What stands beside each service."""
        months = changes.last_months(self.sides.months)
        return Column(_("Took part in {months}").format(months=months)), changes.column()

    def row(self, service: int, *, told: bool, guard: Guard) -> tuple[Cell, Cell]:
        """How many of a service took part, and the change; nothing unless it may be `told` whether somebody did."""
        if not told:
            return None, None
        before, after = (guard.people(int(side.taking[service])) for side in (self.before, self.after))
        return after, changes.change(before, after)

    def compared(self) -> str:
        return changes.compared(*self.sides)


def spread_over_services(known: Belonging, person: np.ndarray, each: np.ndarray, guard: Guard) -> Spread:
    """How it is spread over services. What one to four people did is not held against what other services did: for
    everybody they count with the service above."""
    service = rolled_up(known.service[person], known.parents, 1 if guard.exact else FEWEST)
    placed = service >= 0
    service, total = service[placed], int(placed.sum())
    if not total or guard.measure(0.0, total) is None:
        return Spread(None, None)
    parted = measures.hill_partition(service, person[placed], each[placed])
    factor = measures.elephant_factor(service, each[placed])
    return Spread(guard.measure(parted.beta, total), None if factor.value is None else int(factor.value))


def by_period(periods: Periods | None, said: np.ndarray, known: Belonging, guard: Guard) -> Iterator[Section]:
    """How many services took part, and how evenly; `said`: of which services it may be told whether they do."""
    if periods is None:
        return
    taking = [int(((side.taking > 0) & said).sum()) for side in (periods.after, periods.before)]
    spreads = [spread_over_services(known, side.person, side.each, guard) for side in (periods.after, periods.before)]
    figures: list[tuple[str, tuple[Cell, ...], str]] = [
        (_("Services that took part"), tuple(taking), "number"),
        (_("As if so many took part equally"), tuple(spread.equal for spread in spreads), "decimal"),
        (_("Half or more comes from"), tuple(spread.half for spread in spreads), "number"),
    ]
    yield Section(
        "by-period",
        _("Services, period by period"),
        (periods.compared(),),
        (
            Column(_("Measure"), "text"),
            Column(changes.last_months(periods.sides.months), "decimal"),
            Column(changes.months_before(periods.sides.months), "decimal"),
            changes.column(),
        ),
        tuple(
            (name, *values, str(changes.TOO_FEW) if None in values else changes.change(values[1], values[0], form))
            for name, values, form in figures
        ),
        how="elephant_factor",
        folded=True,
        changes=True,
    )


def _counted(facts: Facts, known: Belonging, period: Period) -> Counted:
    person, each = counts(facts, (facts.month >= period.since) & (facts.month <= period.until))
    here = person < len(known.service)
    person, each = person[here], each[here]
    service = known.service[person]
    return Counted(person, each, np.bincount(service[service >= 0], minlength=len(known.names)))
