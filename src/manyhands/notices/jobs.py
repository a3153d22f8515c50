"""What the worker does for notices."""

from django_tasks import task

from . import actions


@task()
def send() -> None:
    actions.send_letters()


@task()
def post() -> None:
    actions.post_notices()


@task()
def fetch() -> None:
    actions.fetch_mail()
