"""Work that a message leaves behind."""

from uuid import UUID

from django_tasks import task

from . import actions


@task()
def spread(post: str) -> int:
    """Tells people of a message."""
    return actions.spread(post=UUID(post))


@task()
def tidy_index() -> dict[str, list[int]]:
    """Brings the search index into step, where it is not."""
    return actions.tidy_index()


@task()
def preview(pk: str) -> str:
    """Asks a page outside what it says of itself."""
    return actions.fetch_preview(preview=UUID(pk))
