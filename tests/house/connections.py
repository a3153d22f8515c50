"""Nothing in a test connects to another machine."""

import ipaddress
import socket

attempts: list[str] = []
"""Who was tried since the list was last cleared."""


class ConnectionOut(Exception):
    """A test, or the code it runs, tried to reach another machine."""


def is_here(host: object) -> bool:
    """Whether a host, as sockets take it, is this machine."""
    name = (host.decode() if isinstance(host, bytes) else str(host or "")).partition("%")[0]
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def guard() -> None:
    """Refuse connections and name look-ups that leave this machine, for the life of the process."""
    real_connect, real_connect_ex, real_look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: object) -> None:
        if not is_here(host):
            attempts.append(str(host))
            raise ConnectionOut(f"tests don't leave this machine, and this one tried {host!r}")

    def connect(self, address):
        if self.family != socket.AF_UNIX:
            check(address[0])
        return real_connect(self, address)

    def connect_ex(self, address):
        if self.family != socket.AF_UNIX:
            check(address[0])
        return real_connect_ex(self, address)

    def look_up(host, *args, **kwargs):
        check(host)
        return real_look_up(host, *args, **kwargs)

    socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = connect, connect_ex, look_up
