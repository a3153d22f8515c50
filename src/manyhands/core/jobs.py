"""Work in the background: state is on rows, the queue is only a wake-up, so that a lost job is found again."""

import logging
from collections.abc import Callable
from importlib import import_module

logger = logging.getLogger("manyhands.jobs")
_reconcilers: list[Callable[[], None]] = []


def reconciler(function: Callable[[], None]) -> Callable[[], None]:
    """Registers a room's function that looks for lost work: called when the worker starts, and every half minute."""
    if function not in _reconcilers:
        _reconcilers.append(function)
    return function


def reconcile() -> None:
    """Lets every room find its lost work. One room's failure does not keep the others from theirs."""
    for function in _reconcilers:
        try:
            function()
        except Exception:
            logger.exception("reconciling %s failed", function.__module__)


def enqueue(job: str, *args: object) -> None:
    """Wakes a job, named "manyhands.room.jobs:function": by name, because actions stand below jobs."""
    module, _, name = job.partition(":")
    getattr(import_module(module), name).enqueue(*args)


def wake(job: str) -> None:
    """Wakes a job without arguments, unless it has been woken and has not begun: it will see what is there by then."""
    from django_tasks_db.models import DBTaskResult

    module, _, name = job.partition(":")
    waiting = DBTaskResult.objects.ready()  # type: ignore[attr-defined]  # its manager is made from a query set
    if not waiting.filter(task_path=f"{module}.{name}").exists():
        enqueue(job)
