"""Identifiers: time-ordered for our rows, deterministic for what comes from outside, random for people."""

import hashlib
import secrets
from collections.abc import Callable
from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["ledger_id", "ledger_ids", "random_key", "uuid7"]

_MASK = ~((0xF000 << 64) | (0xC000 << 48))
_V5 = (5 << 76) | (0x8000 << 48)
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def ledger_id(organisation: UUID, source: UUID, source_id: str) -> UUID:
    """The one id of an activity or object: UUIDv5 (RFC 9562) of organisation, source and the source's own id.

    The same act read twice, from any export, gets the same id, so that it is kept once.
    """
    digest = hashlib.sha1(_prefix(organisation, source) + source_id.encode(), usedforsecurity=False).digest()
    return UUID(int=int.from_bytes(digest[:16], "big") & _MASK | _V5)


def ledger_ids(organisation: UUID, source: UUID) -> Callable[[str], str]:
    """A function from source id to ledger id in 32 hex digits: `ledger_id` for millions, hashing the prefix once."""
    start = hashlib.sha1(_prefix(organisation, source), usedforsecurity=False).copy

    def make(source_id: str) -> str:
        sha = start()
        sha.update(source_id.encode())
        digits = sha.hexdigest()
        return f"{digits[:12]}5{digits[13:16]}{_VARIANT[digits[16]]}{digits[17:32]}"

    return make


def _prefix(organisation: UUID, source: UUID) -> bytes:
    """The name space: organisation, then the source's id, which begins the name."""
    return organisation.bytes + source.hex.encode() + b"/"


def random_key() -> int:
    """A random positive 63-bit key for an actor: says nothing about who it is, and joins fast in columns."""
    return secrets.randbelow((1 << 63) - 1) + 1
