"""CSV that spreadsheets can open without harm."""

import csv
import io

import pytest

from manyhands.core.spreadsheets import csv_lines


def read(header, rows):
    text = "".join(csv_lines(header, rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_what_is_written_is_read_again():
    row = ['Tŷ, "quoted"', "two\nlines", 3, 0.5, None]
    assert read(["a", "b", "c", "d", "e"], [row])[1] == ['Tŷ, "quoted"', "two\nlines", "3", "0.5", ""]


def test_no_rows_leave_the_header():
    assert read(["a"], []) == [["a"]]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_no_formula(formula):
    assert read(["a"], [[formula]])[1] == ["'" + formula]


def test_a_number_stays_a_number():
    assert read(["a"], [[-5]])[1] == ["-5"]
