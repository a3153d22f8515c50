"""Reacting to a message, and saying which one helped."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.ledger.types import ActivityType
from manyhands.notices import actions as notices
from manyhands.people import queries as people

from ..errors import NotPossible
from ..models import Post, Reaction, Thread
from ..types import ReactionKind
from . import ledger, live
from .pace import hold_back
from .writing import writer


def react(*, post: Post, kind: ReactionKind, by: UUID) -> bool:
    """Adds a reaction, or takes one's own back. Returns whether it stands now."""
    kind = ReactionKind(kind)
    hold_back("react", by=by)
    with transaction.atomic():
        persona = writer(post.group, by)
        post = Post.objects.select_for_update(of=("self",)).select_related("group", "thread").get(pk=post.pk)
        if post.deleted or post.hidden:
            raise NotPossible(_("The message is no longer there."))
        if post.persona_id == persona.pk:
            raise NotPossible(_("This is your own message."))
        own = Reaction.objects.filter(post=post, persona=persona, kind=kind)
        taken_back, _by_model = own.delete()
        if not taken_back:
            made = Reaction.objects.create(organisation_id=post.organisation_id, post=post, persona=persona, kind=kind)
            act = ledger.on_post("reaction", post, persona.actor, ActivityType.LIKE, made.pk, made.at)
            ledger.record(post.group, persona, act)
        count = post.reactions.get(kind, 0) + (-1 if taken_back else 1)
        post.reactions = {**post.reactions, kind: count} if count > 0 else _without(post.reactions, kind)
        post.save(update_fields=["reactions"])
        live.reacted(post)
        if not taken_back and post.persona_id:
            notices.notify(
                organisation=post.organisation_id,
                people=[post.persona_id],
                kind="discussions.reaction",
                key=f"reaction/{post.pk.hex}",  # of many, the first is news
                path=f"discussions/threads/{post.thread_id}",
                words={"who": persona.name, "title": post.thread.title},
                by=by,
            )
    return not taken_back


def mark_helped(*, post: Post, by: UUID, helped: bool = True) -> None:
    """Whoever asked says that a message helped, or takes that back."""
    with transaction.atomic():
        thread = Thread.objects.select_for_update(of=("self",)).select_related("group").get(pk=post.thread_id)
        post = Post.objects.select_for_update(of=("self",)).select_related("group").get(pk=post.pk)
        if thread.persona_id != by or by is None:
            raise NotPossible(_("Only who asked says what helped."))
        if post.is_first or post.deleted or post.hidden:
            raise NotPossible(_("Choose one of the answers."))
        if (post.helped is not None) == helped:
            return
        persona = people.persona(by)
        post.helped = clock.now() if helped else None
        post.save(update_fields=["helped"])
        Thread.objects.filter(pk=thread.pk).update(helped=F("helped") + (1 if helped else -1))
        live.reacted(post)
        if not helped:
            return
        act = ledger.on_post("helped", post, persona.actor, ActivityType.LIKE, post.pk, post.helped)
        ledger.record(thread.group, persona, act)
        if post.persona_id and post.persona_id != by:
            notices.notify(
                organisation=post.organisation_id,
                people=[post.persona_id],
                kind="discussions.helped",
                key=f"helped/{post.pk.hex}",
                path=f"discussions/threads/{post.thread_id}",
                words={"who": persona.name, "title": thread.title},
                by=by,
            )


def _without(counts: dict[str, int], kind: str) -> dict[str, int]:
    return {each: count for each, count in counts.items() if each != kind}
