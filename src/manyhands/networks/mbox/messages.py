"""Cuts an mbox into messages, and finds in each the few headers that matter and the text that its author wrote.

A message's parts are only looked at as far as is needed: most are found by one search for the line that begins the
next, and one for the headers. Of a large message the first stretch is held, which has the headers and the text.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from manyhands.networks.rules.lines import NEW_LINE, new_lines
from manyhands.networks.rules.markup import plain

HELD = 2**20
"""Bytes of a message that are held; what follows, in nearly every case files sent with it, is passed over."""
MARGIN = 2**12
"""Bytes that hold the line that begins a message and the one after it."""
MAX_DEPTH = 4
"""Parts inside parts that are looked into."""

_DATED = rb"From [^\n]*[A-Z][a-z]{2} +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d[^\n]*\d{4}[^\n]*\n"
_FIELD = rb"(?=[!-9;-~]{1,80}[ \t]*:|>From )"
_BEGINS = re.compile(_DATED + _FIELD)
_BEGINS_LOOSELY = re.compile(rb"From [^\n]*\n" + _FIELD)  # after an empty line
_MARK = re.compile(rb"\nFrom ")
_HEADERS = re.compile(  # each alternative begins with a set, so that most lines are refused by their first letter
    rb"\n([Ff](?i:rom)|[Dd](?i:ate)|[Mm](?i:essage-id)|[Ii](?i:n-reply-to)|[Rr](?i:eferences|eply-to)|[Ll](?i:ist-id)"
    rb"|[Cc](?i:ontent-type|ontent-transfer-encoding|ontent-disposition)"
    rb"|[Aa](?i:uto-submitted)|[Xx]-(?i:original-from))[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)"
)
_OF_FIRST = re.compile(rb"\n([Ss](?i:ubject)|[Xx]-(?i:gm-thrid|mozilla-status))[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)")
_BOUNDARY = re.compile(rb'boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_CHARSET = re.compile(rb'charset\s*=\s*"?([\w.:-]{1,40})', re.IGNORECASE)
_QUOTED = re.compile(rb"\n>[^\n]*")


class Mail(NamedTuple):
    """A message: its headers by name in lower case (the first of each), and where in `data` it and its body stand."""

    headers: dict[bytes, bytes]
    data: bytes
    begin: int  # of the line "From " that begins it
    body: int
    end: int

    @property
    def envelope(self) -> bytes:
        """The line that begins it."""
        return self.data[self.begin : self.data.find(b"\n", self.begin, self.end)]

    def more_headers(self) -> dict[bytes, bytes]:
        """Headers that only tell what sort of mbox this is: the subject, and marks of a mailbox."""
        found = _OF_FIRST.findall(self.data, self.begin, self.body)
        return {name.lower(): value for name, value in reversed(found)}


def begins_mbox(head: bytes) -> bool:
    """Whether a file begins as an mbox does."""
    head = head.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")
    return bool(_BEGINS.match(head) or _BEGINS_LOOSELY.match(head))


class Mails:
    """All messages, in the order of the file. What stands before the first is passed over."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = _plain_lines(chunks)
        self.data, self.start = b"\n", 0  # the message being told of begins after data[start]
        self._line = self._counted = self._passed = 0  # lines before data[_counted], and those passed over since

    def line(self) -> int:
        """The line of the file on which the message that was told of last begins."""
        if self.start + 1 > self._counted:
            self._line += new_lines(self.data, self._counted, self.start + 1) + self._passed
            self._counted, self._passed = self.start + 1, 0
        return self._line

    def __iter__(self) -> Iterator[Mail]:
        look, begun, ended = 0, False, False
        while True:
            data = self.data
            found = _MARK.search(data, look)
            at = found.start() if found else len(data)
            if len(data) - at < MARGIN and not ended:
                look = max(0, len(data) - 6) if not found else at
                look, ended = self._more(look)
            elif found is None:
                break
            elif _BEGINS.match(data, at + 1) or (
                (not at or data[at - 1] == NEW_LINE) and _BEGINS_LOOSELY.match(data, at + 1)
            ):
                if begun:
                    yield _mail(data, self.start + 1, at)
                self.start, look, begun = at, at + 1, True
            else:
                look = at + 1
        if begun:
            yield _mail(self.data, self.start + 1, len(self.data))

    def _more(self, look: int) -> tuple[int, bool]:
        """Lets go of what was told of, and of the rest of a large message, and takes a chunk more."""
        chunk = next(self.chunks, b"")
        self.line()
        data = self.data
        if look - self.start > HELD + MARGIN:
            held = data[self.start : self.start + HELD]
            self._passed += new_lines(data, self.start + HELD, look)
            self.data, look = held + data[look:] + chunk, HELD
        else:
            self.data, look = data[self.start :] + chunk, look - self.start
        self.start, self._counted = 0, 1
        return look, not chunk


