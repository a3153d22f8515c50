"""What lines would change in the register: which accounts they are about, and what is new about those."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from ..words import N_
from .entries import FIELDS, Entry, Misread, plain
from .lines import Line, Refused

TWICE = N_("This is the same account as in line %(about)s.")
UNCLEAR = N_("Several accounts of this network have this name. Give the address, so that it is clear which.")


class Known(NamedTuple):
    """An account or place that is here. One with a source has its name and network from there."""

    id: UUID
    in_register: bool
    has_source: bool
    entry: Entry


class Planned(NamedTuple):
    """What a line would do: add an account, or change some of its fields; none where all is so already."""

    number: int
    entry: Entry
    known: Known | None
    fields: tuple[str, ...]

    @property
    def what(self) -> str:
        if self.known is None or not self.known.in_register:
            return "new"
        return "changed" if self.fields else "same"


def plan(lines: Iterable[Line], known: Iterable[Known]) -> tuple[list[Planned], list[Refused]]:
    """Matches lines by network and address, or by network and name where there is no address to go by."""
    index = _Index(known)
    planned: list[Planned] = []
    refused: list[Refused] = []
    seen: dict[object, int] = {}
    for number, entry in lines:
        try:
            found = index.find(entry)
        except Misread as problem:
            refused.append(Refused(number, problem.reason))
            continue
        key = found.id if found else _key(entry, "address") or _key(entry, "name")
        if key in seen:
            refused.append(Refused(number, TWICE, str(seen[key])))
            continue
        seen[key] = number
        planned.append(Planned(number, entry, found, changes(entry, found)))
    return planned, refused


def find(entry: Entry, known: Iterable[Known]) -> Known | None:
    """The account that an entry is about. Raises Misread when it could be several."""
    return _Index(known).find(entry)


def changes(entry: Entry, known: Known | None) -> tuple[str, ...]:
    """The fields in which an entry differs from what is here."""
    kept = known.entry if known else Entry()
    fixed = ("network", "name") if known and known.has_source else ()
    return tuple(
        field
        for field in FIELDS
        if field in entry and field not in fixed and _value(entry, field) != _value(kept, field)
    )


def _value(entry: Entry, field: str) -> object:
    """A field as it is compared: nothing said is None; a service is the same whatever its case."""
    value = entry.get(field)
    if value == "":
        return None
    return plain(str(value)) if field == "service" and value else value


class _Index:
    def __init__(self, known: Iterable[Known]) -> None:
        self.by: dict[tuple[str, str, str], list[Known]] = {}
        for each in known:
            for field in ("address", "name"):
                if key := _key(each.entry, field):
                    self.by.setdefault(key, []).append(each)

    def find(self, entry: Entry) -> Known | None:
        if key := _key(entry, "address"):
            found = self.by.get(key, [])
            if not found:  # known by its name only, so far
                found = [each for each in self._named(entry) if not each.entry.get("address")]
        else:
            found = self._named(entry)
        in_register = [each for each in found if each.in_register]
        if len(in_register) > 1:
            raise Misread(UNCLEAR)
        return next(iter(in_register or found), None)

    def _named(self, entry: Entry) -> list[Known]:
        key = _key(entry, "name")
        return self.by.get(key, []) if key else []


def _key(entry: Entry, field: str) -> tuple[str, str, str] | None:
    """By which accounts are matched: addresses without what may be left out of them."""
    text = " ".join(str(entry.get(field) or "").casefold().split())
    if field == "address":
        text = re.sub(r"^(https?://)?(www\.)?@?", "", text).rstrip("/")
    return (field, plain(entry.get("network", "")), text) if text else None
