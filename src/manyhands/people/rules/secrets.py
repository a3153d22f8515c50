"""Secrets in the database, so that a copy of it alone opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


def seal(secret: str, *, key: str) -> str:
    """The secret encrypted and signed (Fernet) under a key made from the hub's own; empty stays empty."""
    return _box(key).encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str, *, key: str) -> str | None:
    """The secret again; None where it was sealed under another key, or changed."""
    if not sealed:
        return ""
    try:
        return _box(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(key: str) -> Fernet:
    derived = hashlib.sha256(b"manyhands.people.rules.secrets\0" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
