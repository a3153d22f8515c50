"""The machines that addresses are of, as whoever opens a network at work has to know them."""

from collections.abc import Iterable
from urllib.parse import urlsplit


def hosts(addresses: Iterable[str]) -> list[str]:
    """The hosts of these addresses, each once, in order of the alphabet. What has none (“@library”) is left out."""
    return sorted(set(filter(None, map(_host, addresses))))


def _host(address: str) -> str:
    address = address.strip()
    try:
        found = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
    return found if "." in found and "@" not in address.partition("/")[0] and " " not in found else ""
