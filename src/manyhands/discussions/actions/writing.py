"""Writing: a new thread, an answer. Each is one transaction with its activity, its tags and what browsers are told."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from manyhands.core import clock, jobs
from manyhands.core.ids import uuid7
from manyhands.core.search import index
from manyhands.people import queries as people

from .. import queries
from ..errors import NotPossible, TooMuch
from ..models import Follow, Group, GroupMember, Post, PostTag, Thread
from ..rules import text
from ..types import BELONGS, Access, Following
from . import ledger, live
from .attachments import take_up_attachments
from .drafts import forget_draft
from .previews import note_links

if TYPE_CHECKING:
    from manyhands.people.models import Persona

TITLE = 200  # characters
MOST_MESSAGES = 20  # of one persona within SOON
SOON = timedelta(minutes=10)
MOST_NAMED = 60  # people named by one persona within an hour


def begin_thread(
    *, group: Group, title: str, source: str, is_question: bool, by: UUID, place: str = "", tell: bool = True
) -> Post:
    """Begins a thread with its first message, which has the thread's own id. Raises NotPossible and TooMuch.

    `place`: of the draft that it was (see models.Draft), which is done then, and whose files go with it. `tell`:
    whether those whom it concerns are told; of what is made up nobody is.
    """
    title = " ".join(title.split())
    if not title:
        raise NotPossible(_("Say in a few words what it is about."))
    if len(title) > TITLE:
        raise TooMuch(_("The title is too long. Say it in fewer words, and the rest in the message."))
    now = clock.now()
    with transaction.atomic():
        persona = writer(group, by)
        rendered = rendered_for(group, source)
        _not_too_often(persona.pk, now, len(rendered.mentions))
        pk = uuid7()
        thread = Thread.objects.create(
            id=pk,
            organisation_id=group.organisation_id,
            group=group,
            persona=persona,
            title=title,
            is_question=is_question,
            hashtags=list(rendered.hashtags),
            created=now,
            last_post=pk,
            last_at=now,
        )
        post = _add(thread, persona, source, rendered, now, pk=pk, place=place, tell=tell, is_first=True)
        Group.objects.filter(pk=group.pk).update(threads=F("threads") + 1, last_at=now)
        live.begun(thread, persona)
    return post


def answer(
    *, thread: Thread, source: str, by: UUID, reply_to: Post | None = None, place: str = "", tell: bool = True
) -> Post:
    """Adds a message to a thread, perhaps as an answer to another message in it. Raises NotPossible and TooMuch.

    `place` and `tell`: as in begin_thread.
    """
    with transaction.atomic():
        persona = writer(thread.group, by)
        # Whoever answers at the same time waits: so the order of ids is that in which messages appear.
        thread = Thread.objects.select_for_update(of=("self",)).select_related("group").get(pk=thread.pk)
        if thread.deleted:
            raise NotPossible(_("The conversation is no longer there. Your text was not kept."))
        if thread.locked:
            raise NotPossible(_("A moderator has closed this conversation. It takes no new messages."))
        if reply_to and (reply_to.thread_id != thread.pk or reply_to.deleted):
            reply_to = None
        rendered = rendered_for(thread.group, source, thread)
        now = clock.now()
        _not_too_often(persona.pk, now, len(rendered.mentions))
        post = _add(thread, persona, source, rendered, now, pk=uuid7(), place=place, tell=tell, reply_to=reply_to)
        others = thread.persona_id != persona.pk
        Thread.objects.filter(pk=thread.pk).update(
            posts=F("posts") + 1, answers=F("answers") + int(others), last_post=post.pk, last_at=now
        )
        Group.objects.filter(pk=thread.group_id).update(last_at=now)
        live.answered(thread, post, persona)
    return post


def writer(group: Group, by: UUID) -> "Persona":
    """The persona that writes in a group; NotPossible where it may not."""
    persona = people.persona(by)
    if persona is None:
        raise NotPossible(_("You can’t write under this name any more."))
    if group.archived:
        raise NotPossible(_("This group is archived. It can be read, and takes no new messages."))
    if not queries.may_write(persona, group):
        raise NotPossible(_("Only members of this group write here. Join it first."))
    return persona


def rendered_for(group: Group, source: str, thread: Thread | None = None) -> text.Rendered:
    """A message made ready; only people who can read the group may be named in it."""
    source = text.tidied(source)
    if not source.strip():
        raise NotPossible(_("Write something first."))
    if len(source) > text.LONGEST:
        raise TooMuch(
            _(
                "This is too long for one message: %(characters)s characters at most. "
                "Put the rest into a file, or another message."
            )
            % {"characters": f"{text.LONGEST:,}"}
        )
    return text.render(source, mentions=_may_be_named(group, thread, set(text.names_in(source))))


def _may_be_named(group: Group, thread: Thread | None, keys: set[str]) -> dict[str, text.Mention]:
    """Who can be meant by these names. Of two of one name, the one who takes part in the thread; else nobody."""
    if not keys:
        return {}
    among = None
    if group.access != Access.OPEN:
        belong = GroupMember.objects.filter(group=group, standing__in=BELONGS)
        among = list(belong.values_list("persona_id", flat=True))
    found: dict[str, list[text.Mention]] = {}
    for each in people.named_personas(queries.organisations_of(group), among):
        if (key := text.name_key(each.name)) in keys:
            mention = text.Mention(each.id, each.actor, each.name, f"discussions/people/{each.id}")
            found.setdefault(key, []).append(mention)
    here: set[UUID] = set()
    if thread and any(len(several) > 1 for several in found.values()):
        here = set(Post.objects.filter(thread=thread).order_by("-id").values_list("persona_id", flat=True)[:500])
    meant = {}
    for key, several in found.items():
        known = several if len(several) == 1 else [each for each in several if each.persona in here]
        if len(known) == 1:
            meant[key] = known[0]
    return meant


def keep_tags(post: Post, tags: list[str]) -> None:
    """Makes these the hashtags by which a message is found, and its words those by which a search finds it."""
    PostTag.objects.filter(post=post).delete()
    PostTag.objects.bulk_create(
        [PostTag(organisation_id=post.organisation_id, tag=tag, post=post, group_id=post.group_id) for tag in tags]
    )
    index.put(post)


def _add(
    thread: Thread,
    persona: "Persona",
    source: str,
    rendered: text.Rendered,
    now: datetime,
    *,
    pk: UUID,
    place: str,
    tell: bool,
    **more,
) -> Post:
    post = Post.objects.create(
        id=pk,
        organisation_id=thread.organisation_id,
        group=thread.group,
        thread=thread,
        persona=persona,
        source=text.tidied(source),
        html=rendered.html,
        length=rendered.length,
        hashtags=list(rendered.hashtags),
        mentions=[each.persona.hex for each in rendered.mentions],
        created=now,
        told=None if tell else now,
        **more,
    )
    keep_tags(post, post.hashtags)
    note_links(post, rendered.links)
    if place:
        take_up_attachments(post, place=place)
        forget_draft(place=place, by=persona.pk)
    Follow.objects.get_or_create(
        persona=persona,
        kind=Following.THREAD,
        target=thread.pk.hex,
        defaults={"organisation_id": persona.organisation_id},
    )
    actors = tuple(each.actor for each in rendered.mentions)
    ledger.record(thread.group, persona, ledger.said(post, persona.actor, actors))
    if tell:
        transaction.on_commit(lambda: jobs.enqueue("manyhands.discussions.jobs:spread", post.pk.hex))
    return post


def _not_too_often(persona: UUID, now: datetime, named: int) -> None:
    latest = Post.objects.filter(persona=persona).order_by("-id").values_list("created", "mentions")
    rows = list(latest[: MOST_MESSAGES + MOST_NAMED])
    if len(rows) >= MOST_MESSAGES and rows[MOST_MESSAGES - 1][0] > now - SOON:
        raise TooMuch(_("You have written much in a short time. Wait ten minutes, then send this."))
    lately = sum(len(mentions) for created, mentions in rows if created > now - timedelta(hours=1))
    if named and lately + named > MOST_NAMED:
        raise TooMuch(_("You have named many people within an hour. Leave names out, or wait."))
