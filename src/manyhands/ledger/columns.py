"""The columns: a projection of the ledger in Parquet, by organisation and month, without text.

A month is the sum of its parts. A part has two files: its activities, and its tallies (actor × place × source × type ×
week), which is what pages read. Parts are never changed: a month gets further ones, or one new one instead of all.
Nothing here is the truth: the folder can be deleted and is made again from the database.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from manyhands.core import clock
from manyhands.core.ids import uuid7

from .types import Fields, Part, Row

ACTIVITIES = pa.schema(
    [
        ("key", pa.int64()),  # the first 63 bits of the activity's id
        ("reply_key", pa.int64()),  # the same of the object replied to, or null
        ("actor", pa.int64()),
        ("place", pa.string()),  # 32 hex digits, or null
        ("source", pa.string()),
        ("type", pa.string()),
        ("contributing", pa.bool_()),  # false for what has been taken back
        ("published", pa.timestamp("us")),  # UTC
        ("local_date", pa.date32()),
        ("mentions", pa.list_(pa.int64())),  # actors, or null
    ]
)
TALLIES = pa.schema(
    [
        ("actor", pa.int64()),
        ("place", pa.string()),
        ("source", pa.string()),
        ("type", pa.string()),
        ("contributing", pa.bool_()),
        ("month", pa.int32()),  # 201607
        ("week", pa.date32()),  # its Monday
        ("n", pa.int64()),
        ("last", pa.date32()),
    ]
)
_GROUPS = TALLIES.names[:-2]
FEW_MONTHS = 4  # in one stretch of rows; of more, each must have LEAST_PART rows to be worth files of its own
LEAST_PART = 1_000
REPEATED = ["actor", "place", "source", "type"]  # what is worth a dictionary in a file: a key is there once
MOST_TALLIES = 200_000  # rows of tallies in memory before they are added up


def folder(root: Path, organisation: UUID, month: int) -> Path:
    return root / organisation.hex / f"{month}"


def activities_file(root: Path, organisation: UUID, month: int, part: UUID) -> Path:
    return folder(root, organisation, month) / f"{part.hex}.activities.parquet"


def tallies_file(root: Path, organisation: UUID, month: int, part: UUID) -> Path:
    return folder(root, organisation, month) / f"{part.hex}.tallies.parquet"


def write_part(root: Path, organisation: UUID, month: int, batches: Iterable[pa.RecordBatch]) -> Part:
    """Writes both files of a new part, complete and on disk before they have their names."""
    part = uuid7()
    home = folder(root, organisation, month)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    activities, tallies = (make(root, organisation, month, part) for make in (activities_file, tallies_file))
    rows = total = 0
    adding = Adding(month)
    with pq.ParquetWriter(_unfinished(activities), ACTIVITIES, compression="zstd", use_dictionary=REPEATED) as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
            total = checksum(batch, total)
            adding.add(batch)
    pq.write_table(adding.tallies(), _unfinished(tallies), compression="zstd")
    for file in (activities, tallies):
        _sync(_unfinished(file))
        _unfinished(file).rename(file)
    _sync(home)
    return Part(month, part, rows, total)


def write_fields(root: Path, organisation: UUID, source: UUID, fields: Fields) -> list[Part]:
    """Writes rows that are on their way into the ledger as parts of their months, ready for `actions.append`.

    That nothing of them is taken back is taken for granted: `append` sees to what is. Few rows get no parts. Knows no
    database, so that the process that reads an export can do it.
    """
    if len(fields.id) < LEAST_PART:
        return []
    batch = batch_of_fields(source, fields)
    days = batch.column("local_date").dictionary_encode()
    months = np.array([clock.month_of(day) for day in days.dictionary.to_pylist()])[days.indices.to_numpy()]
    found, counts = np.unique(months, return_counts=True)
    worth = found if len(found) <= FEW_MONTHS else found[counts >= LEAST_PART]
    if len(found) == 1:
        return [write_part(root, organisation, int(found[0]), [batch])]
    return [write_part(root, organisation, int(month), [batch.filter(pa.array(months == month))]) for month in worth]


def remove_part(root: Path, organisation: UUID, month: int, part: UUID) -> None:
    for make in (activities_file, tallies_file):
        make(root, organisation, month, part).unlink(missing_ok=True)


def remove_before(root: Path, organisation: UUID, month: int, oldest: UUID) -> None:
    """Deletes a month's files older than a part: ids are time-ordered, so one being written is not touched."""
    for file in folder(root, organisation, month).iterdir():
        if file.name < oldest.hex:
            file.unlink(missing_ok=True)


