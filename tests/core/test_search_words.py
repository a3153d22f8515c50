"""Words are the same on every database, and what is shown of a text is cut and marked without touching it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.search.words import (
    MOST_SOUGHT,
    SNIPPET,
    Part,
    finds,
    finds_all,
    marked,
    plain,
    snippet,
    sought,
    words_of,
)

pytestmark = pytest.mark.files


def _text(parts):
    return "".join(part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café-Besuch", ["cafe", "besuch"]),
        ("tŷ bach TŶ", ["ty", "bach", "ty"]),
        ("e-mail: ann@x.example", ["e", "mail", "ann", "x", "example"]),
        ("snake_case 2026", ["snake", "case", "2026"]),
        ("straße ﬁne", ["strasse", "fine"]),
        ('"quoted" AND (NEAR) * : ^', ["quoted", "and", "near"]),
        ("\x00 ' ; -- & | !", []),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


def test_a_question_has_each_word_once_and_not_too_many():
    assert sought("Bins bins BINS") == ("bins",)
    assert len(sought(" ".join(f"word{number}" for number in range(50)))) == MOST_SOUGHT


def test_a_word_is_found_by_its_beginning_but_a_short_one_only_whole():
    assert finds("libraries", ("librar",))
    assert not finds("library", ("brary",))
    assert finds("it", ("it",))
    assert not finds("item", ("it",))
    assert finds_all("The libraries in Ambridge", ("librar", "ambridge"))
    assert not finds_all("The libraries", ("librar", "ambridge"))


def test_what_is_marked_is_the_text_as_it_was_written():
    assert marked("Café, cafés & <b>", ("cafe",)) == [
        Part("Café", True), Part(", "), Part("cafés", True), Part(" & <b>"),
    ]  # fmt: skip
    assert marked("Nothing", ()) == [Part("Nothing")]


def test_a_snippet_begins_shortly_before_what_was_found():
    text = "before " * 100 + "the needle lies here " + "after " * 100
    parts = snippet(text, ("needle",))
    assert Part("needle", True) in parts
    assert parts[0] == Part("… ")
    assert parts[-1] == Part(" …")
    assert len(_text(parts)) <= SNIPPET + 10


def test_a_snippet_of_what_was_found_in_the_title_is_the_beginning():
    assert _text(snippet("A short text", ("elsewhere",))) == "A short text"


def test_html_becomes_text_that_is_no_longer_html():
    html = '<p class="govuk-body">One<strong>two</strong> &lt;script&gt;</p><p>three</p>'
    assert plain(html) == "Onetwo <script> three"


@given(st.text(max_size=600), st.lists(st.text(max_size=8), max_size=4))
def test_no_letter_is_lost_or_made(text, asked):
    import unicodedata

    words = sought(" ".join(asked))
    assert _text(marked(text, words)) == unicodedata.normalize("NFC", text)
    inside = _text(snippet(text, words)).removeprefix("… ").removesuffix(" …")
    assert inside in unicodedata.normalize("NFC", text) or inside.strip() in unicodedata.normalize("NFC", text)
