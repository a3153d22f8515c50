"""Files with messages."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from manyhands.people import queries as people

from ..models import Attachment
from ..types import AttachmentRow
from .prepared import Prepared
from .visible import visible_posts

if TYPE_CHECKING:
    from manyhands.people.models import Person

_COLUMNS = ("id", "name", "kind", "size", "width", "height", "alt")
_of_posts = Prepared(
    lambda posts: Attachment.objects.filter(post__among=posts).order_by("id").values_list("post_id", *_COLUMNS),
    posts=list,
)
_waiting = Prepared(
    lambda persona, place: (
        Attachment.objects.filter(persona=persona, place=place, post=None).order_by("id").values_list(*_COLUMNS)
    ),
    persona=UUID,
    place=str,
)


def attachments_of(posts: Collection[UUID]) -> dict[UUID, tuple[AttachmentRow, ...]]:
    """The files of each of these messages, in the order in which they were added."""
    found: dict[UUID, tuple[AttachmentRow, ...]] = {}
    for post, *row in _of_posts.rows(posts=list(posts)):
        found[post] = (*found.get(post, ()), AttachmentRow(*row))
    return found


def waiting_attachments(persona: UUID, place: str) -> list[AttachmentRow]:
    """The files of what a persona is writing at a place."""
    return [AttachmentRow(*row) for row in _waiting.rows(persona=persona, place=place)]


def attachment(person: "Person", pk: UUID) -> Attachment | None:
    """A file that somebody may have: with a message that they may read, or one of their own.

    What was deleted or hidden takes its files with it, but for its author.
    """
    found = Attachment.objects.select_related("post").filter(pk=pk).first()
    if found is None or found.persona_id in people.persona_ids(person):
        return found
    if found.post is None or found.post.deleted or found.post.hidden:
        return None
    return found if visible_posts(person).filter(pk=found.post_id).exists() else None
