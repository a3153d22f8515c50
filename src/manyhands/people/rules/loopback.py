"""Whether a request plainly comes from the machine that the hub runs on."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

_FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_RAY")
_FORWARDED_PREFIXES = ("HTTP_X_FORWARDED", "HTTP_CF_CONNECTING", "HTTP_X_ORIGINAL", "HTTP_X_CLIENT", "HTTP_X_CLUSTER")


def is_loopback(host: str) -> bool:
    """Whether a host, perhaps with a port, is this machine by its name alone."""
    name = host if _is_address(host) else urlsplit(f"//{host}").hostname or ""
    return name == "localhost" or (_is_address(name) and ipaddress.ip_address(name).is_loopback)


def plainly_local(meta: Mapping[str, object], *, base_url: str, http_version: str = "1.1") -> bool:
    """True only if nothing at all speaks of another machine; `meta` is a request's META.

    What a reverse proxy in front leaves behind counts: forwarded headers, its own HTTP/1.0, an outside origin. So
    does a server that is bound to more than the loopback address.
    """
    hosts = [meta.get("REMOTE_ADDR"), meta.get("HTTP_HOST"), meta.get("SERVER_NAME"), urlsplit(base_url).hostname]
    origins = [urlsplit(str(meta[key])).hostname for key in ("HTTP_ORIGIN", "HTTP_REFERER") if meta.get(key)]
    return (
        all(host and is_loopback(str(host)) for host in [*hosts, *origins])
        and not any(key in _FORWARDED or key.startswith(_FORWARDED_PREFIXES) for key in meta)
        and http_version not in ("1", "1.0")  # Granian says "1"
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
