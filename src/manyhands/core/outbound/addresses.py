"""Connections to named machines: each address that a name stands for is looked at before it is connected to."""

import ipaddress
import socket


class Forbidden(OSError):
    """The name stands for no address that may be connected to."""


def connect(host: str, port: int, timeout: float, *, named_by_operator: bool) -> socket.socket:
    """A TCP connection to the first address that answers. Raises OSError.

    The address looked at is the one connected to: a name can't mean another one in between. A machine that the
    operator named in the settings may stand in their own network or be this one; any other must be public.
    """
    failed: OSError = Forbidden(f"{host} stands for no address that may be connected to")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not may_connect(str(address[0]), named_by_operator=named_by_operator):
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


def may_connect(address: str, *, named_by_operator: bool) -> bool:
    """Whether an IP address may be connected to: never link-local (cloud metadata), multicast or unspecified."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return named_by_operator or ip.is_global
