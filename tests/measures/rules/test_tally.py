"""The expression over the columns, run by DuckDB on a handful of rows."""

from datetime import UTC, datetime

import ibis
import pyarrow
import pytest

from manyhands.measures import queries as measures

ROWS = [  # actor, place, month, source, type, contributing, n, day of its last activity
    (1, "aa", 201605, "s1", "Create", True, 3, 2),
    (1, "aa", 201605, "s1", "Create", True, 4, 9),  # another week of the same month
    (1, "aa", 201606, "s1", "Create", True, 5, 3),
    (1, "bb", 201606, "s2", "Create", True, 7, 4),
    (2, "aa", 201606, "s1", "Create", True, 1, 5),
    (2, "aa", 201606, "s1", "Join", False, 1, 6),
    (3, "bb", 201607, "s2", "Like", False, 20, 7),
]


@pytest.fixture
def tallies():
    names = ("actor", "place", "month", "source", "type", "contributing", "n")
    rows = [
        dict(zip(names, row, strict=False), last=datetime(row[2] // 100, row[2] % 100, row[7], tzinfo=UTC))
        for row in ROWS
    ]
    return ibis.memtable(pyarrow.Table.from_pylist(rows))


def run(expression):
    rows = ibis.duckdb.connect().to_pyarrow(expression).to_pylist()
    return {tuple(row[c] for c in expression.columns[:-2]): (row["n"], row["last"].day) for row in rows}


def test_only_contributions_are_added_up_by_actor_place_and_month(tallies):
    assert run(measures.contributions(tallies)) == {
        (1, "aa", 201605): (7, 9),
        (1, "aa", 201606): (5, 3),
        (1, "bb", 201606): (7, 4),
        (2, "aa", 201606): (1, 5),
    }


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({"since": 201606}, 13),
        ({"until": 201605}, 7),
        ({"places": ["bb"]}, 7),
        ({"sources": ["s1"]}, 13),
        ({"actors": [2]}, 1),
        ({"places": []}, 0),
        ({"since": 201606, "places": ["aa"], "actors": [1]}, 5),
    ],
)
def test_filters_choose_rows(tallies, filters, total):
    assert sum(n for n, _ in run(measures.contributions(tallies, **filters)).values()) == total


def test_columns_to_add_up_by_can_be_chosen(tallies):
    assert run(measures.contributions(tallies, by=("place",))) == {("aa",): (13, 5), ("bb",): (7, 4)}
