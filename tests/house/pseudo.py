"""A language that nobody speaks: every sentence that can be translated stands in ⟦brackets⟧ with accents.

Letters outside the brackets were never given to a translator, or are somebody's data.
"""

import gettext
import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import django
from babel import Locale
from babel.dates import format_time
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import trans_real

from manyhands.ui import formats
from tests.paths import SOURCE

CODE = "eo"  # a language that Django knows, so that it may be chosen, and that Manyhands has not
KEPT = re.compile(r"<[^>]*>|&\w+;|%\(\w+\)[sd]|%[sd%]|%{\w+}|{\w*}")  # markup and places to fill in
ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "aria-description")
PLAINLY_DATA = (
    r"[\w.+-]+@[\w.-]+",
    r"https?://\S+",
    r"urn:uuid:[\w-]+",
    r"\b[0-9a-f]{32}\b",
    r"\b[\w-]+(?:\.[\w-]+)+/\S+",
)
"""E-mail addresses, and those of pages with or without https://; ids of the ledger and of the hub's own accounts."""
ESPERANTO = Locale(CODE)
NAMES_IN_DATES = {
    *ESPERANTO.months["format"]["wide"].values(),
    *(format_time(time(hour), "a", locale=ESPERANTO) for hour in (0, 12)),
}
"""As Babel says them, which speaks Welsh as well: so they are translated."""
NO_TEXT = {"script", "style", "noscript", "template", "svg", "code", "kbd", "samp"}


def pseudo(sentence: str) -> str:
    said, end = [], 0
    for kept in KEPT.finditer(sentence):
        said += [sentence[end : kept.start()].translate(ACCENTS), kept[0]]
        end = kept.end()
    return f"⟦{''.join(said)}{sentence[end:].translate(ACCENTS)}⟧"


class Pseudo(gettext.NullTranslations):
    """Knows what Welsh can be translated into: our template of messages, and Django's own Welsh catalogue."""

    def __init__(self) -> None:
        super().__init__()
        with (SOURCE / "locale" / "django.pot").open("rb") as file:
            ours = [message.id for message in read_po(file)]
        path = Path(django.__file__).parent / "conf" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            theirs = [message.id for message in read_po(file) if message.string and not message.fuzzy]
        self.known = {one for id in ours + theirs for one in ((id,) if isinstance(id, str) else id) if one}

    def gettext(self, message: str) -> str:
        return pseudo(message) if message in self.known else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)

    def language(self) -> str:
        return CODE

    to_language = language


def speak(monkeypatch, settings) -> None:
    """Makes the pseudo-language one that people can choose."""
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Esperanto")]  # which forgets all catalogues, so it comes first
    monkeypatch.setitem(trans_real._translations, CODE, Pseudo())
    monkeypatch.setitem(formats.LOCALES, CODE, CODE)


def untranslated(page: str, data: set[str]) -> list[str]:
    """What a page shows or says aloud outside the brackets, but for the data."""
    soup = BeautifulSoup(page, "html.parser")
    aloud = [element[name] for element in soup.find_all(True) for name in SPOKEN if element.get(name)]
    aloud += [button["value"] for button in soup.select("input[type=submit], input[type=button], input[type=reset]")]
    found = [wrong for text in ["".join(_shown(soup)), *aloud] for wrong in outside(text, data)]
    return sorted(set(found))


def outside(text: str, data: set[str]) -> list[str]:
    """Pieces with letters outside the brackets, but for the data. Sentences may hold others: {…} filled in."""
    depth, pieces = 0, [""]
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        if sign in "⟦⟧\n":
            pieces.append("")
        elif not depth:
            pieces[-1] += sign
    assert depth == 0, f"a bracket is open in {text[:200]!r}"
    longest_first = sorted(data | NAMES_IN_DATES, key=len, reverse=True)
    known = re.compile("|".join([*PLAINLY_DATA, *(rf"(?<![^\W\d]){re.escape(word)}(?!\w)" for word in longest_first)]))
    return [piece.strip() for piece in pieces if re.search(r"[^\W\d_]", known.sub("", piece))]


def _not_ours(element: Tag) -> bool:
    """Marked as not to be translated (a formula, a citation), or as written in another language (a draft)."""
    return element.get("translate") == "no" or element.get("lang") not in (None, CODE)


def _shown(soup: BeautifulSoup) -> Iterator[str]:
    for text in soup.find_all(string=True):
        if type(text) is NavigableString:  # comments and the like are of other types
            within = [parent for parent in text.parents if parent.name]
            if any(parent.name in NO_TEXT or _not_ours(parent) for parent in within):
                continue
            block = text.parent.name not in ("a", "strong", "em", "span")
            yield re.sub(r"\s+", " ", text) + ("\n" if block else "")
