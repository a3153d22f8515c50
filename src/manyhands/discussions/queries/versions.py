"""What a message said before it was changed."""

from typing import TYPE_CHECKING
from uuid import UUID

from manyhands.people import queries as people

from ..models import Post, PostVersion
from ..rules.text_changes import changes
from ..types import VersionRow
from .visible import readable_ids

if TYPE_CHECKING:
    from manyhands.people.models import Person


def latest_version(post: Post) -> int:
    """The number of the version that a message is in now; the first is 1."""
    return PostVersion.objects.filter(post=post).count() + 1


def version(post: Post, number: int) -> PostVersion | None:
    """An earlier version of a message."""
    return PostVersion.objects.filter(post=post, number=number).first()


def versions(post: Post) -> list[VersionRow]:
    """All versions of a message, the latest first, each with what changed since the one before. One query."""
    earlier = list(PostVersion.objects.filter(post=post).order_by("number").values_list("title", "source", "at"))
    title = post.thread.title if post.is_first else ""
    every = [*earlier, (title, post.source, post.edited or post.created)]
    rows, before = [], ("", "", None)
    for number, said in enumerate(every, 1):
        pieces = changes(before[1], said[1]) if number > 1 else []
        renamed = before[0] if number > 1 and before[0] != said[0] else ""
        rows.append(VersionRow(number, said[2], said[0], renamed, said[1], pieces))
        before = said
    return rows[::-1]


def own_post(person: "Person", pk: UUID) -> Post | None:
    """A message that somebody wrote under one of their names and can still reach, also when it is deleted or hidden."""
    found = Post.objects.select_related("group", "thread", "persona")
    return found.filter(pk=pk, persona__in=people.persona_ids(person), group__in=readable_ids(person)).first()
