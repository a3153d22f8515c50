"""What a page says of itself is read from its head, whatever it is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.discussions.rules.pages import About, about

HEAD = """<!doctype html><html><head><title>Plain title</title>
<meta property="og:title" content="Bins &amp; more"><meta name="description" content="Plain">
<meta property="og:description" content="What goes
 where"><meta property="og:site_name" content="Ambridge"></head><body><title>No</title>"""


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (HEAD, About("Bins & more", "What goes where", "Ambridge")),
        ("<title>Only this</title>", About("Only this", "", "")),
        ("<head></head><title>Late</title>", About("", "", "")),
        ("", About("", "", "")),
        ("no page", About("", "", "")),
        ("<title>One</title><title>Two</title>", About("One", "", "")),
        ("<svg><title>x", About("x", "", "")),
    ],
)
def test_heads(page, said):
    assert about(page.encode()) == said


def test_other_alphabets_of_bytes():
    assert about("<meta charset='iso-8859-1'><title>Café</title>".encode("latin-1")).title == "Café"
    assert about("<title>Tŷ</title>".encode()).title == "Tŷ"
    assert about("<title>Café</title>".encode("latin-1"), "latin-1").title == "Café"
    assert about(b"<meta charset=nonsense><title>x</title>").title == "x"


def test_long_and_hidden_things():
    said = about(f"<title>{'x' * 500}\u202e</title>".encode())
    assert len(said.title) == 200
    assert "\u202e" not in about("<title>a\u202eb</title>".encode()).title


@given(st.binary(max_size=500), st.sampled_from(["", "utf-8", "x", "utf-16"]))
def test_whatever_comes(body, charset):
    for begins in (b"", b"<title>", b"<meta content='", b"<!--"):
        assert all(isinstance(part, str) for part in about(begins + body, charset))
