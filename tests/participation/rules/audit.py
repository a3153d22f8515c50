"""An adversary: everything that is shown of a cube, and what subtraction makes of it. Shares no code with the rules.

Every figure shown stands for a set of contributions; sets are rows of a matrix of flags, one column per contribution.
"""

from typing import NamedTuple

import numpy as np

from manyhands.participation.rules.cube import Cube
from manyhands.participation.rules.plan import ALL, Plan, Shown


class Result(NamedTuple):
    """Something shown: of which value, and from which month to which."""

    dimension: str
    value: int
    since: int
    until: int


def values_of(cube: Cube) -> list[tuple[str, int]]:
    sizes = {
        "place": len(cube.network_of_place),
        "network": cube.networks,
        "service": len(cube.service_parent),
        "kind": cube.kinds,
    }
    return [(ALL, 0)] + [(dimension, value) for dimension, size in sizes.items() for value in range(size)]


def results(cube: Cube, plan: Plan) -> list[Result]:
    """What `allows` answers to every filter and every period of whole months, each answer once."""
    months = sorted(set(cube.month.tolist()))
    found = set()
    for dimension, value in values_of(cube):
        for i, since in enumerate(months):
            for until in months[i:]:
                answer = plan.allows(dimension, value, since, until)
                if isinstance(answer, Shown):
                    found.add(Result(dimension, value, *answer.period))
    return sorted(found)


def is_at_or_below(cube: Cube, dimension: str, value: int) -> np.ndarray:
    """Which contributions a filter takes."""
    if dimension == ALL:
        return np.ones(len(cube.person), bool)
    if dimension != "service":
        return getattr(cube, dimension) == value
    takes = np.zeros(len(cube.person), bool)
    at = np.array(cube.service, copy=True)
    while (at >= 0).any():
        takes |= at == value
        at = np.where(at < 0, -1, np.append(cube.service_parent, -1)[at])
    return takes


def sets(cube: Cube, found: list[Result]) -> np.ndarray:
    return np.array(
        [
            is_at_or_below(cube, result.dimension, result.value)
            & (cube.month >= result.since)
            & (cube.month <= result.until)
            for result in found
        ]
    ).reshape(len(found), len(cube.person))


def people(cube: Cube, members: np.ndarray) -> np.ndarray:
    """How many different people are in each set (a row of flags)."""
    everyone = np.unique(cube.person)
    belongs = (cube.person[:, None] == everyone).astype(np.float32)
    return ((members.astype(np.float32) @ belongs) > 0).sum(axis=-1)


def leaks(cube: Cube, plan: Plan) -> list[str]:
    """Shown results that are about one to four people, and pairs, one inside the other, that differ by so few."""
    found = results(cube, plan)
    members = sets(cube, found)
    sizes = members.sum(axis=1)
    told = [f"{r} is about {n}" for r, n in zip(found, people(cube, members), strict=True) if 0 < n < 5]
    shared = members.astype(np.float32) @ members.T.astype(np.float32)
    for outer in range(len(found)):
        inner = np.flatnonzero((shared[outer] == sizes) & (sizes > 0) & (sizes < sizes[outer]))
        left = people(cube, members[outer] & ~members[inner])
        told += [f"{found[outer]} without {found[inner[i]]} is about {left[i]}" for i in np.flatnonzero(left < 5)]
    return told


def paths(cube: Cube) -> dict[tuple[str, int], tuple]:
    """Where each value stands: the name of its tree, then the values from the top down to it. The whole is ()."""
    found = {(ALL, 0): ()}
    found |= {("network", at): ("where", at) for at in range(cube.networks)}
    found |= {("place", at): ("where", network, at) for at, network in enumerate(cube.network_of_place.tolist())}
    found |= {("kind", at): ("kind", at) for at in range(cube.kinds)}
    for at, above in enumerate(cube.service_parent.tolist()):  # parents first
        found["service", at] = (*(found["service", above] if above >= 0 else ("service",)), at)
    return found


def leads_to(above: tuple, below: tuple) -> bool:
    return below[: len(above)] == above
