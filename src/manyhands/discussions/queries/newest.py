"""The newest of several sources, a page at a time (keyset): the same few steps however much there is.

Each source is a query along an index of its own, cut at a page; the database merges those. Ids are UUIDv7, whose
order is that of time. What is counted or skipped by number grows with the table: neither is done here.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ..types import Slice

MOST_SOURCES = 400  # SQLite takes 500 parts in one query


def newest_ids(sources: Sequence[tuple[QuerySet, str, str]], limit: int, before: UUID | None = None) -> list[UUID]:
    """The ids of the `limit` newest of all sources below `before`: one query, in no order.

    A source is a query, the column that orders it, and that of the id which is wanted.
    """
    parts, params = [], []
    for source, by, wanted in sources[:MOST_SOURCES]:
        if before:
            source = source.filter(**{f"{by}__lt": before})
        sql, given = source.order_by(f"-{by}").values_list(by, wanted)[:limit].query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS part")
        params += given
    if not parts:
        return []
    merged = f"SELECT * FROM ({' UNION '.join(parts)}) AS every ORDER BY 1 DESC LIMIT {int(limit)}"
    with connection.cursor() as cursor:
        cursor.execute(merged, params)
        return [key if isinstance(key, UUID) else UUID(key) for _, key in cursor.fetchall()]


def cut(rows: list[Any], limit: int, before: UUID | None, key: Callable[[Any], UUID]) -> Slice:
    """A page of rows, of which one more was asked for, so that it is known whether others follow."""
    shown = rows[:limit]
    return Slice(shown, key(shown[-1]) if len(rows) > limit else None, key(shown[0]) if before and shown else None)
