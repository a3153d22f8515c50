"""What a feed says, and whose it is."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from manyhands.discussions import queries as discussions
from manyhands.people import queries as people
from manyhands.people.types import Verb

from ..models import FeedToken

if TYPE_CHECKING:
    from manyhands.people.models import Person


class Entry(NamedTuple):
    """A thread in a feed."""

    id: UUID
    title: str
    address: str
    author: str
    summary: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of_feed(token: str) -> "Person | None":
    """Whose feed it is, while they may sign in and see the organisation."""
    found = FeedToken.objects.select_related("person__organisation", "person__user")
    kept = found.filter(digest=token_digest(token)).first()
    if kept is None or not kept.person.user or not kept.person.user.is_active:
        return None
    person = people.person_of(kept.person.user, kept.person.organisation)
    return person if people.may(person, Verb.SEE, kept.person.organisation) else None


def has_feed(person: "Person") -> bool:
    return FeedToken.objects.filter(person=person.pk).exists()


def entries(person: "Person") -> list[Entry]:
    """The threads with the latest messages, of all that somebody may read."""
    slug = person.organisation.slug
    return [
        Entry(
            row.id,
            row.title,
            settings.MANYHANDS_BASE_URL + reverse("discussions:thread", args=[slug, row.id]),
            row.author.name or _("somebody who has left"),
            _("{author} in {group}").format(author=row.author.name or _("somebody who has left"), group=row.group_name),
            row.created,
            row.last_at,
            tuple(row.hashtags),
        )
        for row in discussions.all_threads(person).rows
    ]
