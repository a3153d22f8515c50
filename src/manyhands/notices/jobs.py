"""What the worker does for notices."""

from django_tasks import task

from . import actions


@task()
def send() -> None:
    actions.send_letters()
