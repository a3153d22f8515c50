"""Which addresses the hub connects to on somebody else's word: public ones, looked at when it connects.

A name is resolved here and the connection made to the very address that was looked at. A second look-up by whoever
connects could get another answer (DNS rebinding).
"""

import ipaddress
import socket
from collections.abc import Iterable

from manyhands.core.errors import ManyhandsError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in the last 32 bits (RFC 6052)
_COMPATIBLE = ipaddress.ip_network("::/96")  # likewise, long deprecated (RFC 4291)
_METADATA = frozenset({"168.63.129.16"})  # Azure's, the one cloud whose metadata address is a public one


class NotPublic(ManyhandsError):
    """A host is on this machine, on our own network, or otherwise not of the public internet."""

    code = "not_public"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one machine on the public internet: not private, loopback, link-local,
    shared (100.64/10), multicast, reserved, or an IPv6 form that leads to such an IPv4 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if str(found) in _METADATA:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and (found in _NAT64 or found in _COMPATIBLE):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order in which to try them. Raises NotPublic when any is not public: a name
    that leads both outside and inside is not one to trust; OSError when there are none."""
    try:
        addresses = [str(ipaddress.ip_address(host))]
    except ValueError:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in found))
    if not addresses:
        raise OSError(f"no address for {host}")
    refuse_private(addresses)
    return addresses


def refuse_private(addresses: Iterable[str]) -> None:
    """Raises NotPublic when an address is not public."""
    if not all(is_public(address) for address in addresses):
        raise NotPublic("That address is not on the public internet, so the hub does not open it.")
