"""What a page outside says of itself in its head: title, description, site."""

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import NamedTuple

HEAD = 256 * 1024  # bytes that are looked at


class About(NamedTuple):
    """What a page says of itself; "" for what it doesn't."""

    title: str
    description: str
    site: str


def about(body: bytes, charset: str = "") -> About:
    """Reads the head of an HTML page. Never fails: what can't be read is empty."""
    body = body[:HEAD]
    if not charset and (found := re.search(rb"<meta[^>]+charset=[\"']?([\w-]{1,40})", body[:4096], re.IGNORECASE)):
        charset = found[1].decode("ascii")
    try:
        text = body.decode(charset or "utf-8", errors="replace")
    except LookupError:
        text = body.decode("utf-8", errors="replace")
    head = _Head()
    with suppress(_Enough):
        head.feed(text)
    said = head.said
    return About(
        _plain(said.get("og:title") or said.get("twitter:title") or "".join(head.title), 200),
        _plain(said.get("og:description") or said.get("description") or said.get("twitter:description", ""), 300),
        _plain(said.get("og:site_name", ""), 100),
    )


class _Enough(Exception):
    """The body of the page begins."""


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title: list[str] = []
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _Enough
        if tag == "title":
            self.in_title = not self.title
        if tag == "meta":
            given = dict(attrs)
            name = (given.get("property") or given.get("name") or "").lower()
            if name and given.get("content"):
                self.said.setdefault(name, given["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            raise _Enough
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)


def _plain(text: str, longest: int) -> str:
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", " ", text)
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
