"""What somebody is writing: theirs alone."""

from uuid import UUID

from ..models import Draft, Post, Thread
from ..types import DraftRow
from .prepared import PreparedObjects

_draft = PreparedObjects(
    lambda persona, place: Draft.objects.filter(persona=persona, place=place), persona=UUID, place=str
)


def draft_of(persona: UUID, place: str) -> Draft | None:
    """What a persona is writing at a place."""
    return _draft.first(persona=persona, place=place)


def drafts(persona: UUID) -> list[DraftRow]:
    """All that a persona is writing, the latest first, each with what it is for. Three queries."""
    found = list(Draft.objects.filter(persona=persona).order_by("-at")[:200])
    threads = _ids(found, "thread")
    posts = dict(Post.objects.filter(pk__in=_ids(found, "post")).values_list("pk", "thread_id"))
    titles = dict(Thread.objects.filter(pk__in=[*threads, *posts.values()]).values_list("pk", "title"))
    rows = []
    for draft in found:
        kind, _slash, key = draft.place.partition("/")
        about = UUID(key) if key else None
        title = draft.title or titles.get(posts.get(about, about) if about else None, "")
        rows.append(DraftRow(draft.place, kind, about, title, draft.source[:200], draft.at))
    return rows


def _ids(found: list[Draft], kind: str) -> list[UUID]:
    return [UUID(draft.place.partition("/")[2]) for draft in found if draft.place.startswith(f"{kind}/")]
