"""What a message said before it was changed."""

from uuid import UUID

from ..models import Post, PostVersion
from ..rules.text_changes import changes
from ..types import VersionRow


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


def edited_posts(posts: list[UUID]) -> set[UUID]:
    """Which of these messages have earlier versions."""
    return set(PostVersion.objects.filter(post__in=posts).values_list("post_id", flat=True))
