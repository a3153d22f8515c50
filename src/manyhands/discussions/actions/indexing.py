"""The search index brought into step with what there is, where something reached the tables by other means."""

from datetime import datetime, timedelta

from manyhands.core import clock, jobs
from manyhands.core.search import index

from .. import queries

EVERY = timedelta(hours=6)  # counting takes about a second for 200,000 messages, and so is done by the job
_looked: datetime | None = None


def take_up_index() -> None:
    """Wakes the job that looks whether the index is in step, now and then."""
    global _looked
    now = clock.now()
    if _looked and now - _looked < EVERY:
        return
    _looked = now
    jobs.wake("manyhands.discussions.jobs:tidy_index")


def tidy_index() -> dict[str, list[int]]:
    """Where the index holds more or fewer than there are, puts in what is missing and takes out what should not be
    there; returns how many of each, by kind."""
    return {name: list(index.tidy(model)) for name, model, there, held in queries.searched() if there != held}
