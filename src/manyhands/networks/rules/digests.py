"""Digests that stand for what must not be stored: an IP address, the address of somebody outside."""

import hashlib


def digest(what: str | bytes, key: str) -> str:
    """32 hex digits that are the same for the same thing and key, and tell nothing to who lacks the key."""
    data = what.encode(errors="replace") if isinstance(what, str) else what
    secret = hashlib.blake2b(key.encode(errors="replace"), digest_size=32).digest()
    return hashlib.blake2b(data, digest_size=16, key=secret).hexdigest()
