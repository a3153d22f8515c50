"""Names in addresses."""

import hashlib
import re
import unicodedata
from collections.abc import Callable

_RESERVED = """
accounts admin api digest feeds health i18n join language media outbox setup static
"""
RESERVED = frozenset(_RESERVED.split())
"""First words of addresses that are no organisation's."""

_ALPHABETS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "&": " and "})


def slug_of(name: str, *, length: int = 80) -> str:
    """A name as plain lower-case words with dashes, or "" where nothing of it can be written so."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_ALPHABETS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")[:length].rstrip("-")


def free_slug(name: str, taken: Callable[[str], bool], *, fallback: str, length: int = 80) -> str:
    """The name's slug, or the first of slug-2, slug-3 … that isn't taken."""
    base = slug_of(name, length=length - 5) or fallback
    slug, count = base, 1
    while slug in RESERVED or taken(slug):
        count += 1
        slug = f"{base}-{count}"
    return slug


def service_slug(name: str) -> str:
    """What makes two sources' departments one service: the same name but for case, spaces and punctuation."""
    return slug_of(name, length=200) or "service-" + hashlib.sha256(name.casefold().encode()).hexdigest()[:12]
