"""Mail out by SMTP and in by IMAP: time-outs everywhere, an address guard at connect time, and plain outcomes.

Knows no Django: who calls says which server.
"""

import imaplib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from . import addresses

CONNECT = 15.0  # seconds
ANSWER = 60.0  # for the server's answer to anything else; RFC 5321 asks for minutes, a queue can try again
PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25, "imaps": 993, "imap": 143, "imap+plain": 143}


class Unreachable(Exception):
    """No connection, or lost before anything was handed over: all can be tried again."""


class Refused(Exception):
    """The server said no to this letter. `for_good` says whether trying again is in vain."""

    def __init__(self, code: int, answer: str, *, for_good: bool, no_such_address: bool) -> None:
        super().__init__(answer)
        self.code, self.answer = code, answer
        self.for_good, self.no_such_address = for_good, no_such_address


class Unknown(Exception):
    """The letter was handed over and no answer came: it may have been taken."""


@dataclass(frozen=True)
class Server:
    """Where mail goes or comes from."""

    host: str
    port: int
    security: str  # "tls", "starttls" or "none"
    user: str = ""
    password: str = ""
    folder: str = "INBOX"

    @classmethod
    def of(cls, url: str) -> "Server":
        """From smtp://user:password@host:587 (STARTTLS), smtps://… (TLS), smtp+plain://… (neither); imap… alike.

        Raises ValueError with a sentence on anything else.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("A mail server's address begins with smtps://, smtp://, imaps:// or imap:// and a host.")
        return cls(
            parts.hostname,
            parts.port or PORTS[parts.scheme],
            "tls" if parts.scheme.endswith("s") else "none" if parts.scheme.endswith("+plain") else "starttls",
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
        )


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Smtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return addresses.connect(host, port, timeout)


class _Smtps(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = addresses.connect(host, port, timeout)
        return self.context.wrap_socket(plain, server_hostname=self._host)  # type: ignore[attr-defined]  # not in its stubs


_ENHANCED = re.compile(r"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# X.1.1 to X.1.3, X.1.6, X.1.10: no such mailbox, system or address; X.2.1: no longer used (RFC 3463, 7505).
_NOBODY = {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}


def no_such_address(code: int, text: str) -> bool:
    """Whether a refusal of a recipient means that the address does not exist, rather than that it is busy or full."""
    found = _ENHANCED.match(text)
    if found:
        return found[1] == "5" and (found[2], found[3]) in _NOBODY
    return code in (550, 551, 553)


class Post:
    """One connection to a mail server, for many letters one after the other."""

    def __init__(self, server: Server, *, connect: float = CONNECT, answer: float = ANSWER) -> None:
        self.server, self._connect, self._answer = server, connect, answer
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Post":
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        return self._smtp is not None

    def open(self) -> None:
        """Connects and signs in. Raises Unreachable."""
        server = self.server
        try:
            if server.security == "tls":
                smtp: smtplib.SMTP = _Smtps(server.host, server.port, timeout=self._connect, context=_context())
            else:
                smtp = _Smtp(server.host, server.port, timeout=self._connect)
            self._smtp = smtp
            if smtp.sock:
                smtp.sock.settimeout(self._answer)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                smtp.starttls(context=_context())
                smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except (OSError, smtplib.SMTPException, addresses.Forbidden) as error:
            self.close()
            raise Unreachable(_said(error)) from error

    def close(self) -> None:
        """Takes leave where that is possible."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def send(self, message: bytes, *, sender: str, to: str, handing_over: Callable[[], None]) -> str:
        """Hands one letter over and returns the server's answer.

        `handing_over` is called when the server is ready for the text and before any of it goes: whoever keeps
        a record writes there that from now on the letter may have been taken. Raises Refused, Unreachable (nothing
        was handed over) or Unknown (it may have been). After the latter two the connection is closed.
        """
        smtp = self._smtp
        if smtp is None:
            self.open()
            smtp = self._smtp
        assert smtp is not None
        try:
            self._expect(smtp.mail(sender, [f"SIZE={len(message)}"] if smtp.has_extn("size") else []))
            self._expect(smtp.rcpt(to), recipient=True)
        except Refused:
            self._reset()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(_said(error)) from error
        handing_over()
        try:
            code, said = smtp.data(message)
        except smtplib.SMTPDataError as error:  # "no" to the command DATA, before the text
            self._reset()
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unknown(_said(error)) from error
        if 200 <= code < 300:
            return f"{code} {_text(said)}"[:500]
        if code < 0:
            self._drop()
            raise Unknown(_text(said))
        if code == 421:  # no, and it is closing
            self._drop()
        raise _refusal(code, said)

    def _expect(self, answer: tuple[int, bytes], *, recipient: bool = False) -> None:
        code, said = answer
        if code in (250, 251, 252):
            return
        if code == 421 or code < 0:  # it is closing
            raise smtplib.SMTPServerDisconnected(_text(said))
        raise _refusal(code, said, recipient=recipient)

    def _reset(self) -> None:
        try:
            if self._smtp:
                self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp:
            smtp.close()


