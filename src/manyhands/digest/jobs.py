"""What the worker does for the digest."""

from uuid import UUID

from django_tasks import task

from . import actions


@task()
def make_copies(issue: str) -> None:
    actions.make_copies(issue=UUID(issue))
