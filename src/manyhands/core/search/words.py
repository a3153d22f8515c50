"""Words as search knows them: the same on every database, found by their beginning, and shown where they stand.

Texts are made into plain words before they reach an index, so that no database's own ideas of hyphens, accents or
languages make it find what another doesn't: "Café-Besuch" is `cafe besuch`.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LONGEST = 60  # characters of a word that count
MOST_SOUGHT = 8  # words of a question; further ones are left out
BEGINNING = 3  # letters: a shorter word is found only whole
SNIPPET = 240  # characters
BEFORE = 60  # of them before the first word that was found

_WORD = re.compile(r"[^\W_]+")
_INLINE = re.compile(r"</?(?:a|b|code|del|em|i|mark|s|span|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Part(NamedTuple):
    """A piece of a text; `found` where it is what was looked for."""

    text: str
    found: bool = False


def folded(text: str) -> str:
    """Without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words_of(text: str) -> list[str]:
    """Every word, in order, as an index keeps it."""
    return [word[:LONGEST] for word in _WORD.findall(folded(text))]


def sought(text: str) -> tuple[str, ...]:
    """What somebody looks for: each word once, the first MOST_SOUGHT of them."""
    return tuple(dict.fromkeys(words_of(text)))[:MOST_SOUGHT]


def finds(word: str, wanted: Sequence[str]) -> bool:
    """Whether a word of a text is one of those wanted, or begins with one."""
    return any(word == each or (len(each) >= BEGINNING and word.startswith(each)) for each in wanted)


def finds_all(text: str, wanted: Sequence[str]) -> bool:
    """Whether each of those wanted is in a text."""
    words = set(words_of(text))
    return all(any(finds(word, (each,)) for word in words) for each in wanted)


def plain(markup: str) -> str:
    """The text of HTML that was cleaned, on one line. What it returns is no HTML: escape it where it is shown."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))).split())


def marked(text: str, wanted: Sequence[str]) -> list[Part]:
    """A whole text in pieces, those that were found marked."""
    return list(_parts(unicodedata.normalize("NFC", text), wanted))


def snippet(text: str, wanted: Sequence[str], length: int = SNIPPET) -> list[Part]:
    """The piece of a text around the first word that was found, or its beginning; "…" where it goes on."""
    text = unicodedata.normalize("NFC", text)
    first = next((place.start() for place in _places(text, wanted)), 0)
    start = 0 if first <= BEFORE else _border(text, first - BEFORE)
    end = len(text) if start + length >= len(text) else text.rfind(" ", first + 1, start + length)
    if end <= first:
        end = min(len(text), start + length)
    parts = list(_parts(text[start:end], wanted))
    if start:
        parts.insert(0, Part("… "))
    if end < len(text):
        parts.append(Part(" …"))
    return parts


def _border(text: str, near: int) -> int:
    """Where the next word begins."""
    gap = text.find(" ", near)
    return near if gap < 0 else gap + 1


def _places(text: str, wanted: Sequence[str]) -> Iterator[re.Match[str]]:
    return (place for place in _WORD.finditer(text) if wanted and finds(folded(place.group())[:LONGEST], wanted))


def _parts(text: str, wanted: Sequence[str]) -> Iterator[Part]:
    done = 0
    for place in _places(text, wanted):
        if place.start() > done:
            yield Part(text[done : place.start()])
        yield Part(place.group(), found=True)
        done = place.end()
    if done < len(text):
        yield Part(text[done:])
