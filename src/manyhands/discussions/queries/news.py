"""What is new for many readers at once: for the digest, in a few queries for hundreds of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
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
    """What there is for one reader, newest first; and questions that they could answer, those of what they follow
    first, the longest waiting first. Of both the first few, and how many there are in all."""

    threads: list[ThreadRow]
    all_threads: int
    questions: list[ThreadRow]
    all_questions: int


class _Rows:
    """Threads in an order, and where in it those of a group, by somebody, or with a tag are."""

    def __init__(self, rows: list[ThreadRow]) -> None:
        self.rows = rows
        self.where: dict[tuple[str, str], list[int]] = {}
        for at, row in enumerate(rows):
            keys = [(Following.GROUP, row.group.hex), *((Following.TAG, tag) for tag in row.hashtags)]
            if row.author.id:
                keys.append((Following.PERSON, row.author.id.hex))
            for key in keys:
                self.where.setdefault(key, []).append(at)

    def of(self, keys: Iterable[tuple[str, str]]) -> list[int]:
        return sorted(set(chain.from_iterable(self.where.get(key, ()) for key in keys)))


@dataclass
class _Reader:
    own: frozenset[UUID]
    groups: set[UUID] = field(default_factory=set)  # belongs to
    follows: set[tuple[str, str]] = field(default_factory=set)  # (Following, target)

    @property
    def wants(self) -> set[tuple[str, str]]:
        return self.follows | {(Following.GROUP, group.hex) for group in self.groups}


def news(
    *, organisation: UUID, readers: Mapping[UUID, frozenset[UUID]], since: datetime, until: datetime, most: int
) -> dict[UUID, News]:
    """What was begun from `since` up to `until` and is for each reader (a person, with their personas): what they
    follow or belong to, or all they may read where they follow nothing. Questions are all that still wait."""
    groups = _groups(organisation)
    open_groups = {pk for pk, access in groups.items() if access == Access.OPEN}
    there = Thread.objects.filter(group__among=list(groups), deleted__isnull=True, created__lt=until)
    recent = _Rows(rows_of(there.filter(created__gte=since).order_by("-id")[:MOST_THREADS]))
    waiting = there.filter(is_question=True, answers=0, helped=0, created__gte=until - WAIT)
    questions = _Rows(rows_of(waiting.order_by("-id")[:MOST_THREADS])[::-1])
    found = {}
    for person, reader in _readers(readers).items():
        may = open_groups | (reader.groups & groups.keys())
        everything = [(Following.GROUP, group.hex) for group in may]
        own = [(Following.PERSON, persona.hex) for persona in reader.own]
        threads = _chosen(recent, reader.wants or everything, everything, own)
        asked = _chosen(questions, everything, everything, own)
        liked = set(_chosen(questions, reader.wants, everything, own)) if reader.wants else set()
        first = [*(at for at in asked if at in liked), *(at for at in asked if at not in liked)] if liked else asked
        found[person] = News(
            [recent.rows[at] for at in threads[:most]],
            len(threads),
            [questions.rows[at] for at in first[:most]],
            len(asked),
        )
    return found


def _chosen(rows: _Rows, wanted: Iterable, may: Iterable, own: Iterable) -> list[int]:
    """Where the rows are that somebody wants, may read, and did not begin."""
    allowed = set(rows.of(may)) if wanted is not may else None
    mine = set(rows.of(own))
    return [at for at in rows.of(wanted) if at not in mine and (allowed is None or at in allowed)]


def _groups(organisation: UUID) -> dict[UUID, str]:
    """The groups that the organisation's people can reach, and who each is for."""
    shared = people.things_shared_with(organisation)
    found = Group.objects.filter(
        Q(organisation=organisation) | Q(pk__among=list(shared)), archived=None, is_practice=False
    )
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
        whose[persona].follows.add((kind, target))
    return made
