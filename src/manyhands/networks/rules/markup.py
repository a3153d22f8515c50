"""HTML as plain text, to be measured: never kept."""

import re
from html import unescape

_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br\b[^<>]*|/(?:p|li|h[1-6]|blockquote|pre|div|tr)\s*)>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


def plain(html: str) -> str:
    """What a person reads of a piece of HTML, a line for a paragraph."""
    if "<" in html:
        html = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", html)))
    return (unescape(html) if "&" in html else html).strip()
