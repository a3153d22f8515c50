"""Exports that are damaged, incomplete or come in another form."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs
from manyhands.networks.viva_engage import export as viva
from manyhands.networks.viva_engage import files as csv_files
from manyhands.networks.viva_engage import mapping
from manyhands.networks.viva_engage.export import VivaEngageExport
from tests.networks import exports

HEADING = "id,thread_id,group_id,group_name,in_private_conversation,sender_id,created_at,body"
MESSAGE = "1,1,5,Group,false,1001,2024-01-15T09:00:00Z,Text"


@pytest.fixture
def files():
    return exports.payload("viva_engage")


def read(tmp_path, files, **options):
    return exports.read(VivaEngageExport(exports.make_zip(tmp_path / "export.zip", files), options))


def read_lines(tmp_path, *lines, heading=HEADING):
    return read(tmp_path, {"Messages.csv": "\n".join([heading, *lines]).encode()})


def refused(tmp_path, files):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files)
    return caught.value


def shuffled(data: bytes, seed: int) -> bytes:
    """The same CSV with its columns in another order."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    order = random.Random(seed).sample(range(len(rows[0])), len(rows[0]))
    target = io.StringIO(newline="")
    csv.writer(target).writerows([[row[index] for index in order] for row in rows])
    return target.getvalue().encode()


@pytest.mark.parametrize("seed", range(5))
def test_columns_in_any_order(tmp_path, files, seed):
    other = {name: shuffled(data, seed) if name.endswith(".csv") else data for name, data in files.items()}
    assert exports.acts(read(tmp_path, other)) == exports.acts(read(tmp_path, files))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path, encoding):
    data = f"{HEADING}\n{MESSAGE.replace('Group', 'Café “A”').replace('Text', '£5')}\n".encode(encoding)
    batches = read(tmp_path, {"Messages.csv": data})
    assert exports.places(batches)["5"].name == "Café “A”"
    assert exports.acts(batches)["message/1"].length == 2


def test_nested_zipped_again_and_alone(tmp_path, files):
    whole = exports.acts(read(tmp_path, files))
    nested = exports.make_zip(tmp_path / "nested.zip", files, below="export-1700000000/")
    assert exports.acts(exports.read(VivaEngageExport(nested))) == whole
    inner = exports.make_zip(tmp_path / "again.zip", {"export.zip": exports.zip_bytes(files)})
    assert exports.acts(exports.read(VivaEngageExport(inner))) == whole
    alone = tmp_path / "upload.csv"
    alone.write_bytes(files["Messages.csv"])
    messages = {key: act for key, act in whole.items() if key.startswith("message/")}
    assert exports.acts(exports.read(VivaEngageExport(alone))) == messages


def test_the_report_in_the_same_zip(tmp_path, files):
    report = exports.payload("viva_engage_report")
    both = read(tmp_path, files | {"VivaEngageActivityUserDetail 2_1_2024.csv": report["YammerActivityUserDetail.csv"]})
    assert len([usage for batch in both for usage in batch.usage]) == 5


def test_without_users_and_groups(tmp_path, files):
    export = VivaEngageExport(exports.make_zip(tmp_path / "export.zip", {"Messages.csv": files["Messages.csv"]}))
    assert export.workspace == "council.example"
    assert viva.NO_USERS in export.preview().notes
    assert export.preview().accounts is None
    assert not any(account.is_member for account in exports.accounts(exports.read(export)).values())


def test_neither_export_nor_report(tmp_path, files):
    other = {"Other.csv": b"a,b\n1,2\n"}
    assert refused(tmp_path, {"Users.csv": files["Users.csv"]}).message == csv_files.NOT_AN_EXPORT
    assert refused(tmp_path, other).message == csv_files.NOT_AN_EXPORT
    assert refused(tmp_path, {"readme.txt": b"hello"}).message == csv_files.NOT_AN_EXPORT
    path = tmp_path / "table.csv"
    path.write_bytes(other["Other.csv"])
    with pytest.raises(UnreadableExport):
        VivaEngageExport(path)
    path.write_bytes(b"")
    with pytest.raises(UnreadableExport):
        VivaEngageExport(path)


@pytest.mark.parametrize("column", ["id", "sender_id", "created_at"])
def test_a_needed_column_is_missing(tmp_path, column):
    error = refused_heading(tmp_path, column)
    assert error.message == csv_files.NO_COLUMNS
    assert error.fields == {"file": "Messages.csv", "columns": [column]}


def test_without_the_privacy_column_nothing_is_read(tmp_path):
    assert refused_heading(tmp_path, "in_private_conversation").message == csv_files.NO_PRIVACY


def refused_heading(tmp_path, column):
    heading = ",".join("other" if name == column else name for name in HEADING.split(","))
    return refused(tmp_path, {"Messages.csv": f"{heading}\n{MESSAGE}\n".encode()})