def _plain_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same with Unix line ends."""
    rest = b""
    for chunk in chunks:
        if rest or b"\r" in chunk:
            chunk = rest + chunk
            rest = b"\r" if chunk.endswith(b"\r") else b""
            chunk = chunk[: len(chunk) - len(rest)].replace(b"\r\n", b"\n")
        if chunk:
            yield chunk


def _mail(data: bytes, begin: int, end: int) -> Mail:
    body = data.find(b"\n\n", begin, end) + 1 or end
    return Mail(_headers(data, begin, body), data, begin, min(body + 1, end), end)


def _headers(data: bytes, begin: int, end: int) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in reversed(_HEADERS.findall(data, begin, end))}


def measure(mail: Mail) -> tuple[int, str]:
    """How many characters the author wrote, and the text where it may hold hashtags, else "".

    What is quoted, the signature and files sent with it do not count; HTML counts only where there is no plain text.
    """
    text = _part(mail.headers, mail.data, mail.body, mail.end, 0)[0]
    return len(text), text if "#" in text else ""


def _part(headers: dict[bytes, bytes], data: bytes, begin: int, end: int, depth: int) -> tuple[str, bool]:
    """What the author wrote in a message or part, and whether it is there in plain text."""
    kind = headers.get(b"content-type", b"")
    sort = kind[:10].lower()
    if sort == b"multipart/" and depth < MAX_DEPTH:
        return _of_parts(kind, data, begin, end, depth)
    if sort[:5] != b"text/" and kind:
        return "", False
    body, encoding = data[begin:end], headers.get(b"content-transfer-encoding", b"")[:6].lower()
    if encoding == b"quoted":  # -printable
        body = binascii.a2b_qp(body)
    elif encoding == b"base64":
        try:
            body = binascii.a2b_base64(body).replace(b"\r\n", b"\n")
        except binascii.Error:
            return "", False
    charset = _charset(kind)
    if not charset.startswith("utf-16"):
        body = own(body)
    text = to_text(body, charset)
    return (plain(text), False) if kind[:9].lower() == b"text/html" else (text, True)


def own(body: bytes) -> bytes:
    """A text without its quotations and signature."""
    if b"\n>" in body or body[:1] == b">":
        body = _QUOTED.sub(b"", b"\n" + body)
    return body.partition(b"\n-- \n")[0].strip()


def _of_parts(kind: bytes, data: bytes, begin: int, end: int, depth: int) -> tuple[str, bool]:
    """The first part in plain text, else the first in HTML."""
    found = _BOUNDARY.search(kind)
    if not found:
        return "", False
    mark = b"\n--" + (found[1] or found[2])
    html = ""
    at = data.find(mark, begin - 1, end)
    while at >= 0 and not data.startswith(b"--", at + len(mark)):
        begin = at + len(mark)
        body = data.find(b"\n\n", begin, end)
        if body < 0:
            break
        headers = _headers(data, begin, body)
        if headers.get(b"content-disposition", b"")[:10].lower() == b"attachment":
            at = data.find(mark, body, end)
            continue
        at = data.find(mark, body, end)
        text, is_plain = _part(headers, data, body + 2, at if at >= 0 else end, depth + 1)
        if is_plain:
            return text, True
        html = html or text
    return html, False


@lru_cache(1_000)
def _charset(kind: bytes) -> str:
    """The charset of a part, as Python knows it; UTF-8 where none is said."""
    found = _CHARSET.search(kind)
    try:
        return codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
    except LookupError:
        return "utf-8"


def to_text(data: bytes, charset: str = "utf-8") -> str:
    """Bytes in the charset that is said, or else as Western European; no byte is too odd."""
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")
