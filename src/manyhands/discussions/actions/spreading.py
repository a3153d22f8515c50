"""Telling people of a message: whoever it names, who takes part in its thread, who follows its group, tags or author.

A job does it after the message stands, since it may be about thousands. Who was told of a message for one reason is
not told again for another: the notices' key is the message.
"""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from manyhands.core import clock, jobs
from manyhands.notices import actions as notices

from .. import queries
from ..models import Follow, GroupMember, Post
from ..types import BELONGS, Access, Following

if TYPE_CHECKING:
    from manyhands.people.models import Persona

LOST_AFTER = timedelta(minutes=1)


def spread(*, post: UUID) -> int:
    """Tells everybody whom a message concerns, each once; returns how many. Called again it tells nobody again."""
    with transaction.atomic():
        found = (
            Post.objects.select_for_update(of=("self",))
            .select_related("thread", "group", "persona")
            .filter(pk=post, told__isnull=True)
            .first()
        )
        if found is None:
            return 0
        told = 0
        if not (found.deleted or found.hidden or found.persona is None):
            for kind, personas in _concerned(found):
                told += _tell(found, found.persona, kind, personas)
        Post.objects.filter(pk=found.pk).update(told=clock.now())
    return told


def tell_named(post: Post, personas: list[UUID]) -> None:
    """Tells those whom a change to a message names who were not told of it. In the caller's transaction."""
    if post.persona and personas:
        _tell(post, post.persona, "discussions.mention", personas)


def take_up_untold() -> None:
    """Wakes the job again for messages that a lost one left behind."""
    waiting = Post.objects.filter(told__isnull=True, created__lt=clock.now() - LOST_AFTER)
    for pk in waiting.order_by("id").values_list("id", flat=True)[:100]:
        jobs.enqueue("manyhands.discussions.jobs:spread", pk.hex)


def _concerned(post: Post) -> list[tuple[str, list[UUID]]]:
    """The kinds of notice a message gives rise to, most particular first, each with whom."""
    found = [("discussions.mention", [UUID(pk) for pk in post.mentions])]
    if post.is_first:
        wide = Q(kind=Following.GROUP, target=post.group_id.hex) | Q(kind=Following.PERSON, target=post.persona_id.hex)
        found.append(("discussions.thread", _followers(wide | _tags(post))))
    else:
        found.append(("discussions.answer", _followers(Q(kind=Following.THREAD, target=post.thread_id.hex))))
        if post.hashtags:
            found.append(("discussions.tagged", _followers(_tags(post))))
    return found


def _followers(which: Q) -> list[UUID]:
    return list(Follow.objects.filter(which).values_list("persona_id", flat=True).distinct())


def _tags(post: Post) -> Q:
    return Q(kind=Following.TAG, target__in=post.hashtags)


def _tell(post: Post, author: "Persona", kind: str, personas: list[UUID]) -> int:
    may_read = _readers(post, personas)
    may_read.discard(author.pk)
    new = notices.notify(
        organisation=post.organisation_id,
        people=may_read,
        kind=kind,
        key=f"post/{post.pk.hex}",
        path=f"discussions/threads/{post.thread_id}?from={post.pk}#m-{post.pk}",
        words={
            "who": author.name,
            "title": post.thread.title,
            "group": post.group.name,
            "question": post.thread.is_question,
            "thread": post.thread_id.hex,
            "text": post.source,
        },
        by=author.pk,
    )
    return len(new)


def _readers(post: Post, personas: list[UUID]) -> set[UUID]:
    """Those of them who may read the message."""
    if not personas:
        return set()
    if post.group.access != Access.OPEN:
        found: QuerySet = GroupMember.objects.filter(group=post.group, persona__among=personas, standing__in=BELONGS)
        found = found.filter(persona__organisation__among=queries.organisations_of(post.group))
        return set(found.values_list("persona_id", flat=True))
    reached = Follow.persona.field.related_model.objects.filter(pk__among=personas)
    return set(reached.filter(organisation__among=queries.organisations_of(post.group)).values_list("pk", flat=True))
