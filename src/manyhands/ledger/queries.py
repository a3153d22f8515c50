"""Reading the ledger: what figures are made from."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.conf import settings
from django.db import connection

from manyhands.core import clock, registry

from . import columns
from .models import Activity, Month
from .types import ActivityType

FETCH = 20_000  # rows in memory at a time


@dataclass(frozen=True)
class Columns:
    """Where an organisation's columns are: files of clean months, and rows of months that changed since."""

    version: str  # changes whenever what they say may have
    files: tuple[Path, ...]
    dirty: tuple[int, ...]
    months: tuple[int, ...]  # all months with any activity, in order


def tallies(organisation: UUID) -> Columns:
    """The present state of an organisation's tallies, in one query."""
    return _columns(organisation, tallies_files)


def activities(organisation: UUID) -> Columns:
    """The present state of its activities, each by itself, in one query."""
    return _columns(organisation, activities_files)


def _columns(organisation: UUID, files_of: Callable[[Month], list[Path]]) -> Columns:
    files: list[Path] = []
    dirty, months, facts = [], [], hashlib.sha1(usedforsecurity=False)
    for month in Month.objects.filter(organisation=organisation).order_by("month"):
        facts.update(f"{month.month}:{month.marks};".encode())
        months.append(month.month)
        if month.is_clean and (found := files_of(month)):
            files += found
        else:
            dirty.append(month.month)
    return Columns(facts.hexdigest(), tuple(files), tuple(dirty), tuple(months))


def tallies_files(month: Month) -> list[Path]:
    """The tallies of a month's parts; none unless all are here."""
    files = [columns.tallies_file(settings.COLUMNS, month.organisation, month.month, part) for part in month.part_ids]
    return files if all(file.exists() for file in files) else []


def activities_files(month: Month) -> list[Path]:
    """The activities of a month's parts; none unless all are here."""
    make = columns.activities_file
    files = [make(settings.COLUMNS, month.organisation, month.month, part) for part in month.part_ids]
    return files if all(file.exists() for file in files) else []


def fresh_tallies(organisation: UUID, months: tuple[int, ...]) -> pa.Table:
    """The tallies of months whose files are behind, straight from the database."""
    parts = [columns.tally(month_batches(organisation, month), month) for month in months]
    return pa.concat_tables(parts) if parts else columns.TALLIES.empty_table()


def fresh_activities(organisation: UUID, months: tuple[int, ...]) -> pa.Table:
    """The activities of months whose files are behind, straight from the database."""
    batches = [batch for month in months for batch in month_batches(organisation, month)]
    return pa.Table.from_batches(batches, columns.ACTIVITIES)


def days_of(stream: int, source_ids: Collection[str]) -> list[date]:
    """The local dates of what a stream's source ids name."""
    if not source_ids:
        return []
    return list(
        Activity.objects.filter(stream=stream, source_id__among=source_ids)
        .values_list("local_date", flat=True)
        .distinct()
    )


def taken_back(stream: int, ids: Callable[[], Sequence[str]]) -> set[str]:
    """Those of a stream's `ids` (32 hex digits) that somebody has taken back."""
    deletes = Activity.objects.filter(stream=stream, type=ActivityType.DELETE)
    if not deletes.exists():  # as in most sources: the ids need not be looked at
        return set()
    gone = deletes.filter(object__among=[UUID(each) for each in ids()])
    return {each.hex for each in gone.values_list("object", flat=True)}


# What has been taken back is asked row by row of a small partial index, not joined: few rows have a Delete.
_MONTH_SQL = """
SELECT a.id, a.in_reply_to, a.actor, a.place, s.source, a.type,
       a.contributing AND NOT EXISTS (
         SELECT 1 FROM ledger_activity d
         WHERE d.stream_id = a.stream_id AND d.object = a.id AND d.type = 'Delete'),
       a.published, CAST(a.local_date AS TEXT), a.mentions
FROM ledger_stream s JOIN ledger_activity a ON a.stream_id = s.id
WHERE s.organisation = %s AND a.local_date BETWEEN %s AND %s
"""


