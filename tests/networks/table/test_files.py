"""The forms that tables come in, sound and damaged."""

import io
from contextlib import suppress
from datetime import UTC, datetime

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import archives, csvs
from manyhands.networks.rules.tables import sheets
from manyhands.networks.table import export as table
from manyhands.networks.table import mapping
from manyhands.networks.table.export import TableExport
from tests.networks import exports

JANUARY = datetime(2024, 1, 15, 9, 30)
EXPECTED = [("ann", JANUARY.replace(tzinfo=UTC).timestamp(), 4), ("ben", 1705363200.0, 0)]


def acts_of(path):
    acts = exports.acts(exports.read(TableExport(path))).values()
    return [(act.actor, act.published, act.length) for act in acts]


def refused(path):
    with pytest.raises(UnreadableExport) as caught:
        exports.read(TableExport(path))
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(tmp_path, encoding, delimiter):
    path = tmp_path / "upload"
    rows = ["user", "date", "text"], ["ann", "2024-01-15 09:30", '"a,;\t"'], ["ben", "16/01/2024", ""]
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert acts_of(path) == EXPECTED


def workbook(path, *rows, title="Sheet"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_xlsx(tmp_path):
    rows = ["User", "Date", "Text"], ["ann", JANUARY, "a,;\t"], ["ben", JANUARY.date().replace(day=16), ""]
    assert acts_of(workbook(tmp_path / "upload", *rows)) == EXPECTED


def test_xlsx_with_titles_above_blank_rows_and_the_table_on_the_second_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["About this workbook"])
    sheet = book.create_sheet("Data")
    sheet["A3"] = "Activity of January"
    for number, row in enumerate(
        (["User", "Date", "Text"], ["ann", 45306.395833333336, "four"], ["", None], ["ben", "soon", ""]), 5
    ):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    book.save(tmp_path / "upload")
    batches = exports.read(TableExport(tmp_path / "upload", {"filename": "activity.xlsx"}))
    assert [(act.actor, act.published) for act in exports.acts(batches).values()] == [EXPECTED[0][:2]]
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == ("activity.xlsx", 8, mapping.BAD_DATE)


def test_parquet(tmp_path):
    days = pa.array([JANUARY, datetime(2024, 1, 16)], pa.timestamp("ns", tz="Europe/London"))
    parquet.write_table(pa.table({"user": ["ann", "ben"], "date": days, "text": ["four", ""]}), tmp_path / "upload")
    assert acts_of(tmp_path / "upload") == EXPECTED


def test_all_bytes_are_counted_and_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "BATCH", 100)
    rows = [["user", "date"], *([f"u{n}", "2024-01-15"] for n in range(1_000))]
    paths = [tmp_path / "a.csv", workbook(tmp_path / "a.xlsx", *rows), tmp_path / "a.parquet"]
    paths[0].write_text("\n".join(",".join(row) for row in rows))
    parquet.write_table(pa.table({"user": [row[0] for row in rows[1:]], "date": ["2024-01-15"] * 1_000}), paths[2])
    for path in paths:
        export = TableExport(path)
        batches = exports.read(export)
        assert max(len(batch.acts) for batch in batches) == 100
        done = [batch.done for batch in batches]
        assert done == sorted(done)
        assert done[-1] == export.size == path.stat().st_size


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", archives.EMPTY),
        (b"user,date\n", sheets.NOT_A_TABLE),
        (b"only one column\n1\n", sheets.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, sheets.NOT_A_TABLE),
        (b"%PDF-1.7 and so on", sheets.NOT_A_TABLE),
        (b"PAR1 and then nothing", sheets.DAMAGED),
        (b"PK\x03\x04 and then nothing", archives.NOT_A_ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), sheets.DAMAGED),
        (exports.zip_bytes({"a.txt": b"no workbook"}), sheets.DAMAGED),
    ],
)
def test_not_a_table(tmp_path, data, sentence):
    (tmp_path / "upload").write_bytes(data)
    assert refused(tmp_path / "upload") == sentence


def test_a_workbook_that_is_a_bomb_or_too_large(tmp_path, monkeypatch):
    files = {"xl/worksheets/sheet1.xml": bytes(archives.RATIO_FROM + 1)}
    assert refused(exports.make_zip(tmp_path / "upload", files)) == archives.BOMB
    monkeypatch.setattr(sheets, "MAX_WORKBOOK", 100)
    assert refused(workbook(tmp_path / "upload", ["user", "date"], ["ann", "2024-01-15"])) == sheets.TOO_LARGE


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ann", csvs.WRONG_WIDTH),
        (f"ann,2024-01-15,Post,{exports.CANARY}", csvs.WRONG_WIDTH),
        (",2024-01-15,Post", mapping.BAD_ACTOR),
        (f"{exports.CANARY * 5},2024-01-15,Post", mapping.BAD_ACTOR),
        (f"ann,{exports.CANARY},Post", mapping.BAD_DATE),
        ("ann,,Post", mapping.BAD_DATE),
        ("ann,1989-12-31,Post", mapping.BAD_DATE),
        ("ann,31/02/2024,Post", mapping.BAD_DATE),
        ("ann,2999-01-01,Post", mapping.BAD_DATE),
        (f"ann,2024-01-15,{exports.CANARY}", mapping.BAD_TYPE),
    ],
)
def test_a_bad_line_costs_only_itself(tmp_path, line, reason):
    path = tmp_path / "table.csv"
    path.write_text(f"user,date,type\nann,2024-01-15,Post\n{line}\nben,2024-01-16,\n")
    batches = exports.read(TableExport(path))
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == ("table.csv", 3, reason)
    assert len(exports.acts(batches)) == 2


def test_a_parquet_file_that_breaks_off(tmp_path):
    names = pa.array([f"user {n} of many" for n in range(30_000)])
    days = pa.array(["2024-01-15"] * 30_000)
    path = tmp_path / "upload"
    parquet.write_table(pa.table({"user": names, "date": days}), path, row_group_size=10_000, compression="snappy")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3_000] = b"\xff" * 3_000
    path.write_bytes(data)
    batches = exports.read(TableExport(path))
    assert exports.rejected(batches)[-1].reason == csvs.ENDS_EARLY
    assert len(exports.acts(batches)) >= 5_000


def test_columns_without_names_or_with_the_same(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("user,date,,user,more\nann,2024-01-15,1,2,3\n")
    assert TableExport(path).table.columns == ("user", "date", "(3)", "user (4)", "more")


@given(st.binary(max_size=300) | st.text(alphabet='ab,;\t|"\n\r0129/-: ', max_size=200).map(str.encode))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_ever_raises_anything_but_a_sentence(tmp_path, data):
    path = tmp_path / "upload"
    path.write_bytes(data)
    with suppress(UnreadableExport):
        columns = TableExport(path).table.columns
        batches = exports.read(TableExport(path, {"columns": {"actor": columns[0], "date": columns[1]}}))
        assert all(bad.reason for bad in exports.rejected(batches))


SOUND = io.BytesIO()
workbook(SOUND, ["user", "date"], *[[f"user {n}", JANUARY] for n in range(30)])


@given(st.lists(st.tuples(st.integers(0, len(SOUND.getvalue()) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook_is_refused_or_read(tmp_path, changes):
    data = bytearray(SOUND.getvalue())
    for at, value in changes:
        data[at] = value
    path = tmp_path / "upload"
    path.write_bytes(data)
    with suppress(UnreadableExport):
        assert exports.read(TableExport(path))
