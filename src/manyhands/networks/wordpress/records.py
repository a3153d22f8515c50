"""Reads WXR into records, one after the other, with the line that each begins on.

WXR is RSS 2.0 with WordPress's own elements. Damage that is frequent in it is mended on the way: control characters
that XML forbids, and bytes that are not UTF-8. Where it is worse, what stands between it and the next item is lost.
"""

import codecs
from collections.abc import Iterator
from xml.parsers import expat

from msgspec import Struct

from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.words import N_

BROKEN = N_("The file is damaged here, so what it says of this post or page could not be read.")
ENDS_EARLY = N_("The file breaks off here, so what follows is missing. Export it again.")
TOO_ODD = N_("The file holds a definition of its own language here (DOCTYPE), which no WordPress writes: not read on.")

MAX_TEXT = 2**20
"""Characters of an element that are held; a longer text is measured that far."""
_FORBIDDEN = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_PREFIX = b'<rss xmlns:excerpt="e" xmlns:content="c" xmlns:wfw="f" xmlns:dc="d" xmlns:wp="w" xmlns:atom="a"><channel>'
_RECORDS = frozenset(["channel", "item", "wp:author", "wp:comment"])
_KEPT = frozenset(
    """
    title link dc:creator pubDate content:encoded
    wp:base_site_url wp:base_blog_url wp:author_id wp:author_login wp:author_email wp:author_display_name
    wp:post_id wp:post_date_gmt wp:post_date wp:post_modified_gmt wp:status wp:post_type wp:post_password
    wp:comment_id wp:comment_author wp:comment_author_email wp:comment_date_gmt wp:comment_date wp:comment_content
    wp:comment_approved wp:comment_type wp:comment_parent wp:comment_user_id
    """.split()  # noqa: SIM905 (because the list would fill the page)
)


class Record(Struct):
    """The site ("channel", as far as its heading goes), an author, a comment, or a post of any type ("item")."""

    kind: str
    line: int
    values: dict[str, str] = {}
    post: dict[str, str] = {}  # of a comment: what its post's heading says


class Records:
    """One pass over a file. `problems` collects lines and reasons; whoever reads empties it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = _mended(chunks)
        self.problems: list[tuple[int, str]] = []
        self.ready: list[Record] = []
        self.ended = False
        self._begin(1, b"")

    def _begin(self, line: int, prefix: bytes) -> None:
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self.stack: list[Record] = []
        self.name, self.parts, self.held = "", list[str](), 0
        self.first_line, self.fed = line, len(prefix)
        parser.Parse(prefix, False)

    def __iter__(self) -> Iterator[Record]:
        for chunk in self.chunks:
            rest = chunk
            while rest and not self.ended:
                rest = self._feed(rest)
                ready, self.ready = self.ready, []
                yield from ready
            if self.ended:
                return
        self.problems.append((self._line(self.parser.CurrentLineNumber), ENDS_EARLY))

    def _feed(self, chunk: bytes) -> bytes:
        """Parses; after damage, gives back what is left from the next item on."""
        try:
            self.parser.Parse(chunk, False)
        except expat.ExpatError as error:
            if self.ended:
                return b""
            self.problems.append((self._line(error.lineno), BROKEN))
            return self._skip(chunk, self._line(error.lineno), self.parser.ErrorByteIndex - self.fed)
        self.fed += len(chunk)
        return b""

    def _skip(self, chunk: bytes, line: int, at: int) -> bytes:
        at = max(0, at)
        while (found := chunk.find(b"<item>", at)) < 0:
            keep = max(at, len(chunk) - 5)
            line += chunk.count(b"\n", at, keep)
            more = next(self.chunks, b"")
            if not more:
                self.ended = True
                return b""
            chunk, at = chunk[keep:] + more, 0
        self._begin(line + chunk.count(b"\n", at, found), _PREFIX)
        return chunk[found:]

    def _line(self, of_parser: int) -> int:
        return self.first_line + of_parser - 1

    def _doctype(self, *_: object) -> None:
        self.problems.append((self._line(self.parser.CurrentLineNumber), TOO_ODD))
        self.ended = True
        raise expat.ExpatError

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if name in _RECORDS:
            if self.stack and self.stack[-1].kind == "channel":
                self._site()
            post = self.stack[-1].values if self.stack and name == "wp:comment" else {}
            self.stack.append(Record(name, self._line(self.parser.CurrentLineNumber), {}, post))
        self.name = name if name in _KEPT else ""
        self.parts, self.held = [], 0

    def _text(self, text: str) -> None:
        if self.name and self.held < MAX_TEXT:
            self.parts.append(text)
            self.held += len(text)

    def _end(self, name: str) -> None:
        if name == self.name and self.stack:
            self.stack[-1].values.setdefault(name, "".join(self.parts)[:MAX_TEXT].strip())
        self.name = ""
        if name == "rss":
            self.ended = True
        elif name in _RECORDS and self.stack:
            record = self.stack.pop()
            if record.kind != "channel" or record.values:  # a channel that has not been told of holds no records
                self.ready.append(record)

    def _site(self) -> None:
        """The channel's heading, told of when the first record in it begins."""
        channel = self.stack[-1]
        if channel.values:
            self.ready.append(Record("channel", channel.line, channel.values))
            channel.values = {}


def _mended(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """As UTF-8 without what XML forbids."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        for chunk in chunks:
            clean = chunk.translate(None, _FORBIDDEN)
            yield clean if clean.isascii() and not decoder.getstate()[0] else decoder.decode(clean).encode()
    except DamagedFile:
        return
