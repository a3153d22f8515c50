"""What is new for many readers at once: for the digest, in a few queries for hundreds of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from manyhands.people import queries as people

from ..models import Follow, Group, GroupMember, Thread
from ..types import BELONGS, Access, Following, ThreadRow
from .threads import rows_of

MOST_THREADS = 2_000  # of a week that are looked at, the newest first
WAIT = timedelta(days=60)  # a question older than this is not put before anybody again


class News(NamedTuple):
    """What there is for one reader, newest first; questions that they could answer, the longest waiting first."""

    threads: list[ThreadRow]
    questions: list[ThreadRow]


@dataclass
class _Reader:
    own: frozenset[UUID]
    groups: set[UUID] = field(default_factory=set)  # belongs to
    followed: dict[str, set[str]] = field(default_factory=dict)  # by Following

    def follows(self, row: ThreadRow) -> bool:
        of = self.followed
        return (
            row.group in self.groups
            or row.group.hex in of.get(Following.GROUP, ())
            or bool(row.author.id and row.author.id.hex in of.get(Following.PERSON, ()))
            or not of.get(Following.TAG, set()).isdisjoint(row.hashtags)
        )


def news(
    *, organisation: UUID, readers: Mapping[UUID, frozenset[UUID]], since: datetime, until: datetime
) -> dict[UUID, News]:
    """What was begun from `since` up to `until` and is for each reader (a person, with their personas): what they
    follow or belong to, or all they may read where they follow nothing. Questions are all that still wait."""
    groups = _groups(organisation)
    open_groups = {pk for pk, access in groups.items() if access == Access.OPEN}
    there = Thread.objects.filter(group__among=list(groups), deleted__isnull=True, created__lt=until)
    recent = rows_of(there.filter(created__gte=since).order_by("-id")[:MOST_THREADS])
    waiting = there.filter(is_question=True, answers=0, helped=0, created__gte=until - WAIT)
    questions = rows_of(waiting.order_by("-id")[:MOST_THREADS])[::-1]
    found = {}
    for person, reader in _readers(readers).items():
        may = open_groups | (reader.groups & groups.keys())
        mine = [row for row in recent if row.group in may and row.author.id not in reader.own]
        asked = [row for row in questions if row.group in may and row.author.id not in reader.own]
        chosen = [row for row in mine if reader.follows(row)] if reader.groups or reader.followed else mine
        found[person] = News(chosen, sorted(asked, key=lambda row, reader=reader: not reader.follows(row)))
    return found


def _groups(organisation: UUID) -> dict[UUID, str]:
    """The groups that the organisation's people can reach, and who each is for."""
    shared = people.things_shared_with(organisation)
    found = Group.objects.filter(Q(organisation=organisation) | Q(pk__among=list(shared)), archived=None)
    return dict(found.values_list("id", "access"))


def _readers(readers: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, _Reader]:
    made = {person: _Reader(own) for person, own in readers.items()}
    whose = {persona: made[person] for person, own in readers.items() for persona in own}
    personas: Sequence[UUID] = list(whose)
    belong = GroupMember.objects.filter(persona__among=personas, standing__in=BELONGS, group__is_practice=False)
    for persona, group in belong.values_list("persona_id", "group_id"):
        whose[persona].groups.add(group)
    for persona, kind, target in Follow.objects.filter(persona__among=personas).values_list(
        "persona_id", "kind", "target"
    ):
        whose[persona].followed.setdefault(kind, set()).add(target)
    return made