@pytest.mark.parametrize(
    ("said", "group", "is_read"),
    [
        ("false", "5,Group", True),
        ("FALSE", ",", True),
        ("0", ",", True),
        ("", "5,Group", True),
        ("", ",", False),
        ("true", "5,Group", False),
        ("TRUE", ",", False),
        ("1", ",", False),
        ("maybe", "5,Group", False),
    ],
)
def test_what_counts_as_private(tmp_path, said, group, is_read):
    batches = read_lines(tmp_path, f"1,1,{group},{said},1001,2024-01-15T09:00:00Z,Text")
    assert ("message/1" in exports.acts(batches)) is is_read
    assert exports.skipped(batches) == ({} if is_read else {mapping.PRIVATE: 1})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,2,5,Group,false,1001,2024-01-15T09:00:00Z", csvs.WRONG_WIDTH),
        (f"2,2,5,Group,false,1001,2024-01-15T09:00:00Z,{exports.CANARY},more", csvs.WRONG_WIDTH),
        (f'2,2,5,Group,false,{exports.CANARY},2024-01-15T09:00:00Z,"a"', mapping.BAD_ID),
        ("2.1E+15,2,5,Group,false,1001,2024-01-15T09:00:00Z,Text", mapping.SHORTENED_ID),
        (",2,5,Group,false,1001,2024-01-15T09:00:00Z,Text", mapping.BAD_ID),
        ("2,2,5,Group,false,,2024-01-15T09:00:00Z,Text", mapping.BAD_ID),
        (f"2,2,5,Group,false,1001,{exports.CANARY},Text", mapping.BAD_TIME),
        ("2,2,5,Group,false,1001,,Text", mapping.BAD_TIME),
        ("2,2,5,Group,false,1001,1989-12-31T00:00:00Z,Text", mapping.BAD_TIME),
        ("2,2,5,Group,false,1001,2999-01-01T00:00:00Z,Text", mapping.BAD_TIME),
    ],
)
def test_a_bad_line_costs_only_itself(tmp_path, line, reason):
    batches = read_lines(tmp_path, '1,1,5,Group,false,1001,2024-01-15T09:00:00Z,"Two\nlines"', line, "", MESSAGE)
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == ("Messages.csv", 4, reason)
    assert sum(len(batch.acts) for batch in batches) == 2


def test_a_quotation_mark_that_is_never_closed(tmp_path, monkeypatch):
    monkeypatch.setattr(csvs, "MAX_FIELD", 1_000)
    line = f'2,2,5,Group,false,1001,2024-01-15T09:00:00Z,"{exports.CANARY}'
    batches = read_lines(tmp_path, MESSAGE, line, *[MESSAGE] * 100)
    assert exports.rejected(batches)[0].line == 3
    assert {bad.reason for bad in exports.rejected(batches)} <= {csvs.NOT_CSV, csvs.WRONG_WIDTH}
    assert sum(len(batch.acts) for batch in batches) > 50


def test_no_messages(tmp_path):
    assert sum(len(batch.acts) for batch in read_lines(tmp_path)) == 0


def test_a_report_with_bad_counts(tmp_path):
    path = tmp_path / "0123abcd"
    path.write_text("User Principal Name,Posted Count,Report Period\na@b.example,many,30\nc@b.example,,D30\n,1,30\n")
    batches = exports.read(VivaEngageExport(path, {"filename": "report.csv"}))
    assert [(bad.file, bad.line, bad.reason) for bad in exports.rejected(batches)] == [
        ("report.csv", 2, mapping.BAD_COUNT),
        ("report.csv", 4, mapping.BAD_COUNT),
    ]
    (usage,) = [usage for batch in batches for usage in batch.usage]
    assert (usage.external_id, usage.posted, usage.days) == ("c@b.example", 0, 30)


class Several:
    """An archive of one export in memory."""

    def __init__(self, data: bytes) -> None:
        self.data, self.sizes = data, {"Messages.csv": len(data)}

    def open(self, name: str) -> io.BytesIO:
        return io.BytesIO(self.data)


CELL = st.text(max_size=8) | st.sampled_from(["1", "false", "2024-01-15", '"', "\n", "null", exports.CANARY])


@given(st.lists(st.lists(CELL, max_size=9).map(",".join), max_size=5), st.binary(max_size=40))
@settings(max_examples=300)
def test_no_file_ever_raises_and_good_lines_are_kept(lines, tail):
    data = "\n".join([HEADING, MESSAGE, *lines, ""]).encode(errors="replace") + tail
    part = csv_files.Part(Several(data), "Messages.csv")
    rows = list(csv_files.Rows(part, mapping.MessageRow, mapping.MESSAGES_NEED))
    assert rows[0][1].id == "1"
    reasons = {csvs.NOT_CSV, csvs.WRONG_WIDTH, csvs.ENDS_EARLY}
    assert all((row is None) == (reason in reasons) for _, row, reason in rows)
