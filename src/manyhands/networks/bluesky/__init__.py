"""Bluesky: an account's repository (https://docs.bsky.app/docs/api/com-atproto-sync-get-repo), a CAR file."""

from manyhands.networks.types import Network, Peek

from .export import BlueskyExport


def recognises(peek: Peek) -> bool:
    """By the header of a CAR: a map of its roots and its version."""
    head = peek.head[:256]
    return b"eroots\x81\xd8*" in head and b"gversion\x01" in head


NETWORK = Network("bluesky", "Bluesky", (".car",), BlueskyExport, recognises)
