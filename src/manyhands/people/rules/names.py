"""Names and user names as people write them: the same however spelt, ordered or shortened."""

import re
import unicodedata
from typing import NamedTuple

from .nicknames import LONG

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"})
_TITLES = """
mr mrs ms miss mx dr prof professor sir dame lady lord rev revd cllr councillor cyng cynghorydd phd mbe obe cbe bem jp
"""
_PARTICLES = """
van von der den de del della di da la le du st al el ap ab ferch mac mc o
"""
_NOBODYS = """
admin administrator user users guest test tester info contact enquiries support help helpdesk office team news press
comms mail email web webmaster noreply unknown deleted anonymous council library libraries
"""
_TITLE, _PARTICLE, _NOBODY = (frozenset(words.split()) for words in (_TITLES, _PARTICLES, _NOBODYS))
_MARKS, _DIGITS = re.compile(r"[\W_]+"), re.compile(r"\d+")
LEAST_HANDLE = 4
"""Letters and digits below which a user name says nothing: too many people could be `ann`."""


class Name(NamedTuple):
    """A name in its parts, plain lower-case letters. A single word is a first name without a last."""

    first: str
    last: str
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for every order of the same words."""
        return " ".join(sorted(self.words))


NOBODY = Name("", "", ())


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes; letters of other scripts stay."""
    if text.isascii():  # nearly always
        return text.lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)  # letters in other dress first
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in text if not unicodedata.combining(each) and each not in "'’‘`´")


def parse(written: str) -> Name:
    """The parts of a name: `Smith, Ann`, `Cllr Ann SMITH (Parks)` and `Ann Smith | Council` are all Ann Smith."""
    text = re.sub(r"[(\[{].*?[)\]}]", " ", plain(written))
    text = re.split(r"\s[|/–—-]\s", text, maxsplit=1)[0]
    before, comma, after = text.partition(",")
    front = _words(before)
    surname = front and (len(before.split()) == 1 or len(front) == 1 or front[0] in _PARTICLE)
    if comma and surname and _words(after):
        words = _words(after.partition(",")[0]) + front
    else:
        words = front or _words(after)
    if not words:
        return NOBODY
    return Name(words[0], words[-1] if len(words) > 1 else "", tuple(words))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text) if word not in _TITLE]


def givens(first: str) -> frozenset[str]:
    """What a first name can stand for: bob for robert, chris for christine and christopher; itself in any case."""
    return frozenset(LONG.get(first, ())) | {first}


def handle_key(handle: str) -> str:
    """A user name or the part of an address before the @, by its letters and digits; "" where it says nothing."""
    key = _MARKS.sub("", plain(handle.strip().lstrip("@").partition("@")[0]))
    if len(key) < LEAST_HANDLE or key in _NOBODY or key in LONG or 2 * len(_DIGITS.sub("", key)) <= len(key):
        return ""
    return key


def spellings(name: Name) -> frozenset[str]:
    """How user names are made from a name: annsmith, asmith, smithann, smitha."""
    if not (name.first and name.last):
        return frozenset()
    made = (
        name.first + name.last,
        name.first[0] + name.last,
        name.last + name.first,
        name.last + name.first[0],
    )
    return frozenset(each for each in made if len(each) >= LEAST_HANDLE)


def clearly_different(one: str, other: str) -> bool:
    """Whether two accounts with one address are probably two people: both have a full name, and the first names differ.

    Another surname alone is no sign, as people marry; nor is one word, which may be a user name.
    """
    if one == other:
        return False
    a, b = parse(one), parse(other)
    if not (a.last and b.last) or set(a.words) <= set(b.words) or set(b.words) <= set(a.words):
        return False
    rest_a, rest_b = list(a.words), list(b.words)
    if a.last == b.last:
        rest_a, rest_b = rest_a[:-1], rest_b[:-1]
    return not any(_alike(x, y) for x in rest_a for y in rest_b)


def _alike(one: str, other: str) -> bool:
    """Equal, an initial, a short form, the beginning, or a slip of the pen."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and (len(short) == 1 or len(short) >= 3):
        return True
    return not givens(one).isdisjoint(givens(other)) or (len(short) >= 4 and _one_slip(short, long))


def _one_slip(short: str, long: str) -> bool:
    """One letter more, less, or other, or two changed about."""
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )
