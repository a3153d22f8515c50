"""Measures' one question to the columns, in Ibis: who contributed how much, where and when.

Ibis says it once for DuckDB and for Spark. Nothing here imports it: expressions are built from the table given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def contributions(
    tallies: ir.Table,
    *,
    since: int | None = None,
    until: int | None = None,
    places: Iterable[str] | None = None,
    sources: Iterable[str] | None = None,
    actors: Iterable[int] | None = None,
    by: Sequence[str] = ("actor", "place", "month"),
) -> ir.Table:
    """Contributing activities added up: columns `by`, then `n` and `last` (the latest `last`).

    `tallies` has actor, place, month, source, contributing, n and last. Months are inclusive (201607); a filter left
    out takes all, an empty one takes none. Joins, likes and reading do not count.
    """
    chosen = tallies.filter(tallies["contributing"])
    if since is not None:
        chosen = chosen.filter(chosen["month"] >= since)
    if until is not None:
        chosen = chosen.filter(chosen["month"] <= until)
    for column, values in (("place", places), ("source", sources), ("actor", actors)):
        if values is not None:
            chosen = chosen.filter(chosen[column].isin(list(values)))
    return chosen.group_by(list(by)).aggregate(n=chosen["n"].sum(), last=chosen["last"].max())
