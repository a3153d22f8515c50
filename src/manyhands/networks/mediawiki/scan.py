"""Finds the revisions of an XML dump in its bytes, without building a tree and without decoding a text.

A dump is written by one program, so nearly every revision has the form of STEP and is found by one match and one
search for "<". That is exact: inside a text "<" is always written "&lt;". Where STEP does not fit, because an element
is rare or the file is damaged, tags are read one by one until it does again. Texts of any size are measured in passing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.lines import new_lines
from manyhands.networks.rules.words import N_

HEADROOM = 2**16
"""Bytes that hold everything between two texts; a tag that is longer is damage."""
LARGE_TEXT = 2**20
"""Bytes of a text beyond which it is measured in parts."""

BROKEN = N_("The file is damaged here, so this revision, and perhaps some beside it, could not be read.")
ENDS_EARLY = N_("The file breaks off here, so what follows is missing. Download it again, or make the dump again.")

STEP = re.compile(
    rb"(?:</text>)?\s*(?:<sha1(?:\s*/>|>[^<]*</sha1>)\s*)?</revision>\s*"
    rb"(?:</page>\s*<page>\s*<title>([^<]*)</title>\s*<ns>(-?\d+)</ns>\s*<id>(\d+)</id>\s*"
    rb"(?:<redirect[^<>]*/>\s*)?(?:<restrictions>[^<]*</restrictions>\s*)?)?"
    rb"<revision>\s*<id>(\d+)</id>\s*(?:<parentid>(\d+)</parentid>\s*)?"
    rb"<timestamp>([^<]*)</timestamp>\s*"
    rb"<contributor(?: deleted=\"deleted\"\s*/|>\s*(<ip>[^<]*</ip>|<username>[^<]*</username>\s*<id>\d+</id>)\s*"
    rb"</contributor)>\s*"
    rb"(?:<minor\s*/>\s*)?(?:<comment(?:[^<>]*/>|>[^<]*</comment>)\s*)?(?:<origin>\d+</origin>\s*)?"
    rb"(?:<model>[^<]*</model>\s*)?(?:<format>[^<]*</format>\s*)?<text([^<>]*)>"
)
"""From the end of a text to the beginning of the next one, in the order of export-0.10.xsd and export-0.11.xsd."""

_TAG = re.compile(rb"<(/?)([A-Za-z_][\w:.-]*)((?:\s[^<>]*?)?)(/?)>")
_BYTES = re.compile(rb'\sbytes="(\d{1,15})"')
_CONTINUE = bytes(range(0x80, 0xC0))
_ENTITIES = ((b"&lt;", 3), (b"&gt;", 3), (b"&quot;", 5), (b"&amp;", 4), (b"&#039;", 5), (b"&apos;", 5))
_ENTITY_LENGTH = 6
_OF_REVISION = frozenset([b"id", b"parentid", b"timestamp"])
_IN_PAGE = (b"mediawiki", b"page")
_IN_REVISION = (*_IN_PAGE, b"revision")
_IN_TEXT = (*_IN_REVISION, b"text")


class Revision(NamedTuple):
    """A revision as the dump writes it, undecoded."""

    title: bytes  # of its page
    ns: bytes  # of its page; b"" where the dump does not say
    page: bytes  # the page's id
    is_first: bool  # of its page, in this file
    id: bytes
    parent: bytes  # b"" for the page's first, and where it is not known
    timestamp: bytes
    contributor: bytes  # <ip>… or <username>…<id>…; b"" where it is hidden
    length: int | None  # of the text, in characters


class Walk:
    """Goes from tag to tag, and knows where it is. Each step says whether it fits, and the revision it completes."""

    def __init__(self) -> None:
        self.stack: tuple[bytes, ...] = ()
        self.title = self.ns = self.page = b""
        self.is_first = False
        self.lost = False  # something is damaged, and the next page or revision is looked for
        self._forget()

    def _forget(self) -> None:
        self.values: dict[bytes, bytes] = {}
        self.contributor = b""
        self.text: bytes | None = None  # the attributes of the revision's text

    def stray(self) -> bool:
        """A "<" that begins no tag."""
        known, self.lost = self.lost, True
        return known

    def ends(self) -> bool:
        """The end of the dump."""
        return self.lost or self.stack == (b"mediawiki",)

    def begin(self, name: bytes, attributes: bytes, empty: bool) -> tuple[bool, Revision | None]:
        if name == b"page" or (name == b"revision" and _IN_PAGE[1] in self.stack):
            fits = self.lost or self.stack == (_IN_REVISION[:1] if name == b"page" else _IN_PAGE)
            self._forget()
            self.lost = False
            if name == b"page":
                self.title = self.ns = self.page = b""
                self.is_first = True
            self.stack = _IN_PAGE if name == b"page" else _IN_REVISION
            return fits, None
        if self.lost:
            return True, None
        if name == b"revision":  # in no page
            return self.stray(), None
        if name == b"text" and self.stack == _IN_REVISION:
            self.text = attributes
            if empty:
                return self._complete(_bytes_of(attributes))
        if not empty:
            self.stack = (*self.stack, name)
        return True, None

    def end(self, name: bytes, before: bytes, measured: tuple[int, int, int]) -> tuple[bool, Revision | None]:
        """`before` is what stands in the element, `measured` its bytes, and those of them that are no characters."""
        if self.lost:
            if name == b"page":
                self.stack, self.lost = (b"mediawiki",), False
            return True, None
        if self.stack[-1:] != (name,):
            return self.stray(), None
        self.stack = self.stack[:-1]
        if self.stack == _IN_REVISION:
            if name in _OF_REVISION:
                self.values[name] = before
            elif name == b"text" and self.text is not None:  # else it has been told of already
                return self._complete(_length(_bytes_of(self.text), *measured))
        elif self.stack == (*_IN_REVISION, b"contributor"):
            if name in (b"ip", b"username", b"id"):
                self.contributor += b"<" + name + b">" + before + b"</" + name + b">"
        elif self.stack == _IN_PAGE:
            if name == b"title":
                self.title = before
            elif name == b"ns":
                self.ns = before
            elif name == b"id":
                self.page = before
            elif name == b"revision" and self.values:  # without a text
                return self._complete(None)
        return True, None

    def _complete(self, length: int | None) -> tuple[bool, Revision | None]:
        """The revision that has been walked through; it does not fit where its id, time, page or author is amiss."""
        values, contributor, first = self.values, self.contributor, self.is_first
        self._forget()
        id_, timestamp = values.get(b"id", b""), values.get(b"timestamp")
        known = not contributor or contributor.startswith((b"<ip>", b"<username>"))
        if not id_.isdigit() or not self.page.isdigit() or timestamp is None or not known:
            return False, None
        self.is_first = False
        parent = values.get(b"parentid", b"")
        of_page = (self.title, self.ns, self.page)
        return True, Revision(*of_page, first, id_, parent, timestamp, contributor, length)


class Scanner:
    """One pass over a dump's bytes. `problems` collects lines and reasons; whoever reads empties it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.data, self.at = b"", 0
        self._line, self._counted = 1, 0  # the line of the byte up to which lines are counted
        self.walk = Walk()
        self.problems: list[tuple[int, str]] = []
        self.damaged = False  # the packing is
        self.raw = self.continued = self.extra = 0  # of the text being measured, in bytes

    def line(self) -> int:
        """The line of the file that has been reached."""
        self._line += new_lines(self.data, self._counted, self.at)
        self._counted = self.at
        return self._line

    def revisions(self) -> Iterator[Revision]:
        """All revisions, in the order of the file."""
        while (revision := self._careful()) is not None:
            yield revision
            yield from self._fast()

    def more(self) -> bool:
        """Lets go of what was read and takes a chunk more; False at the file's end."""
        try:
            chunk = next(self.chunks, b"")
        except DamagedFile:
            self.damaged, chunk = True, b""
        if not chunk:
            return False
        self.line()
        self.data = self.data[self.at :] + chunk
        self.at = self._counted = 0
        return True

    def _fast(self) -> Iterator[Revision]:
        """Revisions in the usual form, up to one that is not. The hot loop: about 3 µs a revision."""
        step, new, walk = STEP.match, tuple.__new__, self.walk
        while True:
            data, at = self.data, self.at
            while found := step(data, at):
                title, ns, page, id_, parent, timestamp, contributor, attributes = found.groups()
                end = start = found.end()
                written = attributes[8 : attributes.find(b'"', 8)] if attributes.startswith(b' bytes="') else b""
                if attributes.endswith(b"/"):
                    length = int(written) if written.isdigit() else _bytes_of(attributes)
                else:
                    end = data.find(b"<", start)
                    if end < 0:
                        break
                    text = data[start:end]
                    if written.isdigit():
                        length = int(written) - (0 if text.isascii() else _continued(text))
                    else:
                        length = _length(_bytes_of(attributes), len(text), _continued(text), _extra(text))
                if page:
                    walk.title, walk.ns, walk.page = of_page = title, ns, page
                else:
                    of_page = (walk.title, walk.ns, walk.page)
                self.at = at = end
                walk.is_first, walk.stack = False, _IN_REVISION if end == start else _IN_TEXT
                yield new(Revision, (*of_page, bool(page), id_, parent or b"", timestamp, contributor or b"", length))
            self.at = at
            if len(data) - at > (LARGE_TEXT if found else HEADROOM) or not self.more():
                return

    def _careful(self) -> Revision | None:
        """The next revision, tag by tag; None at the end of the dump."""
        walk = self.walk
        while tag := self._tag():
            closes, name, attributes, empty, before = tag
            if not name:
                fits, revision = walk.stray(), None
            elif not closes:
                fits, revision = walk.begin(name, attributes, bool(empty))
            elif name == b"mediawiki":
                if not walk.ends():
                    self._problem(BROKEN)
                return None
            else:
                fits, revision = walk.end(name, before, (self.raw, self.continued, self.extra))
            if not fits:
                self._problem(BROKEN)
            if revision:
                return revision
        self.at = len(self.data)
        self._problem(ENDS_EARLY)
        return None

    def _problem(self, reason: str) -> None:
        self.problems.append((self.line(), reason))

    def _tag(self) -> tuple[bytes, bytes, bytes, bytes, bytes] | None:
        """The next tag: "/" where it closes, its name, its attributes, "/" where it is empty, and what stood before it.

        The name is empty where "<" begins no tag. None at the file's end. What stood before is measured, of any size.
        """
        self.raw = self.continued = self.extra = 0
        cut = False
        while True:
            lt = self.data.find(b"<", self.at)
            if lt < 0:
                if len(self.data) - self.at > HEADROOM:
                    self._measure(len(self.data) - _ENTITY_LENGTH)
                    cut = True
                if not self.more():
                    return None
                continue
            if self.data.startswith((b"<!--", b"<?"), lt):
                mark = b"-->" if self.data.startswith(b"<!--", lt) else b"?>"
                end = self.data.find(mark, lt)
                if end >= 0:
                    self.at = end + len(mark)
                    continue
            if self.data.find(b">", lt) < 0 and len(self.data) - lt < HEADROOM:
                if not self.more():
                    return None
                continue
            found = _TAG.match(self.data, lt)
            before = b"" if cut or lt - self.at > HEADROOM else self.data[self.at : lt]
            self._measure(lt)
            if found is None:
                self.at = lt + 1
                return b"", b"", b"", b"", b""
            self.at = found.end()
            closes, name, rest, empty = found.groups()
            return closes, name, rest, empty, before.strip()

    def _measure(self, end: int) -> None:
        """Adds what stands up to `end` to the text being measured, and goes there."""
        text = self.data[self.at : end]
        self.raw += len(text)
        self.continued += _continued(text)
        self.extra += _extra(text)
        self.at = end


def _bytes_of(attributes: bytes) -> int | None:
    """The size of the text that MediaWiki states."""
    found = _BYTES.search(attributes)
    return int(found[1]) if found else None


def _continued(text: bytes) -> int:
    """Bytes of a text in UTF-8 that go on with a character, rather than begin one."""
    return 0 if text.isascii() else len(text) - len(text.translate(None, _CONTINUE))


def _extra(text: bytes) -> int:
    """Bytes by which a text is longer than without its entities."""
    return sum(text.count(entity) * more for entity, more in _ENTITIES) if b"&" in text else 0


def _length(stated: int | None, raw: int, continued: int, extra: int) -> int:
    """A text's characters: of the size that is stated, else of the bytes that there are."""
    return max(0, (stated if stated is not None else raw - extra) - continued)
