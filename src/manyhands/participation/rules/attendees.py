"""Who was at a course or a surgery, from a paste or a CSV file: people, one a line, or how many of a service.

Lines say name, e-mail address, service, and whether they agreed that it is kept who they are, in any order with a
heading, without one as they come: "Ann Archer, ann@example.gov.uk, Libraries, yes"; "Libraries, 12".
"""

import re
from enum import StrEnum
from typing import NamedTuple

from .interested import LeftOut, Why, address_in, rows_of

MOST_PEOPLE = 10_000
"""Of one list."""


class Attendee(NamedTuple):
    """One person, or `number` of a service. `agreed`: None where the line does not say."""

    name: str
    email: str  # in lower case
    service: str
    agreed: bool | None
    number: int = 1


class Attendees(NamedTuple):
    """What a list says: people, each once, and numbers; and the lines that could not be understood."""

    people: list[Attendee]
    again: int  # lines about somebody who was named before
    left_out: list[LeftOut]

    @property
    def total(self) -> int:
        return sum(each.number for each in self.people)


class _Of(StrEnum):
    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    SERVICE = "service"
    AGREED = "agreed"
    NUMBER = "number"


_HEADINGS = {
    _Of.NAME: ("name", "fullname", "displayname", "attendee", "participant", "person", "who", "enw"),
    _Of.FIRST: ("firstname", "forename", "givenname", "enwcyntaf"),
    _Of.LAST: ("lastname", "surname", "familyname", "cyfenw"),
    _Of.EMAIL: ("email", "emailaddress", "mail", "address", "ebost", "cyfeiriadebost"),
    _Of.SERVICE: ("service", "servicearea", "team", "department", "dept", "directorate", "gwasanaeth", "tim", "adran"),
    _Of.AGREED: ("agreed", "agree", "agrees", "consent", "consented", "maybenamed", "cytuno", "cydsynio"),
    _Of.NUMBER: ("number", "count", "howmany", "people", "attended", "nifer"),
}
_COLUMNS = {heading: of for of, headings in _HEADINGS.items() for heading in headings}
_YES = {"yes", "y", "true", "1", "agreed", "x", "✓", "✔", "ydw", "ie", "do"}
_NO = {"no", "n", "false", "0", "na", "nac ydw"}


def understand(content: bytes) -> Attendees:
    """Takes a list apart. Somebody named twice, by the same address or else name, counts once."""
    found = Attendees([], 0, [])
    rows = list(rows_of(content, found.left_out))
    if not rows:
        return found
    columns = [_COLUMNS.get(_plain(cell)) for cell in rows[0][1]]
    headed = any(of in (_Of.NAME, _Of.EMAIL, _Of.FIRST, _Of.SERVICE) for of in columns) and not any(
        map(address_in, rows[0][1])
    )
    again, total = 0, 0
    seen: set[str] = set()
    for line, cells in rows[1:] if headed else rows:
        one = _read(_by_heading(columns, cells) if headed else _as_they_come(cells))
        if isinstance(one, Why):
            found.left_out.append(LeftOut(line, one))
            continue
        key = one.email or one.name.casefold()
        if key and key in seen:
            again += 1
            continue
        total += one.number
        if total > MOST_PEOPLE:
            found.left_out.append(LeftOut(line, Why.TOO_MANY))
            break
        seen.add(key)
        found.people.append(one)
    return found._replace(again=again)


def _by_heading(columns: list[_Of | None], cells: list[str]) -> dict[_Of, str]:
    said: dict[_Of, str] = {}
    for of, cell in zip(columns, cells, strict=False):
        if of and cell:
            said.setdefault(of, cell)
    return said


def _as_they_come(cells: list[str]) -> dict[_Of, str]:
    """An address is an address, a number a number, yes or no the consent; the first text a name, the next a service.

    Of a line with a number and one text the text is the service.
    """
    said: dict[_Of, str] = {}
    texts = []
    for cell in filter(None, cells):
        if "@" in cell:
            said.setdefault(_Of.EMAIL, cell)
            if name := re.sub(r"<?[^\s<>]*@[^\s<>]*>?", "", cell).strip(' "'):  # Ann Archer <ann@example.gov.uk>
                texts.append(name)
        elif cell.isdecimal() and len(cell) < 9:
            said.setdefault(_Of.NUMBER, cell)
        elif cell.casefold() in _YES | _NO:
            said.setdefault(_Of.AGREED, cell)
        else:
            texts.append(cell)
    if _Of.NUMBER in said and len(texts) == 1 and _Of.EMAIL not in said:
        said[_Of.SERVICE] = texts[0]
    else:
        said |= dict(zip((_Of.NAME, _Of.SERVICE), texts, strict=False))
    return said


def _read(said: dict[_Of, str]) -> Attendee | Why:
    name = said.get(_Of.NAME) or " ".join(filter(None, (said.get(_Of.FIRST), said.get(_Of.LAST))))
    email = address_in(said.get(_Of.EMAIL, "")).lower()
    service = said.get(_Of.SERVICE, "")
    if said.get(_Of.EMAIL) and not email:
        return Why.NO_EMAIL
    if name or email:
        if not email and not any(character.isalpha() for character in name):
            return Why.NOBODY
        word = said.get(_Of.AGREED, "").casefold()
        agreed = True if word in _YES else False if word else None
        return Attendee(name[:200], email, service[:200], agreed)
    number = said.get(_Of.NUMBER, "")
    if not number:
        return Why.NOBODY
    if not (number.isdecimal() and 1 <= int(number) <= MOST_PEOPLE):
        return Why.NO_NUMBER
    return Attendee("", "", service[:200], False, int(number))


def _plain(cell: str) -> str:
    return re.sub(r"[\W_]+", "", cell.casefold())
