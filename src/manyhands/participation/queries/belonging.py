"""Which service each person is in, for measures between services."""

from dataclasses import dataclass

import numpy as np

from manyhands.core import clock
from manyhands.people import queries as people

from ..rules.cube import FEWEST
from ..types import Facts


@dataclass(frozen=True, eq=False)
class Belonging:
    """`service` has a number for each person the organisation knows, −1 for none; `names` and `ids` are of those, and
    `parents` the one above each, which comes before it; −1 for none."""

    service: np.ndarray
    names: list[str]
    ids: list[str]  # hex
    parents: list[int]


def belonging(facts: Facts, *, exactly: bool) -> Belonging:
    """Everybody's service of today (the last they were in, if none). Small ones count as part of the one above,
    unless `exactly`; a small one with none above counts as none."""
    who = people.who_is_who(facts.organisation)
    service = np.full(len(who.people), -1, np.int64)
    today = np.datetime64(clock.now().date())
    begun = who.membership_since <= today
    service[who.membership_person[begun]] = who.membership_service[begun]  # in order of time: the last stays
    parent = _parents(facts)
    size = np.bincount(service[service >= 0], minlength=len(parent))
    if not exactly:
        for at in reversed(range(len(parent))):  # parents come before their children
            if 0 < size[at] < FEWEST:
                service[service == at] = parent[at]
                if parent[at] >= 0:
                    size[parent[at]] += size[at]
                size[at] = 0
    used = np.unique(service[service >= 0])
    number = np.full(len(parent) + 1, -1)
    number[used] = np.arange(len(used))
    shown = [facts.services[at] for at in used]
    above = np.full(len(parent) + 1, -1)  # the nearest that somebody is in
    for at in range(len(parent)):
        above[at] = number[parent[at]] if number[parent[at]] >= 0 else above[parent[at]]
    names, ids = [node.name for node in shown], [node.id for node in shown]
    return Belonging(number[service], names, ids, [int(above[at]) for at in used])


def _parents(facts: Facts) -> list[int]:
    number = {node.id: at for at, node in enumerate(facts.services)}
    return [number.get(node.parent or "", -1) for node in facts.services]
