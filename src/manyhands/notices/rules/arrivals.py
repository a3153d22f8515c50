"""What a message that arrived by e-mail is: a report that mail was not delivered, something automatic, or an answer.

Everything in it is somebody else's word. Nothing here raises on bytes that are no message.
"""

import email
import email.policy
import hashlib
import re
from email.message import EmailMessage, Message
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import NamedTuple

from mailparser_reply import EmailReplyParser

LONGEST = 10 * 1024 * 1024  # bytes of a message; a longer one is not read
TEXT = 200_000  # characters of text that are looked at
LINES, LINE = 800, 200  # of them the library sees so many, each so long
_MARK = "\ue000"  # a character that means nothing to anybody
_MARKED = re.compile(f"{_MARK}([0-9]+){_MARK}")
_BLANKS = re.compile(r"(?<=\S)[^\S\n]{3,}")
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_ROBOTS = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|listserv|majordomo)([+.-].*)?$", re.I
)


class Failed(NamedTuple):
    """One recipient whom a report is about (RFC 3464)."""

    address: str
    action: str  # "failed", "delayed" …
    status: str  # "5.1.1"
    said: str  # by the other mail server


class Arrival(NamedTuple):
    """A message as far as it matters here."""

    digest: str  # the same for the same message, however often and by whatever way it arrives
    senders: tuple[str, ...]  # addresses in From, in lower case
    recipients: tuple[str, ...]
    automatic: str  # why it was not written by a person, or ""
    failed: tuple[Failed, ...]  # not empty: a report
    original: str  # where a report says which message it is about: its headers, as text
    verdict: str  # what our own mail server says of it (Authentication-Results), as text
    text: str  # what is new in it


def read(raw: bytes) -> Arrival:
    """The message in these bytes."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    identity = _header(message, "Message-ID").strip().encode() or raw
    failed, original = _report(message)
    return Arrival(
        digest=hashlib.sha256(identity).hexdigest(),
        senders=tuple(dict.fromkeys(_addresses(message, "From"))),
        recipients=tuple(dict.fromkeys(_addresses(message, *_RECIPIENTS))),
        automatic=_automatic(message),
        failed=failed,
        original=original,
        verdict="\n".join(str(value) for value in message.get_all("Authentication-Results", [])[:1]),
        text="" if failed else said(_text(raw)),
    )


def said(text: str) -> str:
    """What somebody says in an answer, without what it quotes, and without the lines that mail programs add."""
    lines: list[str] = []
    for line in _newest(text.replace("\r\n", "\n").replace("\r", "\n")[:TEXT]).split("\n"):
        if _END.match(line):
            break
        if not line.lstrip().startswith(">"):
            lines.append(line.rstrip())
    while lines and _ADDED.match(lines[-1].strip()):
        lines.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# A signature (RFC 3676), an older message below its header, and the header of a quotation in Welsh.
_END = re.compile(
    r"^(--\s*|_{20,}|-{2,}\s*(Original Message|Neges Wreiddiol)\s*-{2,}|Ar .{4,200} ysgrifennodd:?\s*)$", re.I
)
_ADDED = re.compile(r"^(|Sent from my \w.{0,40}|Get Outlook for \w{2,10}.{0,40}|Anfonwyd o fy .{1,40})$", re.I)


def _newest(text: str) -> str:
    """What the library finds to be new. Its expressions take the square of the length of lines and of what is blank, so
    it sees neither: a long line stands as a mark, which is no part of any quotation's header."""
    kept: list[str] = []
    short: list[str] = []
    for line in text.split("\n")[:LINES]:
        line = _BLANKS.sub(" ", line.replace(_MARK, "").rstrip())
        if len(line) > LINE and not line.startswith(">"):
            kept.append(line)
            line = f"{_MARK}{len(kept) - 1}{_MARK}"
        elif not line and short[-2:] == ["", ""]:
            continue
        short.append(line[:LINE])
    newest = EmailReplyParser(languages=["en"]).parse_reply("\n".join(short)) or ""
    return _MARKED.sub(lambda found: kept[int(found[1])], newest)


def _automatic(message: Message) -> str:
    """RFC 3834, and what is usual beside it."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto-submitted"
    if _header(message, "Precedence").strip().lower() in _BULK:
        return "precedence"
    for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "List-Unsubscribe", "Feedback-ID"):
        if _header(message, name):
            return name.lower()
    if _header(message, "Return-Path").strip() == "<>":
        return "return-path"
    if any(_ROBOTS.match(address.partition("@")[0]) for address in _addresses(message, "From")):
        return "robot"
    return ""


def _report(message: Message) -> tuple[tuple[Failed, ...], str]:
    """Whom a report is about, and the headers of the message that it is about."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return (), ""
    failed: list[Failed] = []
    original: list[str] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status" and isinstance(part.get_payload(), list):
            for fields in part.get_payload():
                if isinstance(fields, Message) and (about := _field(fields, "Final-Recipient")):
                    words = _header(fields, "Action"), _header(fields, "Status"), _field(fields, "Diagnostic-Code")
                    action, status, said_there = words
                    failed.append(Failed(about.lower(), action.strip().lower(), status.strip()[:20], said_there[:400]))
        elif kind == "message/rfc822" and isinstance(part.get_payload(), list):
            inner = [each for each in part.get_payload() if isinstance(each, Message)]
            original += [f"{name}: {value}" for each in inner for name, value in each.items()]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            original.append(_decoded(part))
    return tuple(failed), "\n".join(original)[:100_000]


def _field(fields: Message, name: str) -> str:
    """The value of a field such as "rfc822; jo@example.org", without its type."""
    kind, semicolon, value = _header(fields, name).partition(";")
    return " ".join((value if semicolon else kind).split()).strip("<>")


def _text(raw: bytes) -> str:
    """The text of a message; of one that has only HTML what a reader would see of it, without quotations."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain", "html"))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return ""
    if body is None:
        return ""
    text = _decoded(body)
    if body.get_content_type() != "text/html":
        return text
    reader = _Reader()
    reader.feed(text[: TEXT * 5])
    reader.close()
    return reader.text()


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8") or "utf-8", "replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace")


class _Reader(HTMLParser):
    """The text of HTML, without scripts, styles and quotations. Ends at Outlook's line above an older message."""

    _LEFT_OUT = frozenset({"blockquote", "script", "style", "head", "title"})
    _BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._out: list[str] = []  # the elements that we are in and leave out
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("id", "") in ("divRplyFwdMsg", "appendonsend") or "gmail_quote" in given.get("class", ""):
            self._ended = True
        if tag in self._LEFT_OUT:
            self._out.append(tag)
        if tag in self._BREAKS:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._out and self._out[-1] == tag:
            self._out.pop()
        if tag in ("p", "li", "tr"):
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._out and not self._ended:
            self._pieces.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        return "\n".join(line.strip() for line in "".join(self._pieces).split("\n"))


def _header(message: Message, name: str) -> str:
    try:
        return str(message.get(name, "") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _addresses(message: Message, *names: str) -> list[str]:
    values: list[str] = []
    for name in names:
        try:
            values += [str(value) for value in message.get_all(name, [])[:20]]
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
    try:
        found = getaddresses([value[:4000] for value in values])
    except (ValueError, LookupError, TypeError, AttributeError):
        return []
    return [address.strip().lower() for _name, address in found[:100] if "@" in address]
