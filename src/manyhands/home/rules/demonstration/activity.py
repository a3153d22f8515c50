"""Who did what, where and when in the made-up council."""

import math
from bisect import insort
from calendar import monthrange
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from manyhands.core.clock import month_add
from manyhands.networks.types import Act

from .council import BOT, CORPORATE, SLACK, TURNED, TURNED_AFTER, VIVA_ENGAGE, Council, Meeting, Person

ZONE = ZoneInfo("Europe/London")
QUIET = {8: 0.72, 12: 0.6, 4: 0.9}
"""Holidays: how much of a month's activity is left."""
HASHTAGS = ("localgov", "digital", "opendata", "plainenglish", "hottips", "goodnews")


def take_part(council: Council, network: str, chance: Random, until: int, months: int) -> list[Act]:
    """All acts of `months` months up to `until`, in the order in which they happened."""
    makers = [_Place(council, network, meeting, chance) for meeting in (SLACK if network == "slack" else VIVA_ENGAGE)]
    acts = [act for maker in makers for act in maker.acts(until, months)]
    return sorted(acts, key=lambda act: (act.published, act.source_id))


def _level(index: int) -> float:
    """How busy the council is in a month of its story: it grows for half a year, then no further."""
    return 1 / (1 + math.exp(-(index - 2.5) / 1.2))


class _Place:
    """One place's story, month by month."""

    def __init__(self, council: Council, network: str, meeting: Meeting, chance: Random) -> None:
        self.council, self.network, self.meeting, self.chance = council, network, meeting, chance
        self.members = council.members(network)
        self.owner = council.carriers[meeting.owner - 1]
        own = [p for p in council.writers if p in self.members and p.service == meeting.team]
        others = [p for p in council.writers if p in self.members and p.service != meeting.team]
        chance.shuffle(others)
        self.tail = own + others[: 6 + len(others) // 6]
        self.many = [p for p in self.members if p.service == meeting.team and p not in council.carriers]
        self.number = 0
        self.said: list[tuple[float, str]] = []  # messages so far

    def acts(self, until: int, months: int) -> list[Act]:
        acts = self._joins(month_add(until, 1 - months)) if self.network == "slack" else []
        for index in range(months):
            month = month_add(until, index + 1 - months)
            if self.meeting.closed_after and index >= self.meeting.closed_after:
                break
            moments = sorted(self._moment(month) for _ in range(self._how_many(index, month)))
            for moment in moments:
                acts += self._message(moment, index)
        return acts

    def _how_many(self, index: int, month: int) -> int:
        expected = self.meeting.each_month * _level(index) * QUIET.get(month % 100, 1.0)
        if self._turned(index):
            expected *= 2 + 0.25 * min(index - TURNED_AFTER, 6)
        return max(0, round(self.chance.gauss(expected, math.sqrt(expected))))

    def _turned(self, index: int) -> bool:
        """Whether many hands share it by now."""
        return self.meeting.id == TURNED and index >= TURNED_AFTER

    def _author(self, index: int) -> Person:
        chance = self.chance
        if self._turned(index):
            # More of them each month, and hardly one more often than another.
            there = self.many[: 5 + 2 * (index - TURNED_AFTER)]
            return self.owner if chance.random() < 0.06 else chance.choice(there)
        if chance.random() < self.meeting.share:
            return self.owner
        if chance.random() < 0.78:
            weights = (9, 3, 2.2, 1.8, 1.5, 1.3)
            return chance.choices(self.council.carriers, weights)[0]
        return self.tail[min(int(chance.paretovariate(0.75)) - 1, chance.randrange(len(self.tail)))]

    def _message(self, moment: float, index: int) -> list[Act]:
        chance, place = self.chance, self.meeting.id
        who = self._author(index).id
        if place == "C08" and chance.random() < 0.4:
            who = BOT
        elif place == "101" and chance.random() < 0.12:
            who = CORPORATE
        self.number += 1
        said = f"{place}/{moment:.6f}" if self.network == "slack" else f"message/{place}{self.number:05}"
        recent = [each for _, each in self.said[-12:]]
        replied = chance.choice(recent) if recent and chance.random() < 0.55 else None
        insort(self.said, (moment, said))
        length = max(2, round(chance.lognormvariate(4.6, 0.9)))
        tags = (chance.choice(HASHTAGS),) if chance.random() < 0.07 else ()
        named = (chance.choice(self.members).id,) if chance.random() < 0.1 else ()
        acts = [Act(said, who, "Create", True, place, "Note", None, replied, moment, length, tags, named)]
        for liker in {chance.choice(self.members).id for _ in range(chance.randrange(4))} - {who, *self.council.quiet}:
            acts.append(
                Act(f"{said}/reaction:thumbsup/{liker}", liker, "Like", False, place, "Note", said, None, moment)
            )
        return acts

    def _joins(self, month: int) -> list[Act]:
        """Members of a channel joined it when the story begins."""
        acts = []
        for record in self.council.places(self.network):
            if record.external_id == self.meeting.id:
                for member in record.members or ():
                    moment = self._moment(month)
                    joined = f"{self.meeting.id}/{moment:.6f}/{member}"
                    thing = f"place/{self.meeting.id}"
                    acts.append(Act(joined, member, "Join", False, self.meeting.id, "Group", thing, None, moment))
        return acts

    def _moment(self, month: int) -> float:
        """A time in a month: mostly in working hours of working days."""
        year, number = divmod(month, 100)
        while True:
            day = self.chance.randint(1, monthrange(year, number)[1])
            hour = min(22.9, max(6.0, self.chance.gauss(12.8, 2.6)))
            when = datetime(year, number, day, tzinfo=ZONE)
            if when.weekday() < 5 or self.chance.random() < 0.12:
                return when.timestamp() + round(hour * 3600) + self.chance.randrange(1_000_000) / 1e6
