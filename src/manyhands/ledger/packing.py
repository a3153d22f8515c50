"""Rows as a small SQLite database of their own, made where no other database is known."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import chain

from .types import Row

FIELDS = ", ".join(f'"{name}"' for name in Row._fields)
WIDTH = len(Row._fields)
TOGETHER = 100  # rows in one INSERT: each by itself takes a third longer
PACKS = hasattr(sqlite3.Connection, "serialize")  # SQLite may be built without
PAGE = 65_536  # bytes: the fewer pages the better, in memory


def pack(rows: Sequence[tuple]) -> bytes:
    """The database, with one table, `rows`."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as driver:
        driver.execute(f"PRAGMA page_size={PAGE}")
        driver.execute(f"CREATE TABLE rows ({FIELDS})")
        driver.execute("BEGIN")
        insert(driver, "rows", rows)
        driver.execute("COMMIT")
        return driver.serialize()


def insert(driver: sqlite3.Connection, into: str, rows: Sequence[tuple], always: str = "", then: str = "") -> None:
    """Inserts rows. `always` are further values, the same in each, and `then` what follows the statement."""

    def statement(count: int) -> str:
        values = []
        for start in range(1, count * WIDTH, WIDTH):
            given = ", ".join(f"?{place}" for place in range(start, start + WIDTH))
            values.append(f"({given}{always})")
        return f"INSERT INTO {into} VALUES {', '.join(values)}{then}"

    whole = len(rows) - len(rows) % TOGETHER
    chunks = (tuple(chain.from_iterable(rows[at : at + TOGETHER])) for at in range(0, whole, TOGETHER))
    driver.executemany(statement(TOGETHER), chunks)
    driver.executemany(statement(1), rows[whole:])
