"""The funnel: the same people, step by step, from interested to helping others."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Step
from .uncertainty import LEVEL, proportion

STEPS = ("interested", "has_access", "signed_up", "contributed", "regular", "helps_others")


def funnel(
    took: Mapping[str, ArrayLike | None],
    *,
    waiting: Mapping[str, ArrayLike] | None = None,
    steps: tuple[str, ...] = STEPS,
    level: float = LEVEL,
) -> tuple[Step, ...]:
    """Steps on nested sets: a step counts people who took it and all known steps before it, so no step can be larger.

    `took` has person numbers by step, None or nothing where a step is not known. `waiting` has those of whom it is too
    early to tell (for "regular", newcomers who are censored): they are out of the step and of its denominator, and,
    as they can't be placed, out of the steps after it too.
    """
    unknown = set(took) - set(steps)
    if unknown:
        raise ValueError(f"no such steps: {sorted(unknown)}")
    found: list[Step] = []
    before: NDArray[np.int64] | None = None
    for key in steps:
        given = took.get(key)
        if given is None:
            found.append(Step(key, None, None))
            continue
        people = np.unique(np.asarray(given, dtype=np.int64))
        late = np.asarray((waiting or {}).get(key, ()), dtype=np.int64)
        if before is None:
            before = np.setdiff1d(people, late)
            found.append(Step(key, before.size, None, int(np.unique(late).size)))
            continue
        held = np.intersect1d(before, late)
        could = np.setdiff1d(before, held)
        nested = np.intersect1d(could, people)
        outside = int(np.setdiff1d(people, before).size)
        found.append(Step(key, nested.size, proportion(nested.size, could.size, level), held.size, outside))
        before = nested
    return tuple(found)
