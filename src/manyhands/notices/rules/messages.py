"""A letter as the bytes that a mail server takes (RFC 5322), and the ids by which it is known again."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import NamedTuple
from uuid import UUID

_POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)
_HEADER = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,60}$")
_OURS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "sender", "return-path"})
_ID = re.compile(r"<([0-9a-f]{32})\.([0-9a-f]{24})@[^<>@\s]+>", re.I)


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
    """The letter as bytes: text alone, or text and HTML. Raises ValueError where an address or header is none."""
    message = EmailMessage(policy=_POLICY)
    name, address = parseaddr(letter.sender)
    message["From"] = str(Address(display_name=name, addr_spec=address))
    message["To"] = str(Address(addr_spec=letter.to))
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = message_id(letter.id, address.rpartition("@")[2], secret=secret)
    for header, value in letter.headers.items():
        if not _HEADER.match(header) or header.lower() in _OURS or "\n" in value or "\r" in value:
            raise ValueError(f"{header!r} is no header that a letter can have")
        message[header] = value
    if "Auto-Submitted" not in message:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: an absence note does not answer this
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message.as_bytes()


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
