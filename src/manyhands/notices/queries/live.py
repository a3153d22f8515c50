"""What was told, for those who listen."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user

from manyhands.core import registry
from manyhands.people import queries as people_queries
from manyhands.people.types import Verb

from ..models import LiveEvent

OVERLAP = timedelta(seconds=15)  # a transaction may end so long after it told something
MOST = 500  # events that somebody who was away is told; who missed more loads the page anew


class Told(NamedTuple):
    """One event as a listener gets it; `frame` is its text on the wire."""

    id: int
    topic: str
    frame: bytes


class Asker(NamedTuple):
    """Who listens: asked again and again whether they still may."""

    session: str
    organisation: UUID
    topics: tuple[str, ...]


def may_hear(person, topic: str) -> bool:
    """Whether a person may hear a topic: the room that registered its prefix says."""
    prefix, slash, rest = topic.partition("/")
    ask = registry.live_topics.get(prefix)
    return bool(ask and slash and rest and ask(person, rest))


def still_may(asker: Asker) -> tuple[str, ...]:
    """The topics that a listener may hear now: none once they are signed out or may not see the organisation."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(asker.session)
    user = get_user(SimpleNamespace(session=session))
    organisation = user.is_authenticated and people_queries.organisation_by_id(asker.organisation)
    if not organisation:
        return ()
    person = people_queries.person_of(user, organisation)
    if person is None or not people_queries.may(person, Verb.SEE, organisation):
        return ()
    # As whom they act now decides what they may hear, as on every page.
    chosen = session.get(people_queries.acting_key(organisation), "")
    if acting := people_queries.acts_as(people_queries.own_personas(person), chosen):
        people_queries.act_as(person, acting)
    return tuple(topic for topic in asker.topics if may_hear(person, topic))


def numbers_after(low: int) -> list[tuple[int, datetime]]:
    """Number and time of every event with a higher number, in order."""
    return list(LiveEvent.objects.filter(id__gt=low).order_by("id").values_list("id", "at"))


def low_mark(before: datetime) -> int:
    """The highest number of an event from before a moment: all that comes later has a higher one."""
    found = LiveEvent.objects.filter(at__lt=before).order_by("-id").values_list("id", flat=True).first()
    return found or 0


def told(numbers: Collection[int]) -> list[Told]:
    """These events, in order."""
    rows = LiveEvent.objects.filter(id__in=list(numbers)).order_by("id")
    return [_told(*row) for row in rows.values_list("id", "topic", "data")]


def told_since(topics: Collection[str], *, number: int | None = None, moment: datetime | None = None) -> list[Told]:
    """What somebody missed who last heard event `number`, or whose page is of a moment: rather twice than never, for
    what is heard twice changes nothing."""
    if number is not None:
        last = LiveEvent.objects.filter(pk=number).values_list("at", flat=True).first()
        moment = last or moment
    if moment is None:
        return []
    rows = LiveEvent.objects.filter(topic__in=list(topics), at__gte=moment - OVERLAP).exclude(pk=number or 0)
    return [_told(*row) for row in rows.order_by("id").values_list("id", "topic", "data")[:MOST]]


def _told(number: int, topic: str, data: dict) -> Told:
    text = json.dumps(
        {"topic": topic, **data}, ensure_ascii=False, separators=(",", ":")
    )  # has no line breaks of its own
    return Told(number, topic, f"id: {number}\ndata: {text}\n\n".encode())
