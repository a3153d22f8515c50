"""Day files into messages: in one go where the file is sound, record by record where it is not."""

import json
import re
from collections.abc import Iterator
from typing import IO

import msgspec

from manyhands.networks.rules.archives import DAMAGE, Archive, DamagedFile
from manyhands.networks.rules.words import N_

from .mapping import BAD_SHAPE, Message

BROKEN = N_("The file breaks off or is not JSON from this line on, so the rest of it was left out.")
NOT_A_LIST = N_("This file does not hold a list of messages, so it was left out.")
DAMAGED = N_("This file is damaged inside the ZIP, so it was left out. Download the export again.")

LARGE = 8 * 2**20
"""Bytes above which a day file is read in stretches, to bound memory."""
MAX_RECORD = 64 * 2**20
"""Bytes of one record that are looked at to find its end."""
ATTEMPTS = 50
"""Places that are tried as the end of the last whole record, of which one may hold many `},`."""

_decode = msgspec.json.Decoder(list[Message]).decode
_decode_one = msgspec.json.Decoder(Message).decode
_scan = json.JSONDecoder().raw_decode
_GAP = re.compile(r"[\s,]*")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}"]', re.DOTALL)


class Stretch:
    """Some records of a day file: the messages, and the lines and reasons of records that can't be read."""

    def __init__(self, data: bytes, first_line: int = 1) -> None:
        self.data, self.first_line = data, first_line
        self.bad: list[tuple[int, str]] = []
        self._lines: list[int] | None = None
        sound = _sound(data)
        if sound is None:
            sound, self._lines = [], []
            for line, message, reason in _one_by_one(data):
                if message is None:
                    self.bad.append((first_line + line - 1, reason))
                else:
                    sound.append(message)
                    self._lines.append(line)
        self.messages = sound

    def line(self, index: int) -> int:
        """The line that a message begins on; worked out only when it is asked for."""
        if self._lines is None:
            self._lines = [line for line, message, _ in _one_by_one(self.data) if message]
        return self.first_line + self._lines[index] - 1 if index < len(self._lines) else self.first_line


def stretches(archive: Archive, name: str) -> Iterator[Stretch]:
    """A day file, whole if it is small. Raises DamagedFile where it can't be unpacked."""
    if archive.sizes[name] <= LARGE:
        yield Stretch(archive.read(name))
        return
    line, rest = 1, b""
    with archive.open(name) as stream:
        while chunk := _chunk(stream):
            data = rest + chunk
            end = _last_end(data)
            if end == 0 and len(data) > MAX_RECORD:
                break
            if end:
                yield Stretch(_as_list(data[:end]) + b"]", line)
                line += data.count(b"\n", 0, end)
            rest = data[end:]
    yield Stretch(_as_list(rest), line)  # the list's end, or where the file breaks off


def _chunk(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(LARGE)
    except DAMAGE:
        raise DamagedFile from None


def _as_list(data: bytes) -> bytes:
    """Records cut from a list as the beginning of a list of their own, on the same lines."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b",")
    return data if data.lstrip()[:1] == b"[" else b"[" + data


def _last_end(data: bytes) -> int:
    """Where the last whole record in a stretch that begins between records ends; 0 where none does.

    What decodes as a list ends between records. So the last few places that may be such ends are tried, which is
    quick; where none of them is, because a record is broken, brackets are counted.
    """
    at = len(data)
    for _ in range(ATTEMPTS):
        at = data.rfind(b"},", 0, at)
        if at < 0:
            break
        if _sound(_as_list(data[: at + 1]) + b"]") is not None:
            return at + 1
    return _count_to_end(data)


def _count_to_end(data: bytes) -> int:
    depth = end = 0
    for token in _TOKEN.finditer(data):
        sign = token.group()
        if sign in b"{[":
            depth += sign == b"{" or depth > 0  # the list's own bracket is not counted
        elif sign in b"}]":
            depth -= 1
            if depth == 0:
                end = token.end()
            elif depth < 0:
                break
        elif sign == b'"':  # the string goes on in the next stretch
            break
    return end


def _sound(data: bytes) -> list[Message] | None:
    try:
        return _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _one_by_one(data: bytes) -> Iterator[tuple[int, Message | None, str]]:
    """Each record with its line, and a reason where it can't be read; the last one where the file breaks off."""
    text = to_text(data)
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        yield 1, None, NOT_A_LIST
        return
    line, counted = 1, 0
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        counted = at
        end = _end(text, at)
        if end is None:
            yield line, None, BROKEN
            return
        message = _one(text[at:end])
        yield line, message, "" if message else BAD_SHAPE
        at = _skip(text, end)


def to_text(data: bytes) -> str:
    """A file's text, in whichever encoding it was saved; no byte is too odd."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _skip(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _end(text: str, at: int) -> int | None:
    try:
        return _scan(text, at)[1]
    except (ValueError, RecursionError):
        return None


def _one(record: str) -> Message | None:
    try:
        return _decode_one(record.encode(errors="replace"))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
