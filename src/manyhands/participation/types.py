"""The shapes of who takes part."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from manyhands.people.types import ServiceNode

DIMENSIONS = ("network", "place", "service", "kind")


class KnownOf(StrEnum):
    """What somebody can type a number of, as no network knows it."""

    INTERESTED = "interested"  # people who would like to take part: asked, came to a session, put their name down
    WORKFORCE = "workforce"  # everybody who works here


class HelpKind(StrEnum):
    """Help given in person."""

    SURGERY = "surgery"
    TRAINING = "training"
    VISIT = "visit"
    OTHER = "other"


class Where(StrEnum):
    """From where a network can be reached, or can't."""

    WORK = "work"  # on the organisation's own network and devices
    HOME = "home"
    PHONE = "phone"  # one's own


class Rung(StrEnum):
    """Where somebody stands who is one step from the next: `queries.rungs` says who."""

    NOT_BEGUN = "not_begun"  # has access, and did nothing yet
    READS = "reads"  # likes, joins or reads, and never posts
    ONCE = "once"  # contributed once, thirty days ago or more
    ELSEWHERE = "elsewhere"  # answers in one place, and could in another


class Selection(NamedTuple):
    """What is looked at: whole months (201607, both ends included; None: all there is) and at most one of network,
    place, service or kind, by its key."""

    since: int | None = None
    until: int | None = None
    dimension: str = ""
    value: str = ""


class PlaceInfo(NamedTuple):
    """A place as far as figures need it."""

    id: str  # hex
    name: str
    network: str
    source: str  # hex
    closed: bool
    members_known: bool


@dataclass(frozen=True, eq=False)
class Facts:
    """An organisation's contributions by people (bots and corporate accounts are not), added up by month.

    The columns run beside each other. A person is a number: those that `who` knows come first, then accounts whose
    person has been erased, who still count as somebody.
    """

    version: str  # changes whenever anything below may have
    organisation: UUID
    person: np.ndarray  # int32
    place: np.ndarray  # int32, into `places`; -1: nowhere in particular
    service: np.ndarray  # int32, into `services`, as it was in that month; -1: not known
    kind: np.ndarray  # int8, into `kinds`
    network: np.ndarray  # int16, into `networks`
    month: np.ndarray  # int32, 201607
    n: np.ndarray  # int64
    last: np.ndarray  # datetime64[D]
    places: list[PlaceInfo]
    networks: list[str]
    kinds: list[str]
    services: list[ServiceNode]
    months: tuple[int, ...]  # all months of the ledger, in order
    # who could have: person numbers, each once
    members: np.ndarray
    members_of_network: dict[int, np.ndarray]
    members_of_place: dict[int, np.ndarray]  # of places that say
    members_of_kind: dict[int, np.ndarray]
    members_of_service: dict[int, np.ndarray]
    grown: Any = None  # the columns that the rows are the first of, where further rows may follow (queries.growing)

    def __len__(self) -> int:
        return len(self.n)


class TrendRow(NamedTuple):
    """Some months, mostly one, and who took part in them."""

    since: int
    until: int
    contributors: int
    contributions: int


class PlaceRow(NamedTuple):
    """A place and who takes part there."""

    place: PlaceInfo
    members: int | None  # None: the source does not say
    contributors: int
    contributions: int
    top_share: float | None
    absence_factor: int | None
    effective_hands: float | None
    last: np.datetime64 | None
    hangs_on_one: bool
    needs_more_hands: bool


class Headline(NamedTuple):
    """What the front page says: what could be, then what is."""

    sentences: list[str]
    next_step: str
    hands: int  # effective hands, rounded, for the dots; 0 where too few to say


FEW = "few"
"""Stands where a number is about one to four people and is not shown."""

HELD = "held"
"""Stands where a number is not shown because what is left of its whole would be about one to four people."""


EARLY = "too-early"
"""Stands where it is too early to say."""

UNKNOWN = "not-known"
"""Stands where no source tells."""


class About(int):
    """A number that has been rounded to tens."""


Cell = int | float | str | None  # a number, FEW, HELD, EARLY, UNKNOWN, a text, or nothing known


class FigureShown(NamedTuple):
    """One measure as the page shows it."""

    key: str  # of its definition
    value: Cell
    form: str  # "number", "share" or "decimal": how it is written
    of: str = ""  # "contributors" or "members" where both denominators are given; "6" of the top six


class TrendShown(NamedTuple):
    """A row of the trend: a month, or several where one would be about too few."""

    since: int
    until: int
    contributors: Cell
    contributions: Cell


class BandShown(NamedTuple):
    """How many people contributed `low` to `high` times (None: or more)."""

    low: int
    high: int | None
    contributors: Cell


class PlaceShown(NamedTuple):
    """A row of the places. FEW in `contributors` means that nothing else of it is shown."""

    place: PlaceInfo
    members: Cell
    contributors: Cell
    contributions: Cell
    effective_hands: Cell
    top_share: Cell  # None unless exact
    absence_factor: Cell  # None when below five, unless exact
    last: Cell  # a month (201607); a day as text when exact
    needs_more_hands: bool
    hangs_on_one: bool | None  # None: not for this reader


@dataclass(frozen=True)
class Overview:
    """All that the page on who takes part says, for one reader, about one selection."""

    selection: Selection  # as it was taken: a period may have been widened
    exact: bool
    widened: bool
    withheld: bool  # the set, or what is left of its parent, is one to four people
    members: Cell
    contributors: Cell
    contributions: Cell
    top: tuple[int, float] | None  # the k of the headline, and their share
    effective_hands: float | None
    figures: tuple[FigureShown, ...]
    trend: tuple[TrendShown, ...]
    bands: tuple[BandShown, ...]
    lorenz: dict[str, tuple[tuple[float, float], ...]]  # "contributors" and "members"
    places: tuple[PlaceShown, ...]
    period: tuple[int, int] | None  # the months that it is about
    waiting: bool = False  # there are months that are not shown yet: the running one, or too few people at the end
    starts: tuple[int, ...] = ()  # months that a period may begin with
    ends: tuple[int, ...] = ()


class OwnPlace(NamedTuple):
    """What a person did in a place, for that person alone."""

    place: PlaceInfo
    contributions: int
    share: float
    leans_on_me: bool  # half or more of it was theirs


class Column(NamedTuple):
    """A column of a section: its heading, and how its cells are written."""

    text: str
    form: str = "number"  # "text", "number", "share", "decimal" or "time" (seconds)


class Section(NamedTuple):
    """A part of a topic: what it says, and the table that says it in full. The first cell of a row is its name."""

    key: str  # also the address of its CSV
    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    how: str = ""  # the key of a definition
    picture: str = ""  # "bars" or "lines" of the column `drawn`, "dots" of all columns, or "" for none
    drawn: int = 1
    folded: bool = False  # shown when asked for
    changes: bool = False  # says how figures changed, so the page links to what that means


class Topic(NamedTuple):
    """One question about participation, answered for one reader."""

    key: str
    question: str
    answer: str
    more: tuple[str, ...] = ()
    step: str = ""  # what somebody can do now
    sections: tuple[Section, ...] = ()
    limits: tuple[str, ...] = ()  # what the sources can't say
