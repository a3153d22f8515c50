"""A paste of many lines taken apart: those that are understood, and those that are not, each with its reason."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..words import N_
from .entries import FIELDS, Entry, Misread, check, day_of, names_in_cell, network_called, number_of, plain
from .records import records

MOST_LINES, MOST_TEXT = 2_000, 500_000
"""Of one paste: lines, and characters."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "network": ("network", "platform", "system", "channel", "type"),
    "name": ("name", "account", "account name", "place", "page", "group"),
    "address": ("address", "url", "link", "web address", "handle"),
    "service": ("service", "service area", "team", "department", "directorate"),
    "purpose": ("purpose", "what for", "what is it for"),
    "hands": ("how many can post", "hands", "number of hands", "number who can post", "posters"),
    "hand_names": ("who can post", "names", "who", "owners", "admins", "editors"),
    "recovery_holder": ("recovery holder", "recovery", "who can recover it"),
    "last_used": ("last used", "last post", "last active", "last activity"),
    "audience": ("audience", "who is it for", "followers"),
    "": ("needs more hands", "needs"),  # in our own files, and worked out anew
}
"""What a column may be called, as `plain` has it."""

NOT_SPLIT = N_("A quotation mark opens in this line and is not closed.")
TOO_WIDE = N_("This line has more columns than the first.")
TOO_MANY = N_("Only %(about)s lines can be taken at a time. Paste this line and those after it by themselves.")


class Line(NamedTuple):
    """A line that was understood."""

    number: int
    entry: Entry


class Refused(NamedTuple):
    """A line that was not, and why: the reason is translated when shown, with `about` in it."""

    number: int
    reason: str
    about: str = ""


class Understood(NamedTuple):
    """A paste. `unknown` are headings of columns that were left out."""

    lines: list[Line]
    refused: list[Refused]
    unknown: list[str]


def read(
    text: str, *, today: date, networks: Mapping[str, str] | None = None, headings: Mapping[str, str] | None = None
) -> Understood:
    """Takes a paste apart. Without a heading its columns are those of FIELDS, in order. Blank cells say nothing.

    `networks`: what a network is called, as `plain` has it, to what we call it; `headings`: the same of columns.
    """
    found = Understood([], [], [])
    columns: Sequence[str] = ()
    for number, cells in records(text):
        if not columns and cells:
            columns = _columns(cells, headings or {})
            if columns:
                found.unknown.extend(cell for cell, field in zip(cells, columns, strict=True) if field == "?")
                continue
            columns = FIELDS
        if len(found.lines) + len(found.refused) >= MOST_LINES:
            found.refused.append(Refused(number, TOO_MANY, f"{MOST_LINES:,}"))
            break
        try:
            found.lines.append(Line(number, _entry(cells, columns, today, networks or {})))
        except Misread as problem:
            found.refused.append(Refused(number, problem.reason, problem.about))
    return found


def _columns(cells: list[str], more: Mapping[str, str]) -> list[str]:
    """The fields that a heading names, "?" where it is none of ours; nothing at all for a line that is no heading."""
    known = {heading: field for field, names in HEADINGS.items() for heading in names} | dict(more)
    columns = [known.get(plain(cell), "?") if cell else "" for cell in cells]
    named = {field for field in columns if field in FIELDS}
    return columns if "name" in named and len(named) >= 2 else []


def _entry(cells: list[str] | None, columns: Sequence[str], today: date, networks: Mapping[str, str]) -> Entry:
    if cells is None:
        raise Misread(NOT_SPLIT)
    if any(cells[len(columns) :]):
        raise Misread(TOO_WIDE)
    said = {field: unguarded(cell) for field, cell in zip(columns, cells, strict=False) if cell and field in FIELDS}
    if said.get("hand_names", "").isdecimal():  # a column called "who can post" that says how many
        said.setdefault("hands", said.pop("hand_names"))
    entry = Entry()
    for field in ("name", "address", "service", "purpose", "recovery_holder", "audience"):
        if field in said:
            entry[field] = said[field]
    if "network" in said:
        entry["network"] = network_called(said["network"], networks)
    if "hands" in said and (hands := number_of(said["hands"])) is not None:
        entry["hands"] = hands
    if "hand_names" in said:
        entry["hand_names"] = "\n".join(names_in_cell(said["hand_names"]))
    if "last_used" in said:
        entry["last_used"] = day_of(said["last_used"])
    check(entry, today)
    return entry


_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` gives it back, whatever it was."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
