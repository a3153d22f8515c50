"""Both texts can be made again of what is shown."""

import time

from hypothesis import given
from hypothesis import strategies as st

from manyhands.discussions.rules.text_changes import Piece, changes

WORDS = st.lists(st.sampled_from(["one ", "two ", "three, ", "\n", "four."]), max_size=30).map("".join)


def test_word_by_word():
    assert changes("A gate costs ninety.", "A gate costs forty!") == [
        Piece("same", "A gate costs "),
        Piece("removed", "ninety."),
        Piece("added", "forty!"),
    ]


def test_nothing_changed():
    assert changes("", "") == []
    assert changes("same", "same") == [Piece("same", "same")]


@given(WORDS | st.text(max_size=50), WORDS | st.text(max_size=50))
def test_nothing_is_lost(before, after):
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


def test_long_texts_take_not_long():
    began = time.process_time()
    pieces = changes("a b " * 5_000, "b a " * 5_000)
    assert time.process_time() - began < 5
    assert "".join(piece.text for piece in pieces if piece.change != "added") == "a b " * 5_000
