"""A letter as the bytes that a mail server takes (RFC 5322), and the ids by which it is known again."""

import binascii
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from typing import NamedTuple
from uuid import UUID

_HEADER = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,60}$")
_OURS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "sender", "return-path", "mime-version"})
_OURS |= {"content-type", "content-transfer-encoding"}
_ADDRESS = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}$")
_ID = re.compile(r"<([0-9a-f]{32})\.([0-9a-f]{24})@[^<>@\s]+>", re.I)
_LONGEST = 900  # characters of a header's line; RFC 5322 allows 998


class Outgoing(NamedTuple):
    """What a letter says. `sender` is an address, perhaps with a name before it."""

    id: UUID
    sender: str
    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    date: datetime


def compose(letter: Outgoing, *, secret: bytes) -> bytes:
    """The letter as bytes: text alone, or text and HTML. Raises ValueError where an address or header is none.

    Written out here, because Python's `email` takes nine times as long, and a digest goes to ten thousand.
    """
    name, address = parseaddr(letter.sender)
    for each in (address, letter.to):
        if not _ADDRESS.match(each):
            raise ValueError(f"{each!r} is no address that mail can be sent to")
    headers = {
        "From": formataddr((name, address), "utf-8"),
        "To": letter.to,
        "Subject": _encoded(letter.subject, "Subject"),
        "Date": format_datetime(letter.date),
        "Message-ID": message_id(letter.id, address.rpartition("@")[2], secret=secret),
        "Auto-Submitted": "auto-generated",  # RFC 3834: an absence note does not answer this
    }
    for header, value in letter.headers.items():
        if not _HEADER.match(header) or header.lower() in _OURS or not value.isprintable() or len(value) > _LONGEST:
            raise ValueError(f"{header!r} is no header that a letter can have")
        headers[header] = _encoded(value, header)
    text = _part("plain", letter.text)
    if letter.html:
        border = f"={letter.id.hex}="  # "=" begins no such line in what is encoded
        headers["Content-Type"] = f'multipart/alternative; boundary="{border}"'
        ways = [text, _part("html", letter.html)]
        body = b"".join(b"--%s\r\n%s\r\n" % (border.encode(), each) for each in ways)
        body = b"\r\n" + body + b"--%s--\r\n" % border.encode()
    else:
        body = text
    headers["MIME-Version"] = "1.0"
    return "".join(f"{header}: {value}\r\n" for header, value in headers.items()).encode("ascii") + body


def _part(kind: str, text: str) -> bytes:
    """A body with its own headers, quoted-printable (RFC 2045)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    encoded = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + encoded


def _encoded(value: str, header: str) -> str:
    """A header's value in ASCII (RFC 2047), folded where it is long."""
    if value.isascii() and len(value) <= _LONGEST:
        return value
    return Header(value, "utf-8", header_name=header).encode(linesep="\r\n")


def message_id(letter: UUID, domain: str, *, secret: bytes) -> str:
    """The letter's Message-ID: it holds the letter's own id and says that we made it."""
    return f"<{letter.hex}.{_mac(letter.hex, secret)}@{domain or 'localhost'}>"


def letters_named(text: str, *, secret: bytes) -> list[UUID]:
    """The letters whose Message-ID stands in a text, but only those that are ours."""
    found = []
    for name, mac in _ID.findall(text):
        if hmac.compare_digest(_mac(name.lower(), secret), mac.lower()):
            found.append(UUID(name))
    return list(dict.fromkeys(found))


def _mac(name: str, secret: bytes) -> str:
    return hmac.new(secret, b"letter/" + name.encode(), "sha256").hexdigest()[:24]
