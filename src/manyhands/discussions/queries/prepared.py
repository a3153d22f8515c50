"""Queries whose SQL Django writes once: on a page it takes longer over each than the database takes to answer.

A prepared query is a function of named values that makes a queryset of values; the SQL is kept for each database, and
from then on only the values are put in. They are UUIDs, lists of UUIDs (looked for with `__among`) or strings.
"""

import json
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

Value = UUID | list[UUID] | str


class _Written(NamedTuple):
    """SQL; its parameters, each with the name of the value that it is (or "" for itself); how columns are read."""

    sql: str
    params: tuple[tuple[str, Any], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


class Prepared:
    """`samples` say by example what each value is: `Prepared(lambda *, group: …, group=UUID)`."""

    def __init__(self, make: Callable[..., QuerySet], **kinds: type) -> None:
        self.make, self.kinds = make, kinds
        self._written: dict[str, _Written] = {}
        self._lock = Lock()

    def rows(self, **values: Value) -> list[list[Any]]:
        """The rows as lists of Python values, as `values_list` would give them."""
        written = self._of(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, self._filled(written, values))
            rows = list(map(list, cursor.fetchall()))
        for place, converters, expression in written.converters:
            for row in rows:
                value = row[place]
                for convert in converters:
                    value = convert(value, expression, connection)
                row[place] = value
        return rows

    def column(self, **values: Value) -> list[Any]:
        """The values of the first column."""
        return [row[0] for row in self.rows(**values)]

    def first(self, **values: Value) -> list[Any] | None:
        rows = self.rows(**values)
        return rows[0] if rows else None

    def part(self, **values: Value) -> tuple[str, list[Any]]:
        """The SQL with its parameters, as part of another."""
        written = self._of(connection.vendor)
        return written.sql, self._filled(written, values)

    def _filled(self, written: _Written, values: dict[str, Value]) -> list[Any]:
        given = {name: _as_kept(value) for name, value in values.items()}
        return [given[name] if name else value for name, value in written.params]

    def _of(self, vendor: str) -> _Written:
        if vendor not in self._written:
            with self._lock:
                self._written[vendor] = self._write()
        return self._written[vendor]

    def _write(self) -> _Written:
        samples: dict[str, Value] = {}
        for number, (name, kind) in enumerate(self.kinds.items()):
            one = UUID(int=(0xABCDEF << 100) + number)
            samples[name] = [one] if kind is list else f"sample {number}" if kind is str else one
        query = self.make(**samples).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        named = [(name, _as_kept(sample)) for name, sample in samples.items()]
        found = tuple(next(((name, None) for name, kept in named if kept == param), ("", param)) for param in params)
        missing = set(samples) - {name for name, _ in found}
        if missing:
            raise ValueError(f"these values are not parameters of the query: {sorted(missing)}")
        expressions = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(expressions)
        return _Written(sql, found, tuple((place, tuple(how), of) for place, (how, of) in converters.items()))


class PreparedObjects:
    """The same for objects of a model, with some of their relations; what is made is a queryset of the model."""

    def __init__(self, make: Callable[..., QuerySet], *related: str, **kinds: type) -> None:
        self.make, self.related, self.kinds = make, related, kinds
        self._prepared: Prepared | None = None
        self._shapes: list[tuple[str, type[models.Model], list[str]]] = []

    def first(self, **values: Value) -> Any:
        """The first object, or None."""
        if self._prepared is None:
            self._shape()
        assert self._prepared
        row = self._prepared.first(**values)
        if row is None:
            return None
        made, at = None, 0
        for name, model, names in self._shapes:
            part = row[at : at + len(names)]
            at += len(names)
            one = model.from_db("default", names, part) if part[0] is not None else None
            if made is None:
                made = one
            else:
                setattr(made, name, one)
        return made

    def _shape(self) -> None:
        model = self.make(**{name: _sample(kind) for name, kind in self.kinds.items()}).model
        shapes = [("", model, _columns(model))]
        for name in self.related:
            other = model._meta.get_field(name).related_model
            shapes.append((name, other, _columns(other)))
        columns = [f"{name}__{column}" if name else column for name, _, names in shapes for column in names]
        self._shapes = shapes
        self._prepared = Prepared(lambda **values: self.make(**values).values_list(*columns)[:1], **self.kinds)


def union(parts: Iterable[tuple[str, list[Any]]], limit: int) -> list[UUID]:
    """The second column of the `limit` rows with the highest first column, of several prepared queries together."""
    texts, params = [], []
    for sql, given in parts:
        texts.append(f"SELECT * FROM ({sql}) AS part")
        params += given
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({' UNION '.join(texts)}) AS every ORDER BY 1 DESC LIMIT {int(limit)}", params)
        return [key if isinstance(key, UUID) else UUID(key) for _, key in cursor.fetchall()]


def _columns(model: type[models.Model]) -> list[str]:
    """The primary key first."""
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return [field.attname for field in fields]


def _sample(kind: type) -> Value:
    one = UUID(int=0)
    return [one] if kind is list else "sample" if kind is str else one


def _as_kept(value: Value) -> Any:
    """A value as the database is given it."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, list):
        return json.dumps([each.hex for each in value])
    return value.hex if isinstance(value, UUID) else value
