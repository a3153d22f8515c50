"""The columns: a projection of the ledger in Parquet, by organisation and month, without text.

A month has two files of the same generation: its activities, and its tallies (actor × place × source × type × week),
which is what pages read. Nothing here is the truth: the folder can be deleted and is made again from the database.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

ACTIVITIES = pa.schema(
    [
        ("key", pa.int64()),  # the first 63 bits of the activity's id
        ("reply_key", pa.int64()),  # the same of the object replied to, or null
        ("actor", pa.int64()),
        ("place", pa.string()),  # 32 hex digits, or null
        ("source", pa.string()),
        ("type", pa.string()),
        ("contributing", pa.bool_()),  # false for what has been taken back
        ("local_date", pa.date32()),
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
TALLY_SQL = """
SELECT actor, place, source, type, contributing, CAST(month AS INTEGER) AS month,
       CAST(date_trunc('week', local_date) AS DATE) AS week, count(*) AS n, max(local_date) AS last
FROM {rows} GROUP BY ALL
"""
MEMORY = "80MB"  # what DuckDB may hold before it uses the disk


@dataclass(frozen=True)
class Written:
    """What a generation holds: number of rows, and the sum of their keys modulo 2^64 in hex."""

    rows: int
    checksum: str


def connect(spill: Path) -> Any:
    """A DuckDB in memory that does not outgrow the machine. `spill` is a folder for what does not fit."""
    import duckdb

    return duckdb.connect(
        config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(spill), "preserve_insertion_order": False}
    )


def folder(root: Path, organisation: UUID, month: int) -> Path:
    return root / organisation.hex / f"{month}"


def activities_file(root: Path, organisation: UUID, month: int, generation: UUID) -> Path:
    return folder(root, organisation, month) / f"{generation.hex}.activities.parquet"


def tallies_file(root: Path, organisation: UUID, month: int, generation: UUID) -> Path:
    return folder(root, organisation, month) / f"{generation.hex}.tallies.parquet"


def checksum(batch: pa.RecordBatch, start: int = 0) -> int:
    """The sum of a batch's keys, modulo 2^64: the same in any order."""
    keys = batch.column("key").to_numpy(zero_copy_only=False)
    return (start + int(keys.astype("uint64").sum(dtype="uint64"))) % 2**64


def write_month(
    root: Path, organisation: UUID, month: int, generation: UUID, batches: Iterable[pa.RecordBatch], duck: Any
) -> Written:
    """Writes both files of a generation, complete and on disk before they have their names. `duck` is a `connect()`."""
    home = folder(root, organisation, month)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    activities, tallies = (make(root, organisation, month, generation) for make in (activities_file, tallies_file))
    part = activities.with_suffix(".part")
    rows = total = 0
    with pq.ParquetWriter(part, ACTIVITIES, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
            total = checksum(batch, total)
    tally_part = tallies.with_suffix(".part")
    query = TALLY_SQL.format(rows=f"(SELECT *, {int(month)} AS month FROM read_parquet({quoted(part)}))")
    duck.execute(f"COPY ({query}) TO {quoted(tally_part)} (FORMAT parquet, COMPRESSION zstd)")
    for temporary, final in ((part, activities), (tally_part, tallies)):
        _sync(temporary)
        temporary.rename(final)
    _sync(home)
    return Written(rows, f"{total:016x}")


def remove_before(root: Path, organisation: UUID, month: int, generation: UUID) -> None:
    """Deletes a month's files older than a generation: ids are time-ordered, so one being written is not touched."""
    for file in folder(root, organisation, month).iterdir():
        if file.name < generation.hex:
            file.unlink(missing_ok=True)


def tally(batches: Iterator[pa.RecordBatch], month: int, spill: Path) -> pa.Table:
    """The tallies of rows that are not in files yet."""
    # Read to its end here: DuckDB would pull from a thread of its own, which has no business with the database.
    fresh = pa.Table.from_batches(batches, ACTIVITIES)
    with connect(spill) as duck:
        duck.register("fresh", fresh)
        source = f"(SELECT *, {int(month)} AS month FROM fresh)"
        return duck.sql(TALLY_SQL.format(rows=source)).to_arrow_table().cast(TALLIES)


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
