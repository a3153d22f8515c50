"""What is kept beside the messages of a page: five queries, however many there are."""

from collections.abc import Collection
from uuid import UUID

from manyhands.core import clock

from ..models import Decision, Post, PostLink, Saved
from ..types import UNDO, Extras, Measure, PreviewRow, PreviewState
from .attachments import attachments_of
from .prepared import Prepared

NOTHING = Extras()
_previews = Prepared(
    lambda posts: (
        PostLink.objects.filter(post__among=posts, preview__state=PreviewState.READY)
        .order_by("id")
        .values_list("post_id", "preview__url", "preview__title", "preview__description", "preview__site")
    ),
    posts=list,
)
_saved = Prepared(
    lambda persona, posts: Saved.objects.filter(persona=persona, post__among=posts).values_list("post_id"),
    persona=UUID,
    posts=list,
)
_hidden = Prepared(
    lambda persona, posts: Decision.objects.filter(
        post__among=posts, persona=persona, measure__in=(Measure.HIDE, Measure.REMOVE), ended=None
    ).values_list("post_id", "id"),
    persona=UUID,
    posts=list,
)
_deleted = Prepared(
    lambda persona, posts: (
        Post.objects.filter(pk__among=posts, persona=persona, deleted__isnull=False)
        .exclude(source="")
        .values_list("id", "deleted")
    ),
    persona=UUID,
    posts=list,
)


def extras(posts: Collection[UUID], persona: UUID) -> dict[UUID, Extras]:
    """Files and previews of each of these messages, whether the reader saved it, and the decision that hides it."""
    ids = list(posts)
    attachments = attachments_of(ids)
    previews: dict[UUID, tuple[PreviewRow, ...]] = {}
    for post, *said in _previews.rows(posts=ids):
        previews[post] = (*previews.get(post, ()), PreviewRow(*said))
    saved = set(_saved.column(persona=persona, posts=ids))
    decisions = dict(_hidden.rows(persona=persona, posts=ids))
    deleted = _deleted.rows(persona=persona, posts=ids)
    restorable = {post for post, at in deleted if at > clock.now() - UNDO}
    return {
        post: Extras(
            attachments.get(post, ()), previews.get(post, ()), post in saved, decisions.get(post), post in restorable
        )
        for post in ids
    }
