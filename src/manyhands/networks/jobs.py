"""What the worker does for networks."""

from uuid import UUID

from django_tasks import task

from . import actions


@task()
def run_import(import_id: str) -> None:
    actions.run(import_id=UUID(import_id))
