"""The search index brought into step with what there is, where something reached the tables by other means."""

from datetime import datetime, timedelta

from manyhands.core import clock, jobs
from manyhands.core.search import index

from .. import queries

EVERY = timedelta(hours=1)  # counting a million messages takes about a second
_looked: datetime | None = None


def take_up_index() -> None:
    """Compares how many things there are with how many the index holds, now and then, and wakes the job if need be."""
    global _looked
    now = clock.now()
    if _looked and now - _looked < EVERY:
        return
    _looked = now
    if any(there != held for _name, _model, there, held in queries.searched()):
        jobs.wake("manyhands.discussions.jobs:tidy_index")


def tidy_index() -> dict[str, list[int]]:
    """Puts in what is missing and takes out what should not be there; how many of each, by kind."""
    return {name: list(index.tidy(model)) for name, model, there, held in queries.searched() if there != held}
