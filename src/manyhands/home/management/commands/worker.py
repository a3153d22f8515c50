"""`manyhands worker`: does the work that waits, looks every half minute for work that was lost, tidies once a day."""

import logging
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from manyhands.core import jobs
from manyhands.people import actions as people

LOOK_EVERY = 0.5  # seconds between looks at an empty queue
RECONCILE_EVERY = 30.0
TIDY_EVERY = 24 * 60 * 60.0


class Command(BaseCommand):
    help = "Runs the worker: background work such as imports. There may be several."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when nothing waits any more")

    def handle(self, *, once, **options):
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # it announces every look at an empty queue
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=LOOK_EVERY,
            batch=True,  # returns when the queue is empty, so that the rest is done here
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        reconciled = tidied = -TIDY_EVERY
        while worker.running:
            now = time.monotonic()
            if now - reconciled >= RECONCILE_EVERY:
                reconciled = now
                jobs.reconcile()
            worker.run()
            if once or not worker.running:
                break
            if now - tidied >= TIDY_EVERY:
                tidied = now
                _tidy()
            time.sleep(LOOK_EVERY)


def _tidy() -> None:
    """Deletes what is past its time."""
    call_command("prune_db_task_results", verbosity=0)
    people.carry_out_retention()
