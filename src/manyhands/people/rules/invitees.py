"""Who is to be invited, out of what somebody pasted or a CSV file: those understood, and each that isn't with why.

Pasted: one a line, or with commas or semicolons between, as mail programs copy them: `Ann Smith <ann@x.example>`,
`"Smith, Ann" <ann@x.example>; Bob <bob@x.example>`, or bare addresses. CSV: name, e-mail address, service, kind, found
by their headings in any order, or by what the cells hold where there is no heading.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from ..types import Kind
from .kinds import known_as

MOST = 1000
"""How many at once; a longer list is brought in parts."""
LONGEST_SHOWN = 100


class Problem(StrEnum):
    """Why something is no invitation."""

    NO_ADDRESS = "no_address"  # a name without one
    NO_AT = "no_at"
    SPACE = "space"
    NOTHING_BEFORE = "nothing_before"
    NO_DOMAIN = "no_domain"  # what follows the @ is no domain
    LETTERS = "letters"  # something before the @ that no address has
    TOO_LONG = "too_long"
    TWICE = "twice"  # an address that stands further up too
    TOO_MANY = "too_many"  # beyond MOST


class Invitee(NamedTuple):
    """Somebody understood. The address is in lower case; `line` counts from 1; `kind` is a Kind, or a word for one."""

    line: int
    name: str
    email: str
    service: str = ""
    kind: str = ""


class Broken(NamedTuple):
    """Something not understood: the line it stands in, the words, and why."""

    line: int
    text: str
    problem: Problem


class Invitees(NamedTuple):
    people: list[Invitee]
    broken: list[Broken]


_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_BRACKETED = re.compile(r"([^<>]*)<([^<>]*)>")
_BOM = "\ufeff"
_BETWEEN = ",;\t"

_HEADINGS = {
    "name": {"name", "full name", "display name", "enw", "person"},
    "email": {"e-mail", "email", "e-mail address", "email address", "mail", "address", "e-bost", "ebost"},
    "service": {"service", "team", "department", "service area", "gwasanaeth", "directorate"},
    "kind": {"kind", "role", "type", "math", "rôl"},
}


def read_pasted(text: str) -> Invitees:
    """What was pasted into a box."""
    return _collect(_pasted(text))


def read_csv(data: bytes) -> Invitees:
    """A file; UTF-8, or as Windows writes it. Commas, semicolons or tabs, whichever the first line has most of."""
    text = _decoded(data)
    lines = text.splitlines()
    first = lines[0] if lines else ""
    delimiter = max(_BETWEEN, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    return _collect(_rows(reader))


def as_csv(people: Iterable[Invitee]) -> str:
    """Those understood, as text that `read_csv` understands the same: what a preview hands on to who confirms it."""
    rows = ["Name,E-mail,Service,Kind"]
    for each in people:
        cells = (each.name, each.email, each.service, each.kind)
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "\n".join(rows)


def problem_with(address: str) -> Problem | None:
    """Why this is no e-mail address that a letter could be sent to; None when it is one. Lower case expected."""
    local, at, domain = address.rpartition("@")
    if not at:
        return Problem.NO_AT
    if any(each.isspace() for each in address):
        return Problem.SPACE
    if not local:
        return Problem.NOTHING_BEFORE
    if len(local) > 64 or len(address) > 254:
        return Problem.TOO_LONG
    labels = domain.split(".")
    fits = len(labels) > 1 and all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)
    if not fits or labels[-1].isdigit():
        return Problem.NO_DOMAIN
    if not _LOCAL.fullmatch(local):
        return Problem.LETTERS
    return None


class _Found(NamedTuple):
    """One that may be somebody, with what stands there in full."""

    line: int
    name: str
    address: str
    written: str
    service: str = ""
    kind: str = ""


def with_kind(found: Invitees, chosen: Kind) -> tuple[Invitees, list[str]]:
    """Everybody as the kind that their line says, or else the chosen one; and the words that say none that we know."""
    unknown: set[str] = set()
    people = []
    for each in found.people:
        kind = known_as(each.kind)
        if each.kind and not kind:
            unknown.add(each.kind)
        people.append(each._replace(kind=kind or chosen))
    return Invitees(people, found.broken), sorted(unknown)


def _collect(found: Iterable[_Found]) -> Invitees:
    """Sorts what was found into people and what is broken."""
    people: list[Invitee] = []
    broken: list[Broken] = []
    seen: set[str] = set()
    for line, name, address, written, service, kind in found:
        email = _address(address)
        problem = problem_with(email) if email else Problem.NO_ADDRESS
        if problem is None and email in seen:
            problem = Problem.TWICE
        if problem is None and len(people) >= MOST:
            problem = Problem.TOO_MANY
        if problem:
            broken.append(Broken(line, " ".join(written.split())[:LONGEST_SHOWN], problem))
        else:
            seen.add(email)
            people.append(Invitee(line, _name(name, email), email, _cell(service), _cell(kind)))
    return Invitees(people, broken)


def _cell(text: str) -> str:
    return " ".join(text.split())[:200]


def _pasted(text: str) -> Iterator[_Found]:
    for number, line in enumerate(text.lstrip(_BOM).splitlines(), 1):
        for piece in line.replace("\t", ";").split(";"):
            end = 0
            for match in _BRACKETED.finditer(piece):
                bare, name = _bare_and_name(match[1])
                for each in bare:
                    yield _Found(number, "", each, each)
                yield _Found(number, name, match[2], match[0].strip(" ,"))
                end = match.end()
            rest = piece[end:]
            bare, name = _bare_and_name(rest)
            if bare or not end:
                # `Ann Smith ann@x.example`: a name before one address, without brackets
                for each in bare:
                    before, _, last = each.strip().rpartition(" ")
                    spelt_out = before and "@" not in before and "@" in last
                    yield _Found(number, before if spelt_out else "", last if spelt_out else each, each)
            if name:
                yield _Found(number, name, "", rest.strip(" ,"))


def _bare_and_name(text: str) -> tuple[list[str], str]:
    """Addresses without brackets, and the name that is left: `bob@x.example, Smith, Ann` is Bob's, then Ann's name."""
    parts = [part.strip() for part in text.split(",")]
    return [part for part in parts if "@" in part], ", ".join(part for part in parts if part and "@" not in part)


def _rows(reader: Iterable[list[str]]) -> Iterator[_Found]:
    columns: dict[str, int] | None = None
    for number, row in enumerate(reader, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells)
            if columns:
                continue
        if columns:
            name, address, service, kind = (
                cells[columns[what]] if what in columns and columns[what] < len(cells) else ""
                for what in ("name", "email", "service", "kind")
            )
        else:
            name, address, service, kind = _guessed(cells)
        if match := _BRACKETED.fullmatch(address):
            name, address = name or match[1], match[2]
        yield _Found(number, name, address, ", ".join(cell for cell in cells if cell), service, kind)


def _columns(cells: list[str]) -> dict[str, int]:
    """Where what stands, if this line is a heading; empty when it is not."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for what, words in _HEADINGS.items():
            if cell.casefold().strip(" :*") in words and what not in found:
                found[what] = place
    return found if "email" in found else {}


def _guessed(cells: list[str]) -> tuple[str, str, str, str]:
    """Name, address, service, kind of a line without a heading: the address has an @, the others stand in order."""
    place = next((at for at, cell in enumerate(cells) if "@" in cell), None)
    name, service, kind, *_ = [*(cell for at, cell in enumerate(cells) if at != place), "", "", ""]
    return name, "" if place is None else cells[place], service, kind


def _address(written: str) -> str:
    address = written.strip().strip("\"'<>").removeprefix("mailto:").strip().rstrip(".").lower()
    return address.removeprefix("mailto:")


def _name(written: str, email: str) -> str:
    """`"Smith, Ann"` is Ann Smith; an address that stands for a name is none."""
    name = " ".join(written.replace('"', " ").strip(" '").split())
    if name.lower() == email:
        return ""
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        name = f"{first.strip()} {last.strip()}"
    return name.strip(" ,")[:200]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")
