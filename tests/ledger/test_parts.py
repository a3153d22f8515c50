"""Columns written of rows on their way into the ledger say what a projection of the ledger says."""

import random

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from manyhands.core import clock
from manyhands.ledger import actions, columns, packing, queries
from manyhands.ledger.models import Activity, Month

from .test_ledger import BY, ORGANISATION, SOURCE, row

pytestmark = pytest.mark.django_db(transaction=True)
MARCH, APRIL = 202603, 202604


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(columns, "LEAST_PART", 2)


def bring(*rows, taken_back=()):
    """Appends rows with the columns made of them."""
    parts = actions.part_writer(organisation=ORGANISATION)(SOURCE, columns.fields_of(rows))
    return actions.append(
        organisation=ORGANISATION, source=SOURCE, rows=rows, by=BY, taken_back=taken_back, parts=parts
    )


def tallies() -> list[tuple]:
    """All tallies, added up, whether from files or from the database."""
    state = queries.tallies(ORGANISATION)
    tables = [pq.read_table(file) for file in state.files] + [queries.fresh_tallies(ORGANISATION, state.dirty)]
    adding = duckdb.from_arrow(pa.concat_tables(tables)).aggregate("* EXCLUDE (n, last), sum(n), max(last)")
    return sorted(map(str, adding.fetchall()))


def files(month: int) -> int:
    home = columns.folder(actions.settings.COLUMNS, ORGANISATION, month)
    return len(list(home.iterdir())) if home.exists() else 0


def states() -> dict[int, bool]:
    return {month.month: month.is_clean for month in Month.objects.all()}


def agree() -> bool:
    """Whether the files say what the database says, and would if they were all written anew."""
    now = tallies()
    assert {found.state for found in queries.check(ORGANISATION)} <= {"agrees", "behind"}
    Month.objects.update(marks=1_000)
    actions.project(organisation=ORGANISATION)
    assert {found.state for found in queries.check(ORGANISATION)} == {"agrees"}
    return now == tallies()


def test_months_stay_clean_when_their_rows_come_with_columns(data_folder):
    bring(row("a"), row("b"), row("c", day="2026-04-01"), row("d", day="2026-04-02"))
    bring(row("e"), row("f"), row("g"))
    assert states() == {MARCH: True, APRIL: True}
    assert [len(month.parts) for month in Month.objects.order_by("month")] == [2, 1]
    assert [found.rows_in_columns for found in queries.check(ORGANISATION)] == [5, 2]
    assert actions.project(organisation=ORGANISATION) == 0
    assert agree()


def test_of_many_months_those_of_few_rows_wait_for_the_projection(data_folder, monkeypatch):
    monkeypatch.setattr(columns, "FEW_MONTHS", 1)
    bring(row("a"), row("b"), row("alone", day="2026-04-01"))
    assert states() == {MARCH: True, APRIL: False}
    assert agree()


def test_columns_of_rows_that_were_here_before_are_not_used(data_folder):
    bring(row("a"), row("b"))
    assert bring(row("a"), row("b")) == 0
    assert (states(), files(MARCH)) == ({MARCH: True}, 2)
    assert bring(row("b"), row("c"), row("d")) == 2
    assert (states(), files(MARCH)) == ({MARCH: False}, 2)
    assert agree()


def test_a_month_that_is_behind_stays_so(data_folder):
    actions.append(organisation=ORGANISATION, source=SOURCE, rows=[row("a")], by=BY)
    bring(row("b"), row("c"))
    assert states() == {MARCH: False}
    assert agree()


@pytest.mark.parametrize("order", ["together", "before", "after"])
def test_what_is_taken_back_does_not_contribute(data_folder, order):
    gone = row("gone/deleted", kind="Delete", about="gone", day="2026-04-01")
    if order == "together":
        bring(row("gone"), row("kept"), gone, row("x", day="2026-04-01"), taken_back=("gone",))
        assert states() == {MARCH: False, APRIL: True}
    elif order == "before":
        bring(gone, row("x", day="2026-04-01"), taken_back=("gone",))
        bring(row("gone"), row("kept"))
    else:
        bring(row("gone"), row("kept"))
        bring(gone, row("x", day="2026-04-01"), taken_back=("gone",))
    assert sum("False" in line for line in tallies()) == 2  # what is gone, and the act of taking it back
    assert agree()


def test_many_parts_become_one(data_folder, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PARTS", 3)
    for number in range(4):
        bring(row(f"a{number}"), row(f"b{number}"))
    assert states() == {MARCH: False}
    actions.project(organisation=ORGANISATION)
    assert [(len(month.parts), month.rows) for month in Month.objects.all()] == [(1, 8)]
    assert agree()


def test_a_lost_file_is_found_and_made_again(data_folder):
    bring(row("a"), row("b"))
    bring(row("c"), row("d"))
    before = tallies()
    queries.tallies(ORGANISATION).files[0].unlink()
    assert queries.tallies(ORGANISATION).dirty == (MARCH,)
    assert tallies() == before
    assert actions.project(organisation=ORGANISATION) == 1
    assert agree()


def test_a_month_brought_up_to_date_meanwhile_keeps_what_it_has(data_folder, monkeypatch):
    """A part that is appended while a lost file is written anew is in the columns in the end."""
    bring(row("a"), row("b"))
    queries.tallies(ORGANISATION).files[0].unlink()
    write = columns.write_part

    def meanwhile(*args):
        written = write(*args)
        monkeypatch.setattr(columns, "write_part", write)
        bring(row("c"), row("d"))
        return written

    monkeypatch.setattr(columns, "write_part", meanwhile)
    actions.project(organisation=ORGANISATION)
    actions.project(organisation=ORGANISATION)
    assert [found.rows_in_columns for found in queries.check(ORGANISATION)] == [4]
    assert agree()


def test_more_rows_than_travel_in_one_statement(data_folder):
    rows = [row(f"m{number}", actor=number % 7) for number in range(packing.TOGETHER * 2 + 3)]
    assert bring(*rows) == len(rows) == Activity.objects.count()
    assert bring(*rows, row("one more")) == 1
    assert agree()


def test_tallies_are_what_duckdb_makes_of_the_same_rows(data_folder, monkeypatch):
    chance = random.Random(3)
    monkeypatch.setattr(columns, "MOST_TALLIES", 50)
    rows = [
        row(f"m{number}", actor=chance.randrange(9), kind=chance.choice(["Create", "Like"]), day=f"2026-03-{day:02d}")
        for number, day in enumerate(chance.choices(range(1, 32), k=400))
    ]
    batches = [columns.batch_of_fields(SOURCE, columns.fields_of(rows[at : at + 40])) for at in range(0, 400, 40)]
    ours = columns.tally(iter(batches), MARCH)
    activities = pa.Table.from_batches(batches)
    theirs = duckdb.sql(
        "SELECT actor, place, source, type, contributing, 202603 AS month, "
        "CAST(date_trunc('week', local_date) AS DATE) AS week, count(*) AS n, max(local_date) AS last "
        "FROM activities GROUP BY ALL"
    )
    assert sorted(map(str, duckdb.from_arrow(ours).fetchall())) == sorted(map(str, theirs.fetchall()))
    assert clock.month_of(max(ours["last"].to_pylist())) == MARCH
    assert activities.num_rows == 400
