"""Pages that begin at an id (keyset): the same few steps however much there is.

Ids are UUIDv7, whose order is that of time. Each list is made of queries along an index, cut at a page, which the
database merges (`prepared.union`). What is counted or skipped by number grows with the table: neither is done here.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ..types import Slice

MOST_SOURCES = 400  # SQLite takes 500 parts in one query


def cut(rows: list[Any], limit: int, before: UUID | None, key: Callable[[Any], UUID]) -> Slice:
    """A page of rows, of which one more was asked for, so that it is known whether others follow."""
    shown = rows[:limit]
    return Slice(shown, key(shown[-1]) if len(rows) > limit else None, key(shown[0]) if before and shown else None)
