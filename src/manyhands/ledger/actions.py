"""Writing to the ledger, and bringing its columns up to date."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from manyhands.core import clock

from . import columns, queries
from .incoming import Given, Rows, unpacked
from .models import Activity, Month, Stream
from .packing import PACKS, pack
from .types import ActivityType, Fields, Part, Row

CATCH_UP_EVERY = timedelta(minutes=15)
_caught_up: datetime | None = None
MOST_PARTS = 60  # parts of a month beyond which it is written anew, as one


def append(
    *,
    organisation: UUID,
    source: UUID,
    rows: Rows | Sequence[Row | tuple],
    by: UUID,
    taken_back: Collection[str] = (),
    parts: Sequence[Part] = (),
) -> int:
    """Adds activities of one source that the ledger does not have yet and marks their months, in one transaction.

    Returns how many were new. Rows (or plain tuples in their order, or what `incoming` gives) that are already here
    are left as they are: the ledger only grows. `taken_back` are source ids of what Delete rows among them are about:
    their months change too.
    `parts` are columns that `part_writer` made of these very rows: their months need not be projected, unless
    some rows were here before or are taken back. `by` is the persona that brings them in; who acted is in each row.
    """
    if not len(rows):
        return 0
    coming = Given(rows) if isinstance(rows, Sequence) else rows
    recorded = clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    with transaction.atomic():
        stream, _made = Stream.objects.get_or_create(organisation=organisation, source=source)
        added = coming.insert(stream.pk, recorded)
        if added:
            gone = queries.taken_back(stream.pk, coming.ids)
            stale = set(map(clock.month_of, queries.days_of(stream.pk, taken_back)))
            stale |= _months_of(coming.days(gone)) if gone else set()
            months = _months_of(coming.days()) | stale
            usable = {part.month: part for part in parts if added == len(rows) and part.month not in stale}
            _mark(organisation, months, usable)
            parts = [part for part in parts if part.month not in usable]
    for part in parts:
        columns.remove_part(settings.COLUMNS, organisation, part.month, part.id)
    return added


def _months_of(days: set[str]) -> set[int]:
    return {clock.month_of(date.fromisoformat(day)) for day in days}


def part_writer(*, organisation: UUID) -> Callable[[UUID, Fields], list[Part]]:
    """What makes `parts` for `append` of a source's rows; can be sent to another process, and needs no database."""
    return partial(columns.write_fields, settings.COLUMNS, organisation)


def row_packer() -> Callable[[Sequence[tuple]], bytes] | None:
    """What packs rows in another process for `incoming`; None where they come best as they are."""
    return pack if connection.vendor == "sqlite" and PACKS else None


@contextmanager
def incoming(rows: Sequence[tuple] | bytes) -> Iterator[Rows]:
    """Rows, packed or not, for `append`. Best entered before the transaction."""
    if isinstance(rows, bytes):
        with unpacked(rows) as coming:
            yield coming
    else:
        yield Given(rows)


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
    gone = Activity.objects.filter(stream__organisation=organisation)
    if source:
        gone = gone.filter(stream__source=source)
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
            stream__organisation=organisation, stream__source=source, type=type, local_date__range=(first, last)
        ).delete()
        if gone:
            _mark(organisation, {month})
    return gone


def forget_organisation(*, organisation: UUID) -> None:
    """Removes all that is kept for an organisation: its activities, the state of its columns, and their files."""
    with transaction.atomic():
        Activity.objects.filter(stream__organisation=organisation).delete()
        Stream.objects.filter(organisation=organisation).delete()
        Month.objects.filter(organisation=organisation).delete()
        files = settings.COLUMNS / organisation.hex
        transaction.on_commit(lambda: shutil.rmtree(files, ignore_errors=True))
