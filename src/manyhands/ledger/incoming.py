"""Rows on their way into the ledger: given by this process, or packed by another that read them.

On SQLite what another process read comes as a small database of its own, from which SQLite copies the rows: a third of
the work of taking them one by one from Python, and that work is done where there is a core to spare.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Protocol

from django.db import connection

from .packing import FIELDS, insert
from .types import Row

_ID, _DATE = Row._fields.index("id"), Row._fields.index("local_date")
_AT = "incoming"


class Rows(Protocol):
    """Rows of one source."""

    def __len__(self) -> int: ...
    def ids(self) -> list[str]:
        """Of 32 hex digits each."""
        ...

    def days(self, ids: Collection[str] | None = None) -> set[str]:
        """The local dates of all, or of some."""
        ...

    def insert(self, stream: int, recorded: str) -> int:
        """Adds those to the ledger that it does not have; returns how many."""
        ...


class Given:
    """Rows as tuples in the order of `types.Row`."""

    def __init__(self, rows: Sequence[tuple]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def ids(self) -> list[str]:
        return [row[_ID] for row in self.rows]

    def days(self, ids: Collection[str] | None = None) -> set[str]:
        return {row[_DATE] for row in self.rows if ids is None or row[_ID] in ids}

    def insert(self, stream: int, recorded: str) -> int:
        if connection.vendor == "postgresql":
            return self._insert_postgresql(stream, recorded)
        driver = connection.connection  # past Django's own cursor, which copies each row
        before = driver.total_changes
        always = f", {stream}, '{recorded}'"  # what is the same in all of them stands in the statement
        into = f"ledger_activity ({FIELDS}, stream_id, recorded)"
        insert(driver, into, self.rows, always, " ON CONFLICT DO NOTHING")
        return driver.total_changes - before

    def _insert_postgresql(self, stream: int, recorded: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS ledger_incoming ON COMMIT DELETE ROWS AS "
                f"SELECT {FIELDS} FROM ledger_activity WITH NO DATA"
            )
            cursor.execute("TRUNCATE ledger_incoming")
            with cursor.copy(f"COPY ledger_incoming ({FIELDS}) FROM STDIN") as copy:
                for row in self.rows:
                    copy.write_row(row)
            # Sorted, so that two imports that overlap wait for one another instead of locking each other out.
            cursor.execute(
                f"INSERT INTO ledger_activity ({FIELDS}, stream_id, recorded) "
                f"SELECT {FIELDS}, %s, %s FROM ledger_incoming ORDER BY source_id ON CONFLICT DO NOTHING",
                [stream, f"{recorded}+00"],
            )
            return cursor.rowcount


class Attached:
    """Rows in a database that is attached to ours."""

    def __len__(self) -> int:
        ((count,),) = self._select("count(*)")
        return count

    def ids(self) -> list[str]:
        return [own for (own,) in self._select("id")]

    def days(self, ids: Collection[str] | None = None) -> set[str]:
        if ids is None:
            return {day for (day,) in self._select("DISTINCT local_date")}
        return {day for own, day in self._select("id, local_date") if own in ids}

    def insert(self, stream: int, recorded: str) -> int:
        driver = connection.connection
        before = driver.total_changes
        driver.execute(
            f"INSERT INTO ledger_activity ({FIELDS}, stream_id, recorded) "
            f"SELECT {FIELDS}, ?, ? FROM {_AT}.rows WHERE true ON CONFLICT DO NOTHING",
            [stream, recorded],
        )
        return driver.total_changes - before

    def _select(self, what: str) -> Iterable[tuple]:
        return connection.connection.execute(f"SELECT {what} FROM {_AT}.rows")


@contextmanager
def unpacked(packed: bytes) -> Iterator[Rows]:
    """Packed rows, for `actions.append`. On SQLite, outside a transaction, they are copied by SQLite itself."""
    connection.ensure_connection()
    if connection.vendor != "sqlite" or connection.in_atomic_block:  # where none can be attached and detached again
        with closing(sqlite3.connect(":memory:")) as driver:
            driver.deserialize(packed)
            rows = driver.execute(f"SELECT {FIELDS} FROM rows").fetchall()
        yield Given(rows)
        return
    driver = connection.connection
    driver.execute(f"ATTACH ':memory:' AS {_AT}")
    try:
        driver.deserialize(packed, name=_AT)
        yield Attached()
    finally:
        driver.execute(f"DETACH {_AT}")
