"""Identifiers: time-ordered for our rows, deterministic for what comes from outside, random for people."""

import secrets
from collections.abc import Callable
from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7

__all__ = ["hub_source_id", "ledger_id", "ledger_ids", "random_id", "random_key", "source_id", "uuid7"]


def ledger_id(organisation: UUID, source: UUID, source_id: str) -> UUID:
    """The one id of an activity or object: UUIDv5 (RFC 9562) of the source's own id, in a space of organisation and
    source.

    The same act read twice, from any export, gets the same id, so that it is kept once.
    """
    return UUID(ledger_ids(organisation, source)(source_id))


def ledger_ids(organisation: UUID, source: UUID) -> Callable[[str], str]:
    """A function from source id to ledger id in 32 hex digits: `ledger_id` for millions."""
    # A space of both, so that what is hashed is short: one block of SHA-1 instead of two.
    space = uuid_utils.uuid5(uuid_utils.UUID(bytes=organisation.bytes), source.hex)

    def make(source_id: str) -> str:
        return uuid_utils.uuid5(space, source_id).hex

    return make


def source_id(organisation: UUID, network: str, workspace: str) -> UUID:
    """The id of a network's workspace as a source of activity: it follows from both, so it is always the same."""
    return ledger_id(organisation, organisation, f"{network}/{workspace}")


def hub_source_id(organisation: UUID) -> UUID:
    """The id of the hub itself as a source of an organisation's activity."""
    return source_id(organisation, "hub", organisation.hex)


def random_key() -> int:
    """A random positive 63-bit key for an actor: says nothing about who it is, and joins fast in columns."""
    return secrets.randbelow((1 << 63) - 1) + 1


def random_id() -> UUID:
    """An id that says nothing, not even when it was made: for what must not be joined by time."""
    return UUID(bytes=secrets.token_bytes(16), version=4)
