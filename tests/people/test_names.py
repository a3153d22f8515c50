"""Names and user names: the same however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.people.rules import names

WORD = st.text(st.characters(categories=["L"]), min_size=2, max_size=12).filter(
    lambda word: names.plain(word) not in names._TITLE | names._PARTICLE and names.parse(word).words
)
ASCII = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12).filter(
    lambda word: word not in names._TITLE | names._PARTICLE
)


@pytest.mark.parametrize(
    "written",
    [
        "Ann Smith",
        "ann SMITH",
        "Smith, Ann",
        "SMITH,ANN",
        "Cllr Ann Smith",
        "Dr. Ann Smith MBE",
        "Ann Smith (Libraries)",
        "Ann Smith | Ambridge Council",
        "Ann Smith - Parks",
        "Ann Smith, Libraries Team",
        "Ánn Smíth",
    ],
)
def test_is_ann_smith(written):
    assert names.parse(written)[:2] == ("ann", "smith")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Siân O’Neill", "sian", "oneill"),
        ("Øystein Łukasz Straße", "oystein", "strasse"),
        ("van der Berg, Jan", "jan", "berg"),
        ("Anne-Marie Jones", "anne", "jones"),
        ("Smith-Jones, Anne-Marie", "anne", "jones"),
        ("王小明", "王小明", ""),
        ("Дмитрий Иванов", "дмитрии", "иванов"),  # й is и with a breve
        ("bookworm42", "bookworm", ""),
        ("", "", ""),
        ("(Parks)", "", ""),
        (", ,", "", ""),
        ("Cllr", "", ""),
    ],
)
def test_parts(written, first, last):
    assert names.parse(written)[:2] == (first, last)


@given(ASCII, ASCII)
def test_order_does_not_matter(first, last):
    assert names.parse(f"{first} {last}").key == names.parse(f"{last.upper()}, {first.title()}").key


@given(st.text(max_size=60))
def test_reads_anything(text):
    name = names.parse(text)
    assert names.parse(" ".join(name.words)).words == tuple(w for w in name.words if w not in names._TITLE)
    names.handle_key(text)


@pytest.mark.parametrize(
    ("handle", "key"),
    [
        ("@Ann.Smith", "annsmith"),
        ("ann.smith@council.example", "annsmith"),
        ("@ann_smith@social.example", "annsmith"),
        ("bookworm42", "bookworm42"),
        ("ann", ""),  # too short
        ("robert", ""),  # just a first name
        ("bobby", ""),
        ("admin", ""),
        ("u1234567", ""),  # a number
        ("", ""),
    ],
)
def test_handle_key(handle, key):
    assert names.handle_key(handle) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Smith", "Bob Jones"),
        ("Ann Smith", "Bob Smith"),  # a couple's address
        ("Ann Smith", "Ambridge Libraries"),
        ("Smith, Ann", "Jones, Bob"),
    ],
)
def test_clearly_different(one, other):
    assert names.clearly_different(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Smith", "Ann Jones"),  # married
        ("Ann Smith", "Smith, Ann"),
        ("Ann Smith", "A Smith"),
        ("Ann Smith", "Ann"),
        ("Ann Smith", "Ann Mary Smith"),
        ("Bob Smith", "Robert Smith"),
        ("Steven Smith", "Stephen Smyth"),
        ("Jonathon Smith", "Jonathan Smith"),
        ("Ann Smith", "bookworm"),  # a user name, perhaps
        ("Ann Smith", ""),
        ("", ""),
        ("Catrin Hughes", "Catrin Hughes (Parks)"),
    ],
)
def test_not_clearly_different(one, other):
    assert not names.clearly_different(one, other)


@given(st.lists(WORD, max_size=3), st.lists(WORD, max_size=3))
def test_difference_goes_both_ways_and_nobody_differs_from_themselves(one, other):
    a, b = " ".join(one), " ".join(other)
    assert names.clearly_different(a, b) == names.clearly_different(b, a)
    assert not names.clearly_different(a, a.upper())
    assert not names.clearly_different(a, f"{a} {b}") or not one
