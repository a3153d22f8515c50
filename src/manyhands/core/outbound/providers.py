"""Asking an organisation's own sign-in (OpenID Connect): a `requests` session, as django-allauth wants one.

Over TLS to public addresses only, unless the operator named the host; no redirects, no proxy, and never for long.
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from . import guard

CONNECT_SECONDS, READ_SECONDS = 4.0, 8.0
MOST_BYTES = 512 * 1024  # a provider's description and keys take some kilobytes


Unreachable = requests.RequestException
"""What a session raises, whatever went wrong."""


def session(trusted: Collection[str] = ()) -> requests.Session:
    """A session for one conversation. `trusted`: hosts ("login.example" or "127.0.0.1:8830") that the operator named:
    they may be inside, and without TLS.

    Whatever goes wrong is Unreachable.
    """
    made = _Session()
    made.trust_env = False  # neither a proxy nor passwords out of ~/.netrc
    made.mount("https://", _Guarded(trusted))
    made.mount("http://", _Guarded(trusted))
    return made


class _Session(requests.Session):
    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # requests spells them out
        kwargs |= {"timeout": (CONNECT_SECONDS, READ_SECONDS), "allow_redirects": False, "stream": True}
        response = super().request(method, url, **kwargs)
        body = bytearray()
        for piece in response.iter_content(16 * 1024):
            body += piece
            if len(body) > MOST_BYTES:
                response.close()
                raise requests.RequestException("The provider's answer is too long.")
        response._content = bytes(body)  # as requests itself does when it has read all
        return response


class _Guarded(HTTPAdapter):
    def __init__(self, trusted: Collection[str]) -> None:
        self.trusted = frozenset(trusted)
        super().__init__(max_retries=0)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        if parts.hostname in self.trusted or parts.netloc in self.trusted:
            return super().send(request, *args, **kwargs)
        if parts.scheme != "https" or not parts.hostname:
            raise requests.exceptions.InvalidSchema("A provider has to be asked over https.")
        try:
            guard.public_addresses(parts.hostname, parts.port or 443)
        except (guard.NotPublic, OSError) as error:
            raise requests.ConnectionError(str(error)) from error
        return super().send(request, *args, **kwargs)

    def get_connection_with_tls_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A pool whose connections look at where they ended up: a second look-up may have had another answer."""
        pool = super().get_connection_with_tls_context(request, *args, **kwargs)
        parts = urlsplit(str(request.url))
        if parts.hostname not in self.trusted and parts.netloc not in self.trusted:
            if isinstance(pool, HTTPSConnectionPool):
                pool.ConnectionCls = _PublicTLS
            elif isinstance(pool, HTTPConnectionPool):
                pool.ConnectionCls = _Public
        return pool


def _look(connection: Any) -> None:
    try:
        guard.refuse_private([connection.sock.getpeername()[0]])
    except guard.NotPublic:
        connection.close()
        raise


class _Public(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _look(self)


class _PublicTLS(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _look(self)
