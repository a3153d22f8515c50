"""How far each person has come: what they did first, whether they came back, whom they answered."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from manyhands.ledger.types import ActivityType
from manyhands.measures import queries as measures
from manyhands.measures.types import Newcomers
from manyhands.people import queries as people

from ..types import Facts
from .act_months import TARGETS, ActMonth, ActMonths, distinct, found_at
from .kept import Kept

LOOKS = (ActivityType.LIKE, ActivityType.READ, ActivityType.VIEW, ActivityType.ANNOUNCE)
FEW_PLACES = 3
NEW_FOR, LOOKED_AT = 30, 60  # days: of a newcomer's answers, and in which they may come back
FAR = np.iinfo(np.int32).max
NEVER = -FAR  # a day before all others
SHIFT = 32  # bits of a place's number
_kept: Kept["Journeys"] = Kept(8)  # of organisations, two each


@dataclass(frozen=True, eq=False)
class Journeys:
    """Columns beside each other, one entry for each person who ever did anything, by number as in `who_is_who`.

    Accounts whose person has been erased are below 0. Days are local ones.
    """

    version: str
    until: np.datetime64  # the last day of which anything is known
    person: np.ndarray  # int64, ascending
    acts: np.ndarray  # int64: all that they did, contributions too
    looks: np.ndarray  # int64: liked, read, shared: they were there, and wrote nothing
    contributions: np.ndarray  # int64
    last: np.ndarray  # datetime64[D], their last contribution; NaT: none
    answered_in: np.ndarray  # int64: how many places they answered somebody in; 0 also for more than FEW_PLACES
    newcomers: Newcomers
    helpers: np.ndarray  # person numbers: answered a newcomer
    more_than_posts: bool  # some network tells what people do other than contribute
    answers_known: bool  # some network tells who answers whom

    @property
    def contributed(self) -> np.ndarray:
        return self.person[self.contributions > 0]


def journeys(facts: Facts, before: int | None = None) -> Journeys:
    """Everybody's way so far, or up to the month `before` (202611), as of the facts; kept until they change."""

    who = people.who_is_who(facts.organisation)
    return _kept.get(
        (facts.organisation, before),
        facts.version,
        lambda: _make(ActMonths(facts.organisation, who, LOOKS, before), facts.version),
    )


def _make(months: ActMonths, version: str) -> Journeys:
    """Looks at every activity once, and at what was answered in another month once more."""
    steps = _Steps(months)
    for month in months.read():
        steps.add(month)
    if steps.find_later():
        for month in months.read(TARGETS):
            steps.look_up(month)
    numbers = months.numbers
    did = np.flatnonzero(steps.acts)
    did = did[np.argsort(numbers[did])]
    until = _days(steps.until)
    began, again = np.flatnonzero(steps.first < FAR), np.flatnonzero(steps.again > NEVER)
    newcomers = measures.newcomers(
        numbers[np.concatenate([began, again])],
        _days(np.concatenate([steps.first[began], steps.again[again]])),
        until,
    )
    helped = np.flatnonzero(steps.helped >= 0)
    helpers = measures.helpers(
        numbers[helped], numbers[steps.helped[helped]], _days(steps.helped_on[helped]), newcomers
    )
    answered_in, answers_known = steps.answered_in()
    return Journeys(
        version=version,
        until=until,
        person=numbers[did],
        acts=steps.acts[did],
        looks=steps.looks[did],
        contributions=steps.contributions[did],
        last=_days(steps.last[did]),
        answered_in=answered_in[did],
        newcomers=newcomers,
        helpers=helpers,
        more_than_posts=bool((steps.acts > steps.contributions).any()),
        answers_known=answers_known or bool(len(helped)),
    )


