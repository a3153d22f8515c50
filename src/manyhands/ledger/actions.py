"""Writing to the ledger, and bringing its columns up to date."""

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from manyhands.core import clock

from . import columns, queries
from .models import Activity, Month
from .types import ActivityType, Part, Row

_NAMES = ", ".join(f'"{name}"' for name in Row._fields)
_ID, _DATE = Row._fields.index("id"), Row._fields.index("local_date")
TOGETHER = 100  # rows in one INSERT of SQLite: each by itself takes a third longer
CATCH_UP_EVERY = timedelta(minutes=15)
_caught_up: datetime | None = None
MOST_PARTS = 60  # parts of a month beyond which it is written anew, as one


def append(
    *,
    organisation: UUID,
    source: UUID,
    rows: Sequence[Row | tuple],
    by: UUID,
    taken_back: Collection[str] = (),
    parts: Sequence[Part] = (),
) -> int:
    """Adds activities of one source that the ledger does not have yet and marks their months, in one transaction.

    Returns how many were new. Rows (or plain tuples in their order) that are already here are left as they are: the
    ledger only grows. `taken_back` are source ids of what Delete rows among them are about: their months change too.
    `parts` are columns that `columns.write_rows` made of these very rows: their months need not be projected, unless
    some rows were here before or are taken back. `by` is the persona that brings them in; who acted is in each row.
    """
    if not rows:
        return 0
    recorded = clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    insert = _insert_postgresql if connection.vendor == "postgresql" else _insert_sqlite
    with transaction.atomic():
        added = insert(organisation, source, rows, recorded)
        if added:
            gone = queries.taken_back(organisation, [row[_ID] for row in rows])
            stale = set(map(clock.month_of, queries.days_of(source, taken_back)))
            stale |= _months_of({row[_DATE] for row in rows if row[_ID] in gone})
            months = _months_of({row[_DATE] for row in rows}) | stale
            usable = {part.month: part for part in parts if added == len(rows) and part.month not in stale}
            _mark(organisation, months, usable)
            parts = [part for part in parts if part.month not in usable]
    for part in parts:
        columns.remove_part(settings.COLUMNS, organisation, part.month, part.id)
    return added


def _months_of(days: set[str]) -> set[int]:
    return {clock.month_of(date.fromisoformat(day)) for day in days}


def part_writer(*, organisation: UUID, source: UUID) -> Callable[[Sequence[tuple]], list[Part]]:
    """What makes `parts` for `append`; can be sent to another process, and needs no database there."""
    return partial(columns.write_rows, settings.COLUMNS, organisation, source)


def _insert_sqlite(organisation: UUID, source: UUID, rows: Sequence[tuple], recorded: str) -> int:
    driver = connection.connection  # past Django's own cursor, which copies each row
    before = driver.total_changes
    whole = len(rows) - len(rows) % TOGETHER
    chunks = (tuple(chain.from_iterable(rows[at : at + TOGETHER])) for at in range(0, whole, TOGETHER))
    driver.executemany(_sqlite_insert(organisation, source, recorded, TOGETHER), chunks)
    driver.executemany(_sqlite_insert(organisation, source, recorded, 1), rows[whole:])
    return driver.total_changes - before


def _sqlite_insert(organisation: UUID, source: UUID, recorded: str, count: int) -> str:
    """An INSERT of `count` rows. What is the same in all of them stands in the statement: to bind takes time."""
    width = len(Row._fields)
    values = []
    for start in range(1, count * width, width):
        given = [f"?{place}" for place in range(start, start + width)]
        values.append(f"({', '.join(given)}, '{organisation.hex}', '{source.hex}', '{recorded}')")
    return (
        f"INSERT INTO ledger_activity ({_NAMES}, organisation, source, recorded) VALUES {', '.join(values)} "
        "ON CONFLICT DO NOTHING"
    )


def _insert_postgresql(organisation: UUID, source: UUID, rows: Sequence[tuple], recorded: str) -> int:
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
            f"SELECT {_NAMES}, %s, %s, %s FROM ledger_incoming ORDER BY source_id ON CONFLICT DO NOTHING",
            [organisation, source, f"{recorded}+00"],
        )
        return cursor.rowcount


