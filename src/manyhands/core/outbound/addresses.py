"""Connections to machines that the operator named in the settings: mail servers and mailboxes.

They may stand in the operator's own network or be this machine, so `guard`, which is for addresses that others name,
is too strict for them.
"""

import ipaddress
import socket


class Forbidden(OSError):
    """The name stands for no address that may be connected to."""


def connect(host: str, port: int, timeout: float) -> socket.socket:
    """A TCP connection to the first address that answers. Raises OSError.

    The address looked at is the one connected to: a name can't mean another one in between.
    """
    failed: OSError = Forbidden(f"{host} stands for no address that may be connected to")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not may_connect(str(address[0])):
            continue
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as error:
            connection.close()
            failed = error
        else:
            return connection
    raise failed


def may_connect(address: str) -> bool:
    """Whether an IP address may be connected to: never link-local (cloud metadata), multicast or unspecified."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return not (ip.is_link_local or ip.is_multicast or ip.is_unspecified)
