"""Reads JSON as a stream, value by value, however long its lists are: in memory are a stretch and one value.

A file is a list, `[…]`, or an object of lists, `{"zerver_message": […], …}`. What is sound before a break is given.
"""

import json
import re
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import msgspec

from .archives import DAMAGE, DamagedFile
from .csvs import open_text
from .words import N_

BROKEN = N_("The file breaks off or is not JSON from this line on, so the rest of it was left out.")
NOT_JSON = N_("This file is not the JSON that it should be, so it was left out.")
DAMAGED = N_("This file is damaged inside the archive, so it was left out. Download the export again.")

STRETCH = 2**20
"""Characters that are read at a time."""
MAX_VALUE = 64 * 2**20
"""Characters of one value that are looked at to find its end."""
MAX_LINE = 16 * 2**20
"""Characters of one line of JSON Lines."""

_scan = json.JSONDecoder().raw_decode
_GAP = re.compile(r"[\s,]*")
_UNREAD = object()


class Value(NamedTuple):
    """An item of a list, or another member of the outermost object, as Python's own types."""

    key: str  # the name of the member; "" in an outermost list
    line: int  # 1-based, where it begins
    value: Any


class BrokenJson(Exception):
    """The file breaks off or is not JSON from a line on. Bears nothing of what it held."""

    def __init__(self, line: int, reason: str = BROKEN) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason


def values(stream: IO[bytes], *, after: str = "") -> Iterator[Value]:
    """The items of the outermost list, or of each list in the outermost object, in order.

    `after` stands before the JSON, such as "=" in JavaScript. Raises BrokenJson or DamagedFile after what is sound.
    """
    cursor = _Cursor(stream)
    try:
        yield from cursor.whole(after)
    finally:
        cursor.reader.detach()  # the stream is whoever's opened it


def lines(stream: IO[bytes]) -> Iterator[tuple[int, Any]]:
    """Each line of JSON Lines as (line, value); UNREADABLE for one that is none. Raises DamagedFile."""
    text, line = _opened(stream), 0
    try:
        while data := _read_line(text):
            line += 1
            if stripped := data.strip():
                yield line, whole(stripped)
    finally:
        text.detach()


UNREADABLE = object()
"""Stands for a value that is not JSON."""


def whole(data: str | bytes) -> Any:
    """A text that is one JSON value, as Python's own types; UNREADABLE where it is none."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    try:  # what msgspec does not take, such as half of a surrogate pair, which is read as it is
        return json.loads(data)
    except (ValueError, RecursionError):
        return UNREADABLE


class _Cursor:
    """A place in a stream of text."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.reader = _opened(stream)
        self.text, self.at, self.line, self.counted = "", 0, 1, 0
        self.ended = False

    def more(self, size: int = 0) -> bool:
        """Reads on; what was passed is let go."""
        self._count()
        try:
            chunk = self.reader.read(size or STRETCH)
        except DAMAGE:
            raise DamagedFile from None
        self.text = self.text[self.at :] + chunk
        self.at = self.counted = 0
        self.ended = not chunk
        return bool(chunk)

    def _count(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def peek(self) -> str:
        """The next sign that is neither white space nor a comma; "" at the end."""
        while True:
            found = _GAP.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self) -> str:
        sign = self.peek()
        self.at += len(sign)
        return sign

    def skip_past(self, sign: str) -> bool:
        if not self.text:
            self.more()
        found = self.text.find(sign, self.at)
        self.at = found + len(sign) if found >= 0 else self.at
        return found >= 0

    def value(self) -> tuple[int, Any]:
        """The next value, with its line. Raises BrokenJson where none ends within MAX_VALUE."""
        self.peek()
        line, size = self._count(), STRETCH
        while True:
            value, end = _scanned(self.text, self.at)
            if value is not _UNREAD and (end < len(self.text) or (self.ended and self.text[end - 1] in '}]"')):
                self.at = end  # at the file's end, 1 may be the beginning of 10
                return line, value
            if self.ended or len(self.text) - self.at > MAX_VALUE:
                raise BrokenJson(line)
            self.more(size)
            size *= 2  # so that a long value is not looked at too often

    def whole(self, after: str) -> Iterator[Value]:
        """What `values` gives."""
        if after and not self.skip_past(after):
            raise BrokenJson(1, NOT_JSON)
        opening = self.take()
        if opening == "[":
            yield from self.items("")
        elif opening == "{":
            yield from self.members()
        else:
            raise BrokenJson(1, NOT_JSON)

    def items(self, key: str) -> Iterator[Value]:
        """What is in a list, whose bracket was taken."""
        while (sign := self.peek()) != "]":
            if not sign:
                raise BrokenJson(self._count())
            line, value = self.value()
            yield Value(key, line, value)
        self.at += 1

    def members(self) -> Iterator[Value]:
        """What is in an object, whose bracket was taken."""
        while (sign := self.peek()) != "}":
            line, key = self.value() if sign == '"' else (self._count(), None)
            if not isinstance(key, str) or self.take() != ":":
                raise BrokenJson(line)
            if self.peek() == "[":
                self.at += 1
                yield from self.items(key)
            else:
                line, value = self.value()
                yield Value(key, line, value)
        self.at += 1


def _opened(stream: IO[bytes]) -> Any:
    try:
        return open_text(stream)
    except DAMAGE:
        raise DamagedFile from None


def _scanned(text: str, at: int) -> tuple[Any, int]:
    try:
        return _scan(text, at)
    except (ValueError, RecursionError):
        return _UNREAD, at


def _read_line(text: Any) -> str:
    try:
        return str(text.readline(MAX_LINE))
    except DAMAGE:
        raise DamagedFile from None
