"""What the worker does for people."""

from uuid import UUID

from django_tasks import task

from . import actions


@task()
def search(organisation: str) -> None:
    actions.search(organisation=UUID(organisation))
