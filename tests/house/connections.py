"""Nothing in a test connects to another machine; and of our own code nothing connects but core.outbound."""

import ipaddress
import socket
import sys

from tests.paths import SOURCE

MAY_CONNECT = (
    str(SOURCE / "core" / "outbound") + "/",
    str(SOURCE / "home" / "management" / "supervisor.py"),  # asks only whether our own web process answers
)

attempts: list[str] = []
"""Who was tried since the list was last cleared."""


class ConnectionOut(Exception):
    """A test, or the code it runs, tried to reach another machine."""


class NotByOutbound(Exception):
    """Code of ours connected by itself, without the time-outs and the guard of core.outbound."""


def is_here(host: object) -> bool:
    """Whether a host, as sockets take it, is this machine."""
    name = (host.decode() if isinstance(host, bytes) else str(host or "")).partition("%")[0]
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def who_of_ours() -> str | None:
    """The file of ours that is nearest to the call, if any."""
    frame, ours = sys._getframe(1), str(SOURCE) + "/"
    while frame:
        if frame.f_code.co_filename.startswith(ours):
            return frame.f_code.co_filename
        frame = frame.f_back
    return None


def guard() -> None:
    """Refuse connections and name look-ups that leave this machine, and connections by other code of ours than
    core.outbound, for the life of the process."""
    real_connect, real_connect_ex, real_look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check_caller() -> None:
        file = who_of_ours()
        if file and not file.startswith(MAY_CONNECT):
            attempts.append(file)
            raise NotByOutbound(f"{file} connects; connections out go through core.outbound")

    def check(host: object) -> None:
        if not is_here(host):
            attempts.append(str(host))
            raise ConnectionOut(f"tests don't leave this machine, and this one tried {host!r}")

    def connect(self, address):
        if self.family != socket.AF_UNIX:
            check_caller()
            check(address[0])
        return real_connect(self, address)

    def connect_ex(self, address):
        if self.family != socket.AF_UNIX:
            check_caller()
            check(address[0])
        return real_connect_ex(self, address)

    def look_up(host, *args, **kwargs):
        check(host)
        return real_look_up(host, *args, **kwargs)

    socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = connect, connect_ex, look_up
