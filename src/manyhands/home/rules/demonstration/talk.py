"""What the made-up council's people say to one another in the hub: four groups, thirteen conversations.

Days are working days before the day on which somebody looks, so that the last word is always from the day before.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from .activity import ZONE
from .council import Council
from .voices import GROUPS, Voice
from .words import CONVERSATIONS

BEGAN = 26
"""The working days before, on which the groups were made."""


class Event(NamedTuple):
    """Somebody does something. `by` is their e-mail; which conversation, and which message of it, by number."""

    at: datetime
    do: str  # "group", "join", "begin", "answer", "react" or "helped"
    by: str
    group: str = ""  # a key of GROUPS
    conversation: int = 0
    message: int = 0
    kind: str = ""  # of a reaction


def events(council: Council, day: date) -> list[Event]:
    """All that happens up to the day before `day`, in the order in which it does."""
    email = _emails(council)
    return sorted([*_groups(email, day), *_messages(email, day)], key=lambda event: event.at)


def _groups(email: dict[Voice, str], day: date) -> Iterator[Event]:
    for number, (key, group) in enumerate(GROUPS.items()):
        made = _moment(day, BEGAN, time(9, 5 + number))
        yield Event(made, "group", email[group.keeper], key)
        for member, voice in enumerate(group.members, 1):
            yield Event(made + timedelta(minutes=37 * member), "join", email[voice], key)


def _messages(email: dict[Voice, str], day: date) -> Iterator[Event]:
    for number, talk in enumerate(CONVERSATIONS):
        for message, said in enumerate(talk.said):
            at = _moment(day, said.day, said.time)
            do = "answer" if message else "begin"
            yield Event(at, do, email[said.by], talk.group, number, message)
            for later, (voice, kind) in enumerate(said.reactions, 1):
                yield Event(
                    at + timedelta(minutes=11 * later), "react", email[voice], talk.group, number, message, kind
                )
            if said.helped:
                asked = email[talk.said[0].by]
                yield Event(at + timedelta(minutes=45), "helped", asked, talk.group, number, message)


def _emails(council: Council) -> dict[Voice, str]:
    """Who speaks for a team: those who write anyway before the others."""
    found: dict[Voice, str] = {}
    writers = {person.id for person in (*council.carriers, *council.writers)}
    for person in sorted(council.people, key=lambda person: person.id not in writers):
        team = person.service or person.kind
        number = next(count for count in itertools.count() if Voice(team, count) not in found)
        found[Voice(team, number)] = person.email
    return found


def _moment(day: date, before: int, at: time) -> datetime:
    """So many working days before a day, at a time of the council's own clock."""
    while before:
        day -= timedelta(days=1)
        before -= day.weekday() < 5
    return datetime.combine(day, at, ZONE).astimezone(UTC)
