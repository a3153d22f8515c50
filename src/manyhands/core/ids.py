"""Identifiers: time-ordered for our rows, deterministic for what comes from outside, random for people."""

import hashlib
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["ledger_id", "ledger_ids", "random_key", "uuid7"]

_MASK = ~((0xF000 << 64) | (0xC000 << 48))
_V5 = (5 << 76) | (0x8000 << 48)


def ledger_id(organisation: UUID, source: UUID, source_id: str) -> UUID:
    """The one id of an activity or object: UUIDv5 (RFC 9562) of organisation, source and the source's own id.

    The same act read twice, from any export, gets the same id, so that it is kept once.
    """
    digest = hashlib.sha1(_prefix(organisation, source) + source_id.encode(), usedforsecurity=False).digest()
    return UUID(int=int.from_bytes(digest[:16], "big") & _MASK | _V5)


def ledger_ids(organisation: UUID, source: UUID):
    """A function from source id to ledger id in 32 hex digits: `ledger_id` for millions, hashing the prefix once."""
    start = hashlib.sha1(_prefix(organisation, source), usedforsecurity=False)

    def make(source_id: str) -> str:
        sha = start.copy()
        sha.update(source_id.encode())
        return f"{int.from_bytes(sha.digest()[:16], 'big') & _MASK | _V5:032x}"

    return make


def _prefix(organisation: UUID, source: UUID) -> bytes:
    """The name space: organisation, then the source's id, which begins the name."""
    return organisation.bytes + source.hex.encode() + b"/"


def random_key() -> int:
    """A random positive 63-bit key for an actor: says nothing about who it is, and joins fast in columns."""
    return secrets.randbelow((1 << 63) - 1) + 1