class Adding:
    """Adds batches of one month's activities up to its tallies; holds tallies, not activities."""

    def __init__(self, month: int) -> None:
        self.month = month
        self.parts: list[pa.Table] = []
        self.rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        if not batch.num_rows:
            return
        days = batch.column("local_date")
        columns = {name: batch.column(name) for name in ("actor", "place", "source", "type", "contributing")}
        table = pa.table(
            {
                **columns,
                "month": pa.repeat(pa.scalar(self.month, pa.int32()), batch.num_rows),
                "week": pc.floor_temporal(days, unit="week").cast(pa.date32()),
                "n": pa.repeat(pa.scalar(1, pa.int64()), batch.num_rows),
                "last": days,
            }
        )
        self.parts.append(_added_up(table))
        self.rows += self.parts[-1].num_rows
        if self.rows > MOST_TALLIES:
            self.parts = [self.tallies()]
            self.rows = 0  # what can't be added up any more is not tried again at once

    def tallies(self) -> pa.Table:
        """The table of TALLIES of all that was added."""
        if not self.parts:
            return TALLIES.empty_table()
        return self.parts[0] if len(self.parts) == 1 else _added_up(pa.concat_tables(self.parts))


def _added_up(table: pa.Table) -> pa.Table:
    # One thread: a second takes longer to start than these few rows take.
    grouped = table.group_by(_GROUPS, use_threads=False).aggregate([("n", "sum"), ("last", "max")])
    return grouped.rename_columns(TALLIES.names).cast(TALLIES)


def tally(batches: Iterator[pa.RecordBatch], month: int) -> pa.Table:
    """The tallies of rows that are not in files yet."""
    adding = Adding(month)
    for batch in batches:
        adding.add(batch)
    return adding.tallies()


def checksum(batch: pa.RecordBatch, start: int = 0) -> int:
    """The sum of a batch's keys, modulo 2^64: the same in any order."""
    keys = batch.column("key").to_numpy(zero_copy_only=False)
    return (start + int(keys.astype("uint64").sum(dtype="uint64"))) % 2**64


_TAKEN = itemgetter(*map(Row._fields.index, Fields._fields))


def fields_of(rows: Sequence[Row | tuple]) -> Fields:
    """Rows by column."""
    return Fields(*_TAKEN(list(zip(*rows, strict=True))))


def batch_of_fields(source: UUID, fields: Fields) -> pa.RecordBatch:
    """Rows of one source as `ACTIVITIES`."""
    ids, replies, actors, places, types, contributing, published, dates, mentions = fields
    return batch(ids, replies, actors, places, source.hex, types, contributing, published, dates, mentions)


def batch(ids, replies, actors, places, sources, types, contributing, published, dates, mentions) -> pa.RecordBatch:
    """A batch of `ACTIVITIES` from its columns: ids as 32 hex digits, days, moments and lists as text (JSON) or as what
    they are."""
    return pa.RecordBatch.from_arrays(
        [
            pa.array(keys_of(ids), pa.int64()),
            _keys_or_null(replies),
            pa.array(actors, pa.int64()),
            pa.array(places, pa.string()),
            pa.repeat(sources, len(ids)) if isinstance(sources, str) else pa.array(sources, pa.string()),
            pa.array(types, pa.string()),
            pa.array(contributing, pa.bool_()),
            _moments(published),
            pa.array(dates, pa.date32() if isinstance(dates[0], date) else pa.string()).cast(pa.date32()),
            pa.array([json.loads(m) if type(m) is str else m for m in mentions], ACTIVITIES.field("mentions").type),
        ],
        schema=ACTIVITIES,
    )


def _moments(published: Sequence) -> pa.Array:
    if isinstance(published, np.ndarray):
        return pa.array(published)
    if isinstance(published[0], str):
        return pa.array(published, pa.string()).cast(pa.timestamp("us"))
    return pa.array(published, pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))


_NIBBLE = np.zeros(256, np.int64)
_NIBBLE[np.frombuffer(b"0123456789abcdef", np.uint8)] = range(16)


def keys_of(hex_ids: Sequence[str]) -> np.ndarray:
    """The first 63 bits of ids of 32 hex digits, as the columns carry them."""
    digits = _NIBBLE[np.frombuffer("".join(hex_ids).encode(), np.uint8).reshape(-1, 32)[:, :16]]
    keys = digits[:, 0]
    for place in range(1, 15):
        keys = keys << 4 | digits[:, place]
    return keys << 3 | digits[:, 15] >> 1


def _keys_or_null(hex_ids: Sequence[str | None]) -> pa.Array:
    """The keys of those that are there, which are few."""
    there = [place for place, each in enumerate(hex_ids) if each]
    keys, absent = np.zeros(len(hex_ids), np.int64), np.ones(len(hex_ids), bool)
    if there:
        keys[there], absent[there] = keys_of([hex_ids[place] for place in there]), False
    return pa.array(keys, pa.int64(), mask=absent)


def _unfinished(file: Path) -> Path:
    return file.with_suffix(".part")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
