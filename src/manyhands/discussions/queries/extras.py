"""What is kept beside the messages of a page: five queries, however many there are."""

from collections.abc import Collection
from uuid import UUID

from manyhands.core import clock

from ..models import Decision, Post, PostLink, Saved
from ..types import UNDO, Extras, Measure, PreviewRow, PreviewState
from .attachments import attachments_of

NOTHING = Extras()


def extras(posts: Collection[UUID], persona: UUID) -> dict[UUID, Extras]:
    """Files and previews of each of these messages, whether the reader saved it, and the decision that hides it."""
    ids = list(posts)
    attachments = attachments_of(ids)
    previews: dict[UUID, tuple[PreviewRow, ...]] = {}
    links = PostLink.objects.filter(post__in=ids, preview__state=PreviewState.READY).order_by("id")
    for post, *said in links.values_list(
        "post_id", "preview__url", "preview__title", "preview__description", "preview__site"
    ):
        previews[post] = (*previews.get(post, ()), PreviewRow(*said))
    saved = set(Saved.objects.filter(persona=persona, post__in=ids).values_list("post_id", flat=True))
    hidden = Decision.objects.filter(
        post__in=ids, persona=persona, measure__in=(Measure.HIDE, Measure.REMOVE), ended=None
    )
    decisions = dict(hidden.values_list("post_id", "id"))
    deleted = Post.objects.filter(pk__in=ids, persona=persona, deleted__gt=clock.now() - UNDO).exclude(source="")
    restorable = set(deleted.values_list("id", flat=True))
    return {
        post: Extras(
            attachments.get(post, ()), previews.get(post, ()), post in saved, decisions.get(post), post in restorable
        )
        for post in ids
    }
