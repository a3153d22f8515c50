"""Addresses that say whom and what they are about, signed: short enough for an address of mail."""

import base64
import hmac
import re

_REPLY = re.compile(r"^(?P<number>[0-9a-z]{1,13})-(?P<mac>[a-z2-7]{16})$")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def reply_address(base: str, number: int, *, secret: bytes) -> str:
    """reply+1a-mac@example.org from reply@example.org. In lower case: some mail servers don't keep case."""
    local, _, domain = base.rpartition("@")
    name = _base36(number)
    return f"{local}+{name}-{_mac(name, secret)}@{domain}"


def reply_number(address: str, base: str, *, secret: bytes) -> int | None:
    """The number in an address that we made, or None for any other."""
    local, _, domain = address.strip().lower().rpartition("@")
    own, _, own_domain = base.lower().rpartition("@")
    start = f"{own}+"
    if domain != own_domain or not local.startswith(start):
        return None
    found = _REPLY.match(local.removeprefix(start))
    if not found or not hmac.compare_digest(_mac(found["number"], secret), found["mac"]):
        return None
    return int(found["number"], 36)


def _mac(name: str, secret: bytes) -> str:
    digest = hmac.new(secret, b"reply/" + name.encode(), "sha256").digest()[:10]  # 80 bits
    return base64.b32encode(digest).decode().lower()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
