"""Who was at a course, from a paste or a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.participation.rules.attendees import MOST_PEOPLE, Attendee, understand
from manyhands.participation.rules.interested import LeftOut, Why


def read(text: str):
    return understand(text.encode())


def test_a_paste_as_it_comes():
    found = read(
        "Ann Archer, Ann@Example.gov.uk, Libraries, yes\n"
        "Bea Bellamy <bea@example.gov.uk>\n"
        "Carl Carter, Parks\n"
        "dan@example.gov.uk, no\n"
        "Libraries, 12\n"
        "\n"
        "Eve Evans\n"
    )
    assert found.left_out == []
    assert found.people == [
        Attendee("Ann Archer", "ann@example.gov.uk", "Libraries", True),
        Attendee("Bea Bellamy", "bea@example.gov.uk", "", None),
        Attendee("Carl Carter", "", "Parks", None),
        Attendee("", "dan@example.gov.uk", "", False),
        Attendee("", "", "Libraries", False, 12),
        Attendee("Eve Evans", "", "", None),
    ]
    assert found.total == 17


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_with_headings_in_any_order(delimiter):
    lines = [
        ("Team", "Consent", "Surname", "First name", "E-mail"),
        ("Parks", "Y", "Archer", "Ann", "ann@example.gov.uk"),
        ("Parks", "", "Bellamy", "Bea", ""),
    ]
    found = understand("\ufeff".encode() + "\r\n".join(map(delimiter.join, lines)).encode())
    assert found.people == [
        Attendee("Ann Archer", "ann@example.gov.uk", "Parks", True),
        Attendee("Bea Bellamy", "", "Parks", None),
    ]


def test_a_heading_of_services_and_numbers():
    found = read("Service,Number\nLibraries,7\nParks,0\nRoads,many\n")
    assert found.people == [Attendee("", "", "Libraries", False, 7)]
    assert found.left_out == [LeftOut(3, Why.NO_NUMBER), LeftOut(4, Why.NO_NUMBER)]


def test_who_is_there_twice_counts_once():
    found = read("Ann, ann@example.gov.uk\nANN, ANN@example.gov.uk\nBea\nbea\nLibraries, 3\nLibraries, 3\n")
    assert (found.total, found.again) == (8, 2)  # numbers are no names


def test_what_is_not_understood_is_left_out_with_its_line():
    found = read("Ann, ann@nowhere\n???\nBea, bea@example.gov.uk\n")
    assert found.left_out == [LeftOut(1, Why.NO_EMAIL), LeftOut(2, Why.NOBODY)]
    assert len(found.people) == 1


def test_more_than_can_be_meant_is_refused():
    found = read(f"Libraries, {MOST_PEOPLE}\nParks, 1\n")
    assert found.left_out == [LeftOut(2, Why.TOO_MANY)]


def test_a_workbook_is_nothing():
    assert understand(b"PK\x03\x04 rest of a workbook").people == []
    assert understand(b"").people == []


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_anything_is_taken_or_left_out_never_an_error(content):
    found = understand(content)
    assert all(each.number >= 1 and (each.name or each.email or each.number) for each in found.people)
    assert found.total <= MOST_PEOPLE
