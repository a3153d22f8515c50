"""Telling people of things, each once; what they have read; how they want to hear of it."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from manyhands.core import clock
from manyhands.core.ids import uuid7
from manyhands.people import queries as people_queries

from .. import queries
from ..models import Letter, Notice, Preference, ReplyAddress
from ..rules.times import due
from ..types import NewNotice, Way
from .telling import tell_each

COUNTER = "notices:notices"  # the entry of the navigation that says how much is unread


def notify(
    *,
    organisation: UUID,
    people: Collection[UUID],
    kind: str,
    key: str,
    path: str,
    words: dict[str, Any],
    by: UUID,
) -> list[NewNotice]:
    """Tells people of a thing: each of them once for each `key`, however often it is asked. Returns what is new.

    `people` are ids of people, or of personas whose people are to hear; who can't sign in is left out. Each sees
    it under their own organisation's address: `path` is what follows that ("discussions/threads/…"), or the page's
    whole address, which begins with a slash and whose organisation is left away. `kind` is one
    of core.registry.notice_kinds, whose sentence is filled with `words` (JSON) when it is shown. By e-mail it goes
    as each of them chose. Call it inside the transaction of what it tells of.
    """
    found = people_queries.contacts(people)
    contacts = {contact.person: contact for contact in found.values()}
    if not contacts:
        return []
    now = clock.now()
    ways = queries.ways(kind, contacts)
    told = set(Notice.objects.filter(person__among=list(contacts), key=key).values_list("person_id", flat=True))
    path = _within(path)
    notices = [
        Notice(
            id=uuid7(),
            organisation_id=contact.organisation,
            person_id=person,
            kind=kind,
            key=key,
            path=path,
            words=words,
            created=now,
            way=ways[person],
            due=due(ways[person], now, contact.zone) if contact.email else None,
        )
        for person, contact in contacts.items()
        if person not in told
    ]
    if not notices:
        return []
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
        # Somebody else may have told some of them between the look and the insert.
        kept = set(Notice.objects.filter(pk__among=[each.pk for each in notices]).values_list("pk", flat=True))
        new = [NewNotice(each.pk, each.person_id) for each in notices if each.pk in kept]
        _tell_counts({each.person: contacts[each.person].organisation for each in new})
    return new


def mark_read(*, person: UUID, notices: Collection[UUID] | None = None, path: str = "", by: UUID | None) -> int:
    """Notes what somebody has read: these notices, all that lead to a page, or without either all. Returns how many.

    What was read is not sent by e-mail any more.
    """
    unread = Notice.objects.filter(person=person, read=None)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices))
    if path:
        start = _within(path)
        unread = unread.filter(Q(path=start) | Q(path__startswith=f"{start}?") | Q(path__startswith=f"{start}#"))
    with transaction.atomic():
        homes = dict(unread.values_list("person_id", "organisation_id")[:1])
        read = unread.update(read=clock.now(), due=None)
        _tell_counts(homes)
    return read


def prefer(*, organisation: UUID, person: UUID, ways: Mapping[str, Way], by: UUID | None) -> None:
    """Keeps how somebody wants to hear of kinds of things. What already waits for the next bundle goes that way too."""
    zone = people_queries.zone_of(organisation)
    now = clock.now()
    with transaction.atomic():
        for kind, way in ways.items():
            Preference.objects.update_or_create(
                person_id=person, kind=kind, defaults={"way": way, "organisation_id": organisation}
            )
            waiting = Notice.objects.filter(person=person, kind=kind, due__isnull=False).exclude(way=way)
            waiting.update(way=way, due=due(Way(way), now, zone))


def erase_person(asked: Any) -> None:
    """Deletes what this room holds about somebody: also what others were told of them by name."""
    for each in filter(None, map(people_queries.persona, asked.personas)):
        Notice.objects.filter(words__who=each.name).delete()
    Notice.objects.filter(person=asked.person).delete()
    Preference.objects.filter(person=asked.person).delete()
    ReplyAddress.objects.filter(person=asked.person).delete()
    addressed = Q(person=asked.person)
    for address in people_queries.addresses_held(asked.person):
        addressed |= Q(organisation=asked.organisation, to__iexact=address)
    Letter.objects.filter(addressed).delete()


def _tell_counts(people: Mapping[UUID, UUID]) -> None:
    """Tells the open pages of these people (with the organisation of each) how much is unread now."""
    counts = queries.unread_counts(people)
    tell_each(
        [
            (organisation, f"notices/{person.hex}", {"count": {COUNTER: counts.get(person, 0)}})
            for person, organisation in people.items()
        ]
    )


def _within(path: str) -> str:
    """A path within an organisation. A whole address loses the organisation that it begins with."""
    return (path.lstrip("/").partition("/")[2] if path.startswith("/") else path)[:500]
