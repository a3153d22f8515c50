"""Pages from outside: one httpx client, which goes only where `guard` lets it and never waits or reads for long."""

import ssl
import time
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from manyhands.core.errors import ManyhandsError

from . import guard

CONNECT_SECONDS, READ_SECONDS = 4.0, 6.0
ALL_SECONDS = 15.0  # a page and what it redirects to
REDIRECTS = 4
MOST_BYTES = 512 * 1024  # a page says what it is in its head
PORTS = frozenset({80, 443})


class Unreachable(ManyhandsError):
    """A page outside could not be had: no answer, too slow, too large, or not what was asked for."""

    code = "unreachable"


class Answer(NamedTuple):
    """What a server answered. `url` is where redirects led; `body` may be cut off at the size that was asked for."""

    url: str
    status: int
    content_type: str  # in lower case, without parameters
    charset: str
    body: bytes


def agent(base_url: str) -> str:
    """How the hub names itself to others, with where to read about it."""
    return f"Manyhands/{version('manyhands')} (+{base_url})"


def get(url: str, *, by: str, types: Iterable[str] = ("text/html",), most: int = MOST_BYTES) -> Answer:
    """Fetches a page. `by` is the `agent`; `types` are the media types that are read, others get an empty body.

    Follows redirects, each looked at as the first address was. Carries no cookies and sends none of ours.
    Raises guard.NotPublic and Unreachable.
    """
    until = time.monotonic() + ALL_SECONDS
    headers = {"User-Agent": by, "Accept": ", ".join(types), "Accept-Encoding": "identity"}
    for _turn in range(REDIRECTS + 1):
        refuse(url)
        try:
            with _client().stream("GET", url, headers=headers) as response:
                _client().cookies.clear()
                if not response.has_redirect_location:
                    return _answer(response, frozenset(types), most)
                url = urljoin(url, response.headers["location"])
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise Unreachable("That page did not answer.", reason=type(error).__name__) from error
        if time.monotonic() > until:
            break
    raise Unreachable("That page leads on and on.")


def refuse(url: str) -> None:
    """Raises guard.NotPublic for an address that is not http or https on its usual port, or is plainly inside."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError as error:
        raise guard.NotPublic("That is not an address of a page.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise guard.NotPublic("That is not an address of a page.")
    if port not in PORTS:
        raise guard.NotPublic("That address is not one of a public page.")


def robots_allow(robots: str, url: str, by: str) -> bool:
    """Whether a site's robots.txt (RFC 9309) lets `by` fetch an address."""
    rules = RobotFileParser()
    rules.parse(robots.splitlines())
    return rules.can_fetch(by.partition("/")[0], url)


class _Hurried(httpcore.NetworkStream):
    """A connection that ends ALL_SECONDS after it was made: a byte now and then keeps nobody waiting.

    Connections are not kept, so that one carries one request.
    """

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream, self.until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("too slow as a whole")
        return self.stream.read(max_bytes, min(left, timeout or left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout)

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Hurried(self.stream.start_tls(ssl_context, server_hostname, timeout), self.until)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


class _Guarded(httpcore.SyncBackend):
    """Connects to an address that was looked at, never to a name."""

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        failed: Exception = httpcore.ConnectError(f"no address for {host}")
        try:
            addresses = guard.public_addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses[:4]:
            try:
                stream = super().connect_tcp(address, port, *args, **kwargs)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            try:  # whom it is connected to in the end: whatever lies in between changed nothing
                guard.refuse_private([str(stream.get_extra_info("server_addr")[0])])
            except guard.NotPublic:
                stream.close()
                raise
            return _Hurried(stream, time.monotonic() + ALL_SECONDS)
        raise failed

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise guard.NotPublic("The hub opens no sockets of this machine for others.")


class _Transport(httpx.HTTPTransport):
    """httpx's own, on a pool that connects through the guard: httpx has no public way to name that."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=20,
            max_keepalive_connections=0,  # the next connection is looked at anew
            network_backend=_Guarded(),
        )


@cache
def _client() -> httpx.Client:
    return httpx.Client(
        transport=_Transport(),
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,  # neither a proxy nor passwords out of ~/.netrc
    )


def _answer(response: httpx.Response, types: frozenset[str], most: int) -> Answer:
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = bytearray()
    encoded = response.headers.get("content-encoding", "identity").strip().lower() != "identity"
    if response.is_success and content_type in types and not encoded:  # what is packed could unpack to anything
        for piece in response.iter_raw():
            body += piece[: most - len(body)]
            if len(body) >= most:
                break
    return Answer(str(response.url), response.status_code, content_type, response.charset_encoding or "", bytes(body))
