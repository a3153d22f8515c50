"""CSV as a stream."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.networks.rules import csvs
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.csvs import column_name, open_text, picker, records


def read(data: bytes, delimiter: str = ","):
    return list(records(open_text(io.BytesIO(data)), delimiter))


def test_lines_are_those_that_records_begin_on():
    assert read(b'a,b\n"one\ntwo",2\n\n3,4\n') == [(1, ["a", "b"]), (2, ["one\ntwo", "2"]), (5, ["3", "4"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding):
    assert read("name,café\n“x”,£5\n".encode(encoding)) == [(1, ["name", "café"]), (2, ["“x”", "£5"])]


def test_bytes_of_two_encodings_in_one_file():
    assert read("é\n".encode() + "é\n".encode("cp1252")) == [(1, ["é"]), (2, ["é"])]


def test_a_field_too_long_to_be_one_costs_only_its_record(monkeypatch):
    monkeypatch.setattr(csvs, "MAX_FIELD", 10)
    assert read(b"a\n" + b"x" * 50 + b"\nb\n") == [(1, ["a"]), (2, None), (3, ["b"])]


def test_a_stream_that_can_not_be_read_on():
    class Broken(io.BytesIO):
        def read1(self, size=-1):
            raise OSError("with what was in it")

        def readable(self):
            return True

    with pytest.raises(DamagedFile) as caught:
        list(records(open_text(Broken(b"a,b\n"))))
    assert caught.value.args == ()


def test_columns_are_picked_by_name():
    pick = picker(["\ufeffReport  Period", "id", "ID"], ["id", "missing", "report_period"])
    assert pick(["30", "first", "second"]) == ("first", "", "30")
    assert column_name(" Sent At ") == "sent_at"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), max_size=5))
def test_what_is_written_is_read(rows):
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    text = target.getvalue()
    found = [row for _, row in records(io.StringIO(text, newline=""))]
    assert found == rows
