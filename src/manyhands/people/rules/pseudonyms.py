"""Which names can be a pseudonym, and when what is left of one goes."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

SHORTEST, LONGEST = 2, 60
MOST = 5
"""How many pseudonyms one person may have at a time."""
KEPT_DAYS = 90
"""How long the named officer's rule still holds for a pseudonym that was given up."""
GOES_BETWEEN = (30, 90)
"""After how many days, by chance, what an erased person did under a pseudonym goes."""


class Unfit(StrEnum):
    """Why a name can't be a pseudonym."""

    LENGTH = "length"
    ADDRESS = "address"  # looks like an e-mail or web address
    TAKEN = "taken"
    TELLS = "tells"  # holds a part of the person's own name or address


def unfit(name: str, *, own: Collection[str], taken: Collection[str]) -> Unfit | None:
    """Why `name` can't be one, or None. `own`: the person's name and e-mail addresses; `taken`: names others see."""
    if not SHORTEST <= len(name) <= LONGEST or not any(each.isalnum() for each in name):
        return Unfit.LENGTH
    if "@" in name or "://" in name:
        return Unfit.ADDRESS
    if plain(name) in {plain(each) for each in taken}:
        return Unfit.TAKEN
    return Unfit.TELLS if any(part in plain(name) for part in _parts(own)) else None


def plain(name: str) -> str:
    """A name as it is compared: without case, accents, spaces and signs, so that two can't pass for one another."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(each for each in letters if each.isalnum())


def goes_on(today: date) -> date:
    """A day by chance on which an erased person's pseudonym goes; the day of the erasure would tell whose."""
    first, last = GOES_BETWEEN
    return today + timedelta(days=first + secrets.randbelow(last - first + 1))


def _parts(own: Collection[str]) -> set[str]:
    """The words of a name, and those before the @ of an address, that are long enough to tell who it is."""
    words = (word for each in own for word in re.split(r"[\W\d_]+", each.partition("@")[0]))
    return {part for part in map(plain, words) if len(part) > 2}
