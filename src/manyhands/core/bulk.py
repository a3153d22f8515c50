"""Many rows at once, past the ORM: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models


def insert(model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts rows, each with a value for every one of `fields` in order. Nothing is defaulted, nothing checked."""
    if not rows:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(model._meta.get_field(field).column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _plain(rows))


def update(model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes `fields` of the rows named by primary key, which is the last value of each."""
    if not rows:
        return
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(model._meta.get_field(field).column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE {quote(model._meta.pk.column)} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows if connection.vendor == "postgresql" else _plain(rows))


_PLAIN: dict[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex,
    datetime: lambda value: value.astimezone(UTC).replace(tzinfo=None).isoformat(" "),
    date: date.isoformat,
}


def _plain(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Rows as SQLite keeps them."""
    return zip(*map(_plain_column, zip(*rows, strict=True)), strict=True)


def _plain_column(values: Sequence[Any]) -> list[Any]:
    """One column's values; the same object many times running, such as the organisation, is converted once."""
    latest = plain = None
    made = []
    for value in values:
        if value is not latest:
            convert = _PLAIN.get(type(value))
            latest, plain = value, convert(value) if convert else value
        made.append(plain)
    return made