class _Steps:
    """What everybody did so far, by number. Months come in order of time, so that everybody's first day is known by
    the end of the month in which it is."""

    def __init__(self, months: ActMonths) -> None:
        self.months, self.until = months, NEVER
        none = np.zeros(0, np.int64)
        self.acts = self.looks = self.contributions = none
        self.first = self.last = self.again = none  # days; `again`: one on which they may have come back
        self.helped = self.helped_on = none  # a newcomer whom they answered, and when; −1: nobody
        self.replied: list[np.ndarray] = []  # person and place in one number
        self.answered: list[np.ndarray] = []
        self.later: list[_Replies] = []  # what was not said in the month in which it was answered

    def add(self, month: ActMonth) -> None:
        self._make_room()
        size = len(self.acts)
        self.until = max(self.until, int(month.day.max(initial=NEVER)))
        self.acts += np.bincount(month.person, minlength=size)
        self.looks += np.bincount(month.person[month.type >= 0], minlength=size)
        said = slice(None) if month.contributing.all() else month.contributing
        person, day = month.person[said], month.day[said]
        self.contributions += np.bincount(person, minlength=size)
        np.minimum.at(self.first, person, day)
        np.maximum.at(self.last, person, day)
        since = day - self.first[person]
        back = (since >= NEW_FOR) & (since < LOOKED_AT)
        self.again[person[back]] = day[back]
        answers = np.flatnonzero(month.reply & month.contributing)
        replies = _Replies(*(column[answers] for column in (month.reply_key, month.person, month.place, month.day)))
        self.replied.append(distinct(replies.pairs[replies.place >= 0]))
        self._take(replies, month.key[said], person, day)

    def find_later(self) -> bool:
        """Whether some of what was answered in another month has to be looked up; forgets what changes nothing."""
        if not self.later:
            return False
        found = _Replies.joined(self.later)
        replied, of_few = self._of_few()
        pairs = found.pairs
        open_ = (found.place >= 0) & np.isin(pairs, replied[of_few]) & ~np.isin(pairs, np.concatenate(self.answered))
        found = found.those(open_ | (self.helped[found.person] < 0))
        self.later = [found]
        return bool(len(found.key))

    def look_up(self, month: ActMonth) -> None:
        """Finds what was answered in another month among what was said in this one."""
        said = month.contributing
        (replies,), self.later = self.later, []
        self._take(replies, month.key[said], month.person[said], month.day[said])
        self.later = self.later or [replies.those(slice(0, 0))]

    def answered_in(self) -> tuple[np.ndarray, bool]:
        """In how many places everybody answered somebody, of those who replied in few; and whether anybody did."""
        if not self.answered:
            return np.zeros(len(self.acts), np.int64), False
        replied, of_few = self._of_few()
        answered = distinct(np.concatenate(self.answered))
        places = np.intersect1d(answered, replied[of_few], assume_unique=True)
        return np.bincount(places >> SHIFT, minlength=len(self.acts)), bool(len(answered))

    def _of_few(self) -> tuple[np.ndarray, np.ndarray]:
        """All pairs of person and place with a reply, and which are of people who replied in FEW_PLACES at most."""
        replied = distinct(np.concatenate(self.replied))
        person = replied >> SHIFT
        return replied, np.bincount(person)[person] <= FEW_PLACES if len(person) else np.zeros(0, bool)

    def _take(self, replies: "_Replies", keys: np.ndarray, person: np.ndarray, day: np.ndarray) -> None:
        """Replies to what people said on these days; those to something else wait."""
        at = found_at(replies.key, keys)
        if (at < 0).any():
            self.later.append(replies.those(at < 0))
            replies, at = replies.those(at >= 0), at[at >= 0]
        whom, asked = person[at], day[at]
        others = replies.person != whom
        self.answered.append(distinct(replies.pairs[others & (replies.place >= 0)]))
        first = self.first[whom]
        since = replies.day - first
        new = others & (asked - first < NEW_FOR) & (since >= 0) & (since < NEW_FOR)
        self.helped[replies.person[new]] = whom[new]
        self.helped_on[replies.person[new]] = replies.day[new]

    def _make_room(self) -> None:
        more = len(self.months) - len(self.acts)
        if not more:
            return
        for name, value, kind in (
            ("acts", 0, np.int64),
            ("looks", 0, np.int64),
            ("contributions", 0, np.int64),
            ("first", FAR, np.int32),
            ("last", NEVER, np.int32),
            ("again", NEVER, np.int32),
            ("helped", -1, np.int64),
            ("helped_on", NEVER, np.int32),
        ):
            setattr(self, name, np.concatenate([getattr(self, name), np.full(more, value)]).astype(kind))


class _Replies(NamedTuple):
    """What people answered, beside each other: its key, who did, where and on which day."""

    key: np.ndarray
    person: np.ndarray
    place: np.ndarray
    day: np.ndarray

    @property
    def pairs(self) -> np.ndarray:
        return self.person << SHIFT | self.place

    def those(self, chosen: np.ndarray | slice) -> "_Replies":
        return _Replies(*(column[chosen] for column in self))

    @classmethod
    def joined(cls, parts: "list[_Replies]") -> "_Replies":
        return cls(*map(np.concatenate, zip(*parts, strict=True)))


def _days(days: np.ndarray | int) -> np.ndarray:
    """Days since 1970 as days; NaT for never."""
    found = np.asarray(days, np.int64).astype("datetime64[D]")
    return np.where(np.asarray(days) == NEVER, np.datetime64("NaT", "D"), found)[()]
