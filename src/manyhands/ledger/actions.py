"""Writing to the ledger, and bringing its columns up to date."""

import shutil
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from manyhands.core import clock
from manyhands.core.ids import uuid7

from . import columns, queries
from .models import Activity, Month
from .types import Row

_NAMES = ", ".join(f'"{name}"' for name in Row._fields)
_DATE, _OBJECT = Row._fields.index("local_date"), Row._fields.index("object")


def append(
    *, organisation: UUID, source: UUID, rows: Sequence[Row | tuple], by: UUID, taken_back: Collection[str] = ()
) -> int:
    """Adds activities of one source that the ledger does not have yet and marks their months dirty, in one transaction.

    Returns how many were new. Rows (or plain tuples in their order) that are already here are left as they are: the
    ledger only grows. `taken_back` are source ids of what Delete rows among them are about: their months change too.
    `by` is the persona that brings them in; who acted is in each row.
    """
    if not rows:
        return 0
    recorded = clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    insert = _insert_postgresql if connection.vendor == "postgresql" else _insert_sqlite
    with transaction.atomic():
        added = insert(organisation, source, rows, recorded)
        if added:
            days = {row[_DATE] for row in rows}
            if taken_back:
                about = Activity.objects.filter(source=source, source_id__among=taken_back)
                days.update(map(str, about.values_list("local_date", flat=True).distinct()))
            _mark(organisation, sorted({clock.month_of(date.fromisoformat(day)) for day in days}))
    return added


def _insert_sqlite(organisation: UUID, source: UUID, rows: Sequence[tuple], recorded: str) -> int:
    given = [f"?{place}" for place in range(1, len(Row._fields) + 1)]
    given[_OBJECT] = f"COALESCE({given[_OBJECT]}, ?1)"
    # What is the same in all rows stands in the statement: each value to be bound takes its time, a million times.
    sql = (
        f"INSERT INTO ledger_activity ({_NAMES}, organisation, source, recorded) "
        f"VALUES ({', '.join(given)}, '{organisation.hex}', '{source.hex}', '{recorded}') ON CONFLICT DO NOTHING"
    )
    driver = connection.connection  # past Django's own cursor, which copies each row
    before = driver.total_changes
    driver.executemany(sql, rows)
    return driver.total_changes - before


def _insert_postgresql(organisation: UUID, source: UUID, rows: Sequence[tuple], recorded: str) -> int:
    taken = _NAMES.replace('"object"', "COALESCE(object, id)")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS ledger_incoming ON COMMIT DELETE ROWS AS "
            f"SELECT {_NAMES} FROM ledger_activity WITH NO DATA"
        )
        cursor.execute("TRUNCATE ledger_incoming")
        with cursor.copy(f"COPY ledger_incoming ({_NAMES}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        # Sorted, so that two imports that overlap wait for one another instead of locking each other out.
        cursor.execute(
            f"INSERT INTO ledger_activity ({_NAMES}, organisation, source, recorded) "
            f"SELECT {taken}, %s, %s, %s FROM ledger_incoming ORDER BY source_id ON CONFLICT DO NOTHING",
            [organisation, source, f"{recorded}+00"],
        )
        return cursor.rowcount


def _mark(organisation: UUID, months: list[int]) -> None:
    Month.objects.bulk_create(
        [Month(organisation=organisation, month=month) for month in months], ignore_conflicts=True
    )
    Month.objects.filter(organisation=organisation, month__in=months).update(marks=F("marks") + 1)


def project(*, organisation: UUID, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Writes new column files for every month that changed (or has no files here); returns how many months.

    Killed at any moment it leaves the old generation in force, and the next call does the work again.
    """
    behind = [
        month
        for month in Month.objects.filter(organisation=organisation).order_by("month")
        if month.marks != month.projected
        or not month.generation
        or not columns.tallies_file(settings.COLUMNS, organisation, month.month, month.generation).exists()
    ]
    settings.COLUMNS.mkdir(parents=True, exist_ok=True, mode=0o700)
    with columns.connect(settings.COLUMNS) as duck:
        for done, month in enumerate(behind):
            progress(done, len(behind))
            _project_month(organisation, month, duck)
    progress(len(behind), len(behind))
    return len(behind)


def _project_month(organisation: UUID, month: Month, duck: Any) -> None:
    # The mark is read before the rows: what comes in meanwhile leaves the month dirty.
    mark = Month.objects.values_list("marks", flat=True).get(pk=month.pk)
    generation = uuid7()
    rows = queries.month_batches(organisation, month.month)
    written = columns.write_month(settings.COLUMNS, organisation, month.month, generation, rows, duck)
    switched = (
        Month.objects.filter(pk=month.pk)
        .filter(Q(projected__lt=mark) | Q(generation=month.generation) | Q(generation=None))
        .update(generation=generation, projected=mark, rows=written.rows, checksum=written.checksum)
    )
    if switched and month.generation:  # pages may still be reading the one before: it goes next time
        columns.remove_before(settings.COLUMNS, organisation, month.month, month.generation)


def forget(*, organisation: UUID, source: UUID | None = None) -> None:
    """Removes an organisation's activities (of one source, or all): for the demonstration and for a mistaken import."""
    gone = Activity.objects.filter(organisation=organisation)
    if source:
        gone = gone.filter(source=source)
    with transaction.atomic():
        days = set(gone.values_list("local_date", flat=True).distinct())
        gone.delete()
        _mark(organisation, sorted({clock.month_of(day) for day in days}))


def forget_organisation(*, organisation: UUID) -> None:
    """Removes all that is kept for an organisation: its activities, the state of its columns, and their files."""
    with transaction.atomic():
        Activity.objects.filter(organisation=organisation).delete()
        Month.objects.filter(organisation=organisation).delete()
        files = settings.COLUMNS / organisation.hex
        transaction.on_commit(lambda: shutil.rmtree(files, ignore_errors=True))
