"""What changed between two versions of a text, word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 6_000  # beyond that, whole lines are compared: comparing takes time that grows with the square


class Piece(NamedTuple):
    """A piece of text. `change` is "same", "added" or "removed"."""

    change: str
    text: str


def changes(before: str, after: str) -> list[Piece]:
    """The text with what was removed and what was added, in order: all but "added" make `before`, all but "removed"
    make `after`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for change, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if m > k:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces
