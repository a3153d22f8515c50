"""What is said of one account or place: each answer as it is typed, and whether it can be kept."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TypedDict

from ..times import EARLIEST, seconds
from ..words import N_

ENOUGH_TO_POST = 3
"""With two people who can post, a holiday and an illness leave nobody: below three, another is worth asking for."""


class Entry(TypedDict, total=False):
    """What somebody says of an account or place. A key that is missing says nothing: what is there stays."""

    network: str
    name: str
    address: str
    service: str  # by name
    purpose: str
    hands: int | None  # how many people can post
    hand_names: str  # who, one a line
    recovery_holder: str  # who gets it back when the password is lost
    last_used: date | None
    audience: str


FIELDS: tuple[str, ...] = tuple(Entry.__annotations__)
"""In the order of columns."""

LENGTHS = {
    "network": 40,
    "name": 200,
    "address": 500,
    "service": 200,
    "purpose": 2_000,
    "hand_names": 5_000,
    "recovery_holder": 200,
    "audience": 200,
}
"""Characters of each text."""

NETWORKS: Mapping[str, tuple[str, ...]] = {
    "Facebook": ("fb",),
    "Instagram": ("ig", "insta"),
    "X": ("twitter", "x (twitter)", "x (formerly twitter)"),
    "Bluesky": ("bsky", "blue sky"),
    "Mastodon": (),
    "Threads": (),
    "LinkedIn": (),
    "YouTube": (),
    "TikTok": (),
    "Flickr": (),
    "Nextdoor": (),
    "WhatsApp": (),
    "Microsoft Teams": ("teams", "ms teams"),
    "Website": ("web site", "web"),
    "Blog": (),
    "Wiki": (),
    "Newsletter": ("e-newsletter", "email newsletter", "e-mail newsletter"),
}
"""Networks that councils use, and what else they are called, so that one network is not two."""

NO_NETWORK = N_("The network is missing, such as Facebook or your website.")
NO_NAME = N_("The account’s name is missing.")
TOO_LONG = N_("This is longer than can be kept: “%(about)s…”")
NO_NUMBER = N_("“%(about)s” is not a number of people.")
MORE_NAMES = N_("More people are named (%(about)s) than can post.")
NO_DATE = N_("“%(about)s” is not a date such as 27/3/2026.")
IN_FUTURE = N_("%(about)s is still to come.")


class Misread(ValueError):
    """An answer that can't be taken: `reason` is one of the sentences above, about `about`; `field` is where."""

    def __init__(self, reason: str, about: str = "", field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.about, self.field = reason, about, field


def check(entry: Entry, today: date) -> None:
    """Raises Misread for what can't be kept. A number that is missing is filled in where people are named."""
    if not entry.get("network"):
        raise Misread(NO_NETWORK, field="network")
    if not entry.get("name"):
        raise Misread(NO_NAME, field="name")
    for field, most in LENGTHS.items():
        said = str(entry.get(field) or "")
        if len(said) > most:
            raise Misread(TOO_LONG, said[:20], field)
    named, hands = len(names_in(entry.get("hand_names", ""))), entry.get("hands")
    if named and hands is None:
        entry["hands"] = named
    elif hands is not None and hands < named:
        raise Misread(MORE_NAMES, str(named), "hands")
    used = entry.get("last_used")
    if used and used > today:
        raise Misread(IN_FUTURE, f"{used:%d/%m/%Y}", "last_used")


def number_of(text: str) -> int | None:
    """How many people: 3 of "3" or "3 people". None of "fewer than 5", which a file that is safe for all says."""
    if re.match(r"(fewer than|llai na)\b", text.casefold()):
        return None
    found = re.fullmatch(r"(\d{1,6})(\.0)?( *(people|persons?|staff|hands))?", text.replace(",", ""), re.IGNORECASE)
    if not found:
        raise Misread(NO_NUMBER, text[:40], "hands")
    return int(found[1])


def day_of(text: str) -> date:
    """A date as spreadsheets and people write it, day before month: 2026-03-27, 27/3/2026, 27 March 2026."""
    moment = seconds(text)
    if moment is None or moment < EARLIEST:
        raise Misread(NO_DATE, text[:40], "last_used")
    return datetime.fromtimestamp(moment, UTC).date()


def names_in(text: str) -> list[str]:
    """Names, one a line or between semicolons, each once."""
    return list(dict.fromkeys(name for part in re.split(r"[;\n]", text) if (name := " ".join(part.split()))))


def names_in_cell(cell: str) -> list[str]:
    """Names in a cell, also between commas where each is more than one word: "Archer, Ann" is one name."""
    if not re.search(r"[;\n]", cell) and all(" " in part.strip() for part in cell.split(",")):
        cell = cell.replace(",", ";")
    return names_in(cell)


def names_as_cell(names: str) -> str:
    """What `names_in_cell` gives back."""
    each = names_in(names)
    return "; ".join(each) + (";" if len(each) == 1 and "," in names else "")


def network_called(text: str, known: Mapping[str, str]) -> str:
    """A network by the name that it has here (`known`, by `plain`), or that most give it, or else as it was written."""
    said = " ".join(text.split())
    common = _COMMON.get(plain(said), said)
    return known.get(plain(said)) or known.get(plain(common)) or common


def plain(text: str) -> str:
    """A text as it is compared: in lower case, without punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


_COMMON = {plain(each): name for name, others in NETWORKS.items() for each in (name, *others)}


def needs_more_hands(hands: int | None) -> bool:
    """Whether an account would gain from another pair of hands. Of a number that is not known nothing is said."""
    return hands is not None and hands < ENOUGH_TO_POST
