"""The shapes that measures take and give."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
"""Contributions, one number per contributor, all above 0, in any order."""

Shares = NDArray[np.float64]
"""Parts of a whole, from 0 to 1."""


class Lorenz(NamedTuple):
    """The points of a Lorenz curve from (0, 0) to (1, 1): the `people` who do least did `contributions` of it."""

    people: Shares
    contributions: Shares


class Band(NamedTuple):
    """How many people contributed `low` to `high` times (`high` None: or more), and how often together."""

    low: int
    high: int | None
    contributors: int
    contributions: int


class MonthlyActives(NamedTuple):
    """One entry per month (201607), quiet months between the first and the last included."""

    months: NDArray[np.int64]
    contributors: NDArray[np.int64]
    contributions: NDArray[np.int64]


class Grouped(NamedTuple):
    """Measures of many groups at once, entry i for group i. A group without contributions is 0 throughout."""

    contributors: NDArray[np.int64]
    contributions: NDArray[np.int64]
    top_share: Shares
    absence_factor: NDArray[np.int64]
    effective_hands: NDArray[np.float64]
    needs_more_hands: NDArray[np.bool_]
    hangs_on_one: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """All measures of one set of people, exact: for the operator and the person allowed them, no other reader.

    With no contributors every measure is None, and `top_shares` and `hill` are empty. Keys are strings, as in JSON.
    """

    members: int
    contributors: int
    contributions: int
    top_shares: dict[str, float] = field(default_factory=dict)
    gini: dict[str, float | None] = field(default_factory=lambda: {"contributors": None, "members": None})
    hill: dict[str, float] = field(default_factory=dict)
    evenness: float | None = None
    absence_factor: int | None = None
    needs_more_hands: bool | None = None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure comes from: a citation and an address at which it can be checked."""

    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means: words for a reader, a formula for a sceptic. Words are translated when shown."""

    key: str
    title: str
    definition: str
    formula: str
    sources: tuple[Source, ...]
    denominator: str
    limits: str
