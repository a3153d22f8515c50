"""Changing a message, deleting it, and taking that back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from manyhands.core import clock
from manyhands.people import queries as people

from ..errors import EditedMeanwhile, NotPossible, TooMuch
from ..models import Attachment, Decision, Post, PostVersion, Thread
from ..rules import text
from ..types import UNDO, Measure
from . import ledger, live
from .attachments import delete_files, take_up_attachments
from .counting import put_back, take_out
from .drafts import forget_draft, keep_draft
from .previews import note_links
from .spreading import tell_named
from .writing import TITLE, keep_tags, rendered_for, writer


def edit_post(*, post: Post, source: str, title: str = "", version: int, by: UUID) -> Post:
    """Changes one's own message; what it said stays among its versions. `title`: of the thread that it begins.

    `version` is the one that the change was begun from. Somebody who changed it since, in another tab perhaps, loses
    nothing: EditedMeanwhile, and this text is kept as a draft.
    """
    place = f"post/{post.pk.hex}"
    try:
        with transaction.atomic():
            persona = writer(post.group, by)
            post = Post.objects.select_for_update(of=("self",)).select_related("group", "persona").get(pk=post.pk)
            thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
            _refuse_to_change(post, thread, by)
            title = " ".join(title.split()) if post.is_first else thread.title
            if not title:
                raise NotPossible(_("Say in a few words what it is about."))
            if len(title) > TITLE:
                raise TooMuch(_("The title is too long. Say it in fewer words, and the rest in the message."))
            rendered = rendered_for(post.group, source, thread)
            forget_draft(place=place, by=by)
            added = take_up_attachments(post, place=place)
            if post.source == text.tidied(source) and thread.title == title and not added:
                return post
            latest = PostVersion.objects.filter(post=post).count() + 1
            if version != latest:
                raise EditedMeanwhile(_("The message was changed meanwhile. Nothing is lost: compare both, then save."))
            PostVersion.objects.create(
                organisation_id=post.organisation_id,
                post=post,
                number=latest,
                title=thread.title if post.is_first else "",
                source=post.source,
                at=post.edited or post.created,
            )
            known = set(post.mentions)
            post.source, post.html, post.length = text.tidied(source), rendered.html, rendered.length
            post.hashtags = list(rendered.hashtags)
            post.mentions = [each.persona.hex for each in rendered.mentions]
            post.edited = clock.now()
            post.save(update_fields=["source", "html", "length", "hashtags", "mentions", "edited"])
            if post.is_first:
                thread.title, thread.hashtags = title, post.hashtags
                thread.save(update_fields=["title", "hashtags"])
            note_links(post, rendered.links)
            ledger.record(post.group, persona, ledger.changed(post, persona.actor))
            if not post.hidden:
                keep_tags(post, post.hashtags)
                live.changed(post)
                tell_named(post, [UUID(each) for each in post.mentions if each not in known])
            return post
    except EditedMeanwhile:
        keep_draft(place=place, title=title, source=source, version=version, by=people.persona(by))
        raise


def delete_post(*, post: Post, by: UUID) -> None:
    """Deletes one's own message. For a while it can be taken back; the ledger is told when that is over."""
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("group").get(pk=post.pk)
        if post.persona_id != by or by is None:
            raise NotPossible(_("This is somebody else’s message."))
        if post.deleted:
            return
        post.deleted = clock.now()
        post.save(update_fields=["deleted"])
        if not post.hidden:
            take_out(post)


def restore_post(*, post: Post, by: UUID) -> None:
    """Takes a deletion back, within UNDO."""
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("group").get(pk=post.pk)
        if post.persona_id != by or by is None:
            raise NotPossible(_("This is somebody else’s message."))
        if not post.deleted:
            return
        if post.deleted < clock.now() - UNDO or not post.source:
            raise NotPossible(_("It was deleted too long ago to be brought back."))
        post.deleted = None
        post.save(update_fields=["deleted"])
        if not post.hidden:
            put_back(post)


def settle_deletions() -> int:
    """Makes deletions final whose time to be taken back is over: the text, its versions and its files go, and the
    ledger is told. Returns how many."""
    over = Post.objects.filter(deleted__lt=clock.now() - UNDO).exclude(source="")
    settled = 0
    for pk in list(over.order_by("deleted").values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            post = Post.objects.select_for_update(of=("self",)).select_related("group", "persona").get(pk=pk)
            if post.deleted and post.deleted < clock.now() - UNDO and post.source:
                wipe(post)
                settled += 1
    return settled


def wipe(post: Post) -> None:
    """Takes away what a message said, for good, and tells the ledger. In the caller's transaction."""
    PostVersion.objects.filter(post=post).delete()
    delete_files(list(Attachment.objects.filter(post=post)))
    note_links(post, ())
    post.source = post.html = ""
    post.mentions, post.hashtags = [], []
    post.save(update_fields=["source", "html", "mentions", "hashtags"])
    if post.persona:
        ledger.record(post.group, post.persona, ledger.deleted(post, post.persona.actor))


def _refuse_to_change(post: Post, thread: Thread, by: UUID) -> None:
    if post.persona_id != by or by is None:
        raise NotPossible(_("This is somebody else’s message."))
    if post.deleted:
        raise NotPossible(_("The message is deleted. Bring it back first."))
    if thread.locked:
        raise NotPossible(_("A moderator has closed this conversation. Its messages stay as they are."))
    if post.hidden and Decision.objects.filter(post=post, measure=Measure.REMOVE, ended=None).exists():
        raise NotPossible(_("A moderator has removed this message."))