def _refusal(code: int, said: bytes | str, *, recipient: bool = False) -> Refused:
    text = _text(said)
    for_good = code >= 500
    return Refused(
        code,
        f"{code} {text}"[:500],
        for_good=for_good,
        no_such_address=for_good and recipient and no_such_address(code, text),
    )


def _text(said: bytes | str) -> str:
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else said).replace("\n", " ")


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:500]
    return (str(error) or type(error).__name__)[:500]


class _Imap(imaplib.IMAP4):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        return addresses.connect(self.host, self.port, timeout or CONNECT)


class _Imaps(imaplib.IMAP4_SSL):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = addresses.connect(self.host, self.port, timeout or CONNECT)
        wrapped: socket.socket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        return wrapped


class Mailbox:
    """A mailbox where mail arrives, by IMAP. Raises Unreachable whatever goes wrong."""

    def __init__(self, server: Server, *, connect: float = CONNECT, answer: float = ANSWER) -> None:
        self.server, self._connect, self._answer = server, connect, answer
        self._imap: imaplib.IMAP4 | None = None

    def __enter__(self) -> "Mailbox":
        server = self.server
        try:
            if server.security == "tls":
                imap: imaplib.IMAP4 = _Imaps(server.host, server.port, ssl_context=_context(), timeout=self._connect)
            else:
                imap = _Imap(server.host, server.port, timeout=self._connect)
            self._imap = imap
            imap.sock.settimeout(self._answer)
            if server.security == "starttls":
                imap.starttls(_context())
            imap.login(server.user, server.password)
            self._good(imap.select(f'"{server.folder}"'))
        except (OSError, imaplib.IMAP4.error) as error:
            self.__exit__(None, None, None)
            raise Unreachable(_said(error)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        imap, self._imap = self._imap, None
        if imap is None:
            return
        try:
            imap.logout()
        except (OSError, imaplib.IMAP4.error):
            imap.shutdown()

    def unseen(self, *, longest: int, most: int) -> Iterator[tuple[str, bytes | None]]:
        """What nobody has looked at, oldest first: the message's number in the mailbox, and all of it, or None where
        it is longer than `longest` bytes. Looking at it here does not mark it."""
        imap = self._opened()
        try:
            for uid in self._words(self._good(imap.uid("SEARCH", "UNSEEN")))[:most]:
                found = self._good(imap.uid("FETCH", uid, "(RFC822.SIZE)"))
                size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(_flat(found)))
                if size is None:
                    continue
                if int(size[1]) > longest:
                    yield uid, None
                    continue
                parts = self._good(imap.uid("FETCH", uid, "(BODY.PEEK[])"))
                texts = [part[1] for part in parts if isinstance(part, tuple)]
                if texts:
                    yield uid, texts[0]
        except (OSError, imaplib.IMAP4.error) as error:
            raise Unreachable(_said(error)) from error

    def mark(self, uid: str, *, delete: bool) -> None:
        """Marks a message as looked at, or deletes it."""
        imap = self._opened()
        try:
            self._good(imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)" if delete else r"(\Seen)"))
            if delete:
                self._good(imap.expunge())
        except (OSError, imaplib.IMAP4.error) as error:
            raise Unreachable(_said(error)) from error

    def _opened(self) -> imaplib.IMAP4:
        if self._imap is None:
            raise Unreachable("the mailbox is not open")
        return self._imap

    def _good(self, answer: tuple[str, list[Any]]) -> list[Any]:
        kind, parts = answer
        if kind != "OK":
            raise imaplib.IMAP4.error(b" ".join(_flat(parts)).decode("utf-8", "replace"))
        return parts

    def _words(self, parts: list[Any]) -> list[str]:
        return b" ".join(_flat(parts)).decode("ascii", "replace").split()


def _flat(parts: list[Any]) -> list[bytes]:
    """The bytes of an answer, whatever it is made of."""
    found: list[bytes] = []
    for part in parts:
        found += [piece for piece in (part if isinstance(part, tuple) else (part,)) if isinstance(piece, bytes)]
    return found