def month_batches(organisation: UUID, month: int) -> Iterator[pa.RecordBatch]:
    """One month's rows as Arrow batches of `columns.ACTIVITIES`, never more than FETCH in memory."""
    for rows in _fetch(_MONTH_SQL, [_param(organisation), *map(str, clock.month_days(month))]):
        yield _to_batch(rows)


def _fetch(sql: str, params: list) -> Iterator[list[tuple]]:
    """Rows in lists of up to FETCH; a server-side cursor on PostgreSQL, which would else send all at once."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        from django.db import transaction

        with transaction.atomic(), connection.connection.cursor(name="ledger_rows") as cursor:
            cursor.itersize = FETCH
            cursor.execute(sql, params)
            while rows := cursor.fetchmany(FETCH):
                yield rows
    else:
        cursor = connection.connection.cursor()  # the bare driver: no conversion of values, twice as fast
        try:
            cursor.execute(sql.replace("%s", "?"), params)
            while rows := cursor.fetchmany(FETCH):
                yield rows
        finally:
            cursor.close()


def _to_batch(rows: list[tuple]) -> pa.RecordBatch:
    ids, replies, actors, places, sources, types, contributing, published, dates, mentions = zip(*rows, strict=True)
    if isinstance(ids[0], UUID):  # PostgreSQL
        ids = [i.hex for i in ids]
        replies = [r and r.hex for r in replies]
        places = [p and p.hex for p in places]
        sources = [s.hex for s in sources]
    else:
        contributing = list(map(bool, contributing))
    return columns.batch(ids, replies, actors, places, sources, types, contributing, published, dates, mentions)


def _param(organisation: UUID):
    """A UUID as the bare driver takes it."""
    return organisation if connection.vendor == "postgresql" else organisation.hex


def count(organisation: UUID) -> int:
    """How many activities the ledger holds for an organisation."""
    return Activity.objects.filter(stream__organisation=organisation).count()


@dataclass(frozen=True)
class MonthCheck:
    """One month of columns held against the database."""

    month: int
    state: str  # "agrees", "behind" (dirty or no files here), "differs"
    rows_in_database: int
    rows_in_columns: int | None


def check(organisation: UUID) -> Iterator[MonthCheck]:
    """Compares counts and checksums of every month's columns with the database's rows."""
    import pyarrow.parquet as pq

    for state in Month.objects.filter(organisation=organisation).order_by("month"):
        rows = total = 0
        for batch in month_batches(organisation, state.month):
            rows, total = rows + batch.num_rows, columns.checksum(batch, total)
        files = activities_files(state)
        if not files:
            yield MonthCheck(state.month, "behind", rows, None)
            continue
        kept = kept_total = 0
        for file in files:
            for batch in pq.ParquetFile(file).iter_batches(FETCH, columns=["key"]):
                kept, kept_total = kept + batch.num_rows, columns.checksum(batch, kept_total)
        if (rows, total) == (kept, kept_total):
            verdict = "agrees"
        else:
            verdict = "differs" if state.is_clean else "behind"
        yield MonthCheck(state.month, verdict, rows, kept)


def export_person(person: registry.Person) -> dict[str, Any]:
    """A person's own activities, for that person: when, what, where and how long, since no text is kept."""
    rows = Activity.objects.filter(stream__organisation=person.organisation, actor__among=sorted(person.actors))
    fields = ("published", "type", "object_type", "source_id", "contributing", "length", "hashtags")
    return {"activities": [dict(zip(fields, row, strict=True)) for row in rows.order_by("row").values_list(*fields)]}


def health() -> Iterator[registry.Health]:
    """Whether the columns say what the ledger says, for every organisation."""
    for organisation in Month.objects.order_by().values_list("organisation", flat=True).distinct():
        name = f"columns of {organisation}"
        states = [found.state for found in check(organisation)]
        differ, behind = states.count("differs"), states.count("behind")
        if differ:
            sentence = f"{differ} of {len(states)} months differ. Delete the columns folder: it is made again."
        elif behind:
            sentence = f"{behind} of {len(states)} months wait to be written; pages read the database meanwhile."
        else:
            sentence = f"{len(states)} months agree with the database in count and checksum."
        yield registry.Health(name, not differ, sentence)
