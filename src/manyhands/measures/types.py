"""The shapes that measures take and give."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
"""Contributions, one number per contributor, all above 0, in any order."""

Shares = NDArray[np.float64]
"""Parts of a whole, from 0 to 1."""


class Spread(NamedTuple):
    """Counts by how many people have the same, largest first: of two million people a few thousand entries."""

    values: Counts
    people: Counts


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


class Estimate(NamedTuple):
    """A figure with the interval in which it lies at `level`. Where there are too few people to say, value, low and
    high are None and `reason` is a key of TOO_FEW; where something has no interval, low and high alone are None."""

    value: float | None
    low: float | None
    high: float | None
    level: float
    people: int
    reason: str | None = None


class Change(NamedTuple):
    """A figure in two periods, and after − before with its interval; `reason` as for an Estimate."""

    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    level: float
    reason: str | None = None

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval of the difference leaves 0 out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class Edges(NamedTuple):
    """Who turned to whom (a reply, say), how often: people are 0 … people−1, each ordered pair stands once, sorted by
    source and target, and nobody turns to themselves."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.int64]
    people: int


class EIndex(NamedTuple):
    """The E-I index of Krackhardt and Stern beside what chance would make of groups of these sizes.

    `expected` and `spread` are the exact mean and standard deviation over all ways to give people these groups; `low`
    and `high` hold 95 % of them; `p` is the part of them at least as far from `expected`.
    """

    value: float | None
    expected: float | None
    spread: float | None
    low: float | None
    high: float | None
    p: float | None
    internal: int
    external: int
    people: int


class Centralisation(NamedTuple):
    """Freeman's degree centralisation, from 0 to 1, of so many people; None for fewer than three."""

    value: float | None
    people: int


class Brokerage(NamedTuple):
    """How often each person stands between two who are not tied themselves, by Gould and Fernandez's five roles."""

    coordinator: NDArray[np.int64]
    itinerant: NDArray[np.int64]
    representative: NDArray[np.int64]
    gatekeeper: NDArray[np.int64]
    liaison: NDArray[np.int64]


class Partition(NamedTuple):
    """Hill numbers: within groups (alpha), of all together (gamma), and gamma ÷ alpha (beta), 1 to `groups`."""

    alpha: float
    beta: float
    gamma: float
    groups: int


class HandsByPlace(NamedTuple):
    """Active hands of each place, and how many places have none, one, two, and three or more."""

    hands: NDArray[np.int64]
    none: int
    one: int
    two: int
    more: int


class TruckFactor(NamedTuple):
    """How many people would have to leave until more than half of the live places are silent.

    `greedy` takes the widest spread first, those in `leaving`; `exact` is the fewest of all, None where it was not
    looked for or not proved. With no live place both are None.
    """

    greedy: int | None
    exact: int | None
    leaving: NDArray[np.int64]
    places: int


class Silenced(NamedTuple):
    """The most places that any so many people could leave silent, and who they are."""

    silent: int
    leaving: NDArray[np.int64]


class AnswerTimes(NamedTuple):
    """How soon the first reply came. Seconds; a median, or an end of its interval, that is not reached yet is None.

    `within_working_day` is a part from 0 to 1. Threads without a reply count as not answered *so far*.
    """

    threads: int
    answered: int
    median: Estimate
    within_working_day: Estimate


class Retention(NamedTuple):
    """Cohorts by month of first contribution (201607): `active[c, k]` of `size[c]` people contributed k months later.

    `known[c, k]` is False where that month is not over yet: `active` and `share` say nothing there (0 and NaN).
    """

    cohorts: NDArray[np.int64]
    size: NDArray[np.int64]
    active: NDArray[np.int64]
    share: Shares
    known: NDArray[np.bool_]


class Newcomers(NamedTuple):
    """Everyone by first contribution: did they come back? `censored`: not enough time has passed to say."""

    person: NDArray[np.int64]
    first: NDArray[np.datetime64]
    survived: NDArray[np.bool_]
    censored: NDArray[np.bool_]


class Step(NamedTuple):
    """A step of the funnel: people who took it and all known steps before it.

    `share` is that of the last known step before it, with its interval; those in `waiting`, of whom it is too early to
    tell, are left out; `outside` took this step without one before it. A step that is not known has people None.
    """

    key: str
    people: int | None
    share: Estimate | None
    waiting: int = 0
    outside: int = 0


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
