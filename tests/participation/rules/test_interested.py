"""What a list of who is interested says, and which of its lines say nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.participation.rules import interested
from manyhands.participation.rules.interested import LeftOut, Why, understand

TODAY = date(2026, 11, 21)


def read(text, encoding="utf-8"):
    return understand(text.encode(encoding), TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_days_with_counts(encoding):
    found = read(
        "Day;Where;How many\n2026-03-27;Café;12\n27/9/2026 10:30;Hall;1,024\n3 October 2026;;40 people\n", encoding
    )
    assert found.counts == {date(2026, 3, 27): 12, date(2026, 9, 27): 1024, date(2026, 10, 3): 40}
    assert (found.people, found.left_out) == (0, [])
    assert found.numbers(TODAY) == found.counts


def test_the_column_that_counts_is_told_by_its_heading():
    assert read("Date,Session,Interested\n2026-03-01,1,9\n2026-04-01,2,14\n").counts == {
        date(2026, 3, 1): 9,
        date(2026, 4, 1): 14,
    }
    assert read("2026-03-01,9\n2026-04-01,14\n").counts[date(2026, 4, 1)] == 14


def test_lines_that_say_nothing_are_left_out_with_the_reason():
    found = read(
        "date,people\n2026-03-27,12\n\nsoon,3\n2099-01-01,5\n2026-04-01,many\n2026-03-27,13\n31/2/2026,4\n2026-05-01,15\n"
        "2026-06-01,16\n2026-06-02,99999999\n"
    )
    assert found.counts == {date(2026, 3, 27): 12, date(2026, 5, 1): 15, date(2026, 6, 1): 16}
    assert found.left_out == [
        LeftOut(4, Why.NO_DATE),
        LeftOut(5, Why.FUTURE),
        LeftOut(6, Why.NO_NUMBER),
        LeftOut(7, Why.TWICE),
        LeftOut(8, Why.NO_DATE),
        LeftOut(11, Why.NO_NUMBER),
    ]


def test_people_are_counted_by_address():
    found = read(
        "Start time,Name,E-mail\n2026-10-01 10:00,Ann,ann@ambridge.example\n"
        "2026-10-02 10:00,Ann A.,ANN@ambridge.example\n"
        "2026-10-03 10:00,Bob,Bob <bob@ambridge.example>\n2026-10-04 10:00,Cat,none\n"
    )
    assert (found.people, found.again, found.left_out) == (2, 1, [LeftOut(5, Why.NO_EMAIL)])
    assert found.numbers(TODAY) == {TODAY: 2}
    assert read("ann@ambridge.example\nbob@ambridge.example\n").people == 2
    assert not any("ann" in str(value) for value in found)


def test_people_are_counted_by_name():
    found = read("First name,Last name,Service\nAnn,Archer,Libraries\nAnn,Archer,Housing\nBob,Archer,\n,,Housing\n")
    assert (found.people, found.again, found.left_out) == (2, 1, [LeftOut(5, Why.NOBODY)])
    assert read("Ann Archer\nBob Archer\n123\n").people == 2


def test_a_number_alone_is_of_today():
    assert read("57").numbers(TODAY) == {TODAY: 57}
    assert read("0\n").numbers(TODAY) == {TODAY: 0}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04workbook", b"\x00\x01\x02\xff", b"date,people\n"])
def test_what_is_no_list_says_nothing(content):
    assert understand(content, TODAY).numbers(TODAY) == {}


def test_a_list_has_an_end(monkeypatch):
    monkeypatch.setattr(interested, "MOST_LINES", 3)
    found = read("a@x.example\nb@x.example\nc@x.example\nd@x.example\n")
    assert (found.people, found.left_out) == (3, [LeftOut(4, Why.TOO_MANY)])


@given(st.binary(max_size=400) | st.text(alphabet='a1,;\t"\n\r@.-/2026 ', max_size=400).map(str.encode))
def test_nothing_makes_it_stumble(content):
    found = understand(content, TODAY)
    assert all(0 <= number <= interested.MOST and day <= TODAY for day, number in found.numbers(TODAY).items())