def _mark(organisation: UUID, months: Collection[int], parts: Mapping[int, Part] = MappingProxyType({})) -> None:
    """Notes that months have got rows. A month whose new rows are in a part stays clean if it was."""
    Month.objects.bulk_create(
        [Month(organisation=organisation, month=month) for month in months], ignore_conflicts=True
    )
    Month.objects.filter(organisation=organisation, month__in=set(months) - parts.keys()).update(marks=F("marks") + 1)
    held = Month.objects.select_for_update().filter(organisation=organisation, month__in=parts.keys())
    for month in held.order_by("month"):
        clean = month.is_clean and len(month.parts) < MOST_PARTS
        month.marks += 1
        if clean:
            month.projected = month.marks
            month.take(parts[month.month])
        month.save(update_fields=["marks", "projected", "parts", "rows", "checksum"])


def project(*, organisation: UUID, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Writes new column files for every month that changed (or has no files here); returns how many months.

    Killed at any moment it leaves the old parts in force, and the next call does the work again.
    """
    behind = [
        month
        for month in Month.objects.filter(organisation=organisation).order_by("month")
        if not month.is_clean or not queries.tallies_files(month)
    ]
    for done, month in enumerate(behind):
        progress(done, len(behind))
        _project_month(month)
    progress(len(behind), len(behind))
    return len(behind)


def catch_up() -> int:
    """Brings every organisation's columns up to date, now and then; returns how many months were behind.

    For what comes in by itself, such as what happens in the hub: an import does so at its end. Until then readers take
    a month's rows from the database.
    """
    global _caught_up
    now = clock.now()
    if _caught_up and now - _caught_up < CATCH_UP_EVERY:
        return 0
    _caught_up = now
    behind = Month.objects.exclude(marks=F("projected")).values_list("organisation", flat=True)
    return sum(project(organisation=organisation) for organisation in sorted(set(behind)))


def _project_month(month: Month) -> None:
    # The mark is read before the rows: what comes in meanwhile leaves the month dirty.
    month.refresh_from_db()
    mark, projected, organisation = month.marks, month.projected, month.organisation
    rows = queries.month_batches(organisation, month.month)
    part = columns.write_part(settings.COLUMNS, organisation, month.month, rows)
    with transaction.atomic():
        now = Month.objects.select_for_update().get(pk=month.pk)
        if now.projected != projected:  # somebody else brought it up to date meanwhile
            columns.remove_part(settings.COLUMNS, organisation, month.month, part.id)
            return
        before = now.part_ids
        now.hold([part])
        now.projected = mark
        now.save(update_fields=["projected", "parts", "rows", "checksum"])
    if before:  # pages may still be reading them: they go next time
        columns.remove_before(settings.COLUMNS, organisation, month.month, min(before))


def forget(*, organisation: UUID, source: UUID | None = None) -> None:
    """Removes an organisation's activities (of one source, or all): for the demonstration and for a mistaken import."""
    gone = Activity.objects.filter(organisation=organisation)
    if source:
        gone = gone.filter(source=source)
    with transaction.atomic():
        days = set(gone.values_list("local_date", flat=True).distinct())
        gone.delete()
        _mark(organisation, sorted({clock.month_of(day) for day in days}))


def forget_month(*, organisation: UUID, source: UUID, month: int, type: ActivityType) -> int:
    """Removes what a source's activities of one type were in a month, once they are kept as a count; returns how many.

    For what retention periods say must not stay singly. Nothing else is ever removed by type.
    """
    first, last = clock.month_days(month)
    with transaction.atomic():
        gone, _by_model = Activity.objects.filter(
            organisation=organisation, source=source, type=type, local_date__range=(first, last)
        ).delete()
        if gone:
            _mark(organisation, {month})
    return gone


def forget_organisation(*, organisation: UUID) -> None:
    """Removes all that is kept for an organisation: its activities, the state of its columns, and their files."""
    with transaction.atomic():
        Activity.objects.filter(organisation=organisation).delete()
        Month.objects.filter(organisation=organisation).delete()
        files = settings.COLUMNS / organisation.hex
        transaction.on_commit(lambda: shutil.rmtree(files, ignore_errors=True))
