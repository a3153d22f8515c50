"""Reads commits out of a git bundle: a repository in one file, as `git bundle create` writes it.

What follows its heading is a pack (https://git-scm.com/docs/gitformat-pack): objects one behind the other, each packed
by itself, some as what they change of another. All are unpacked in passing, as only so it is known where the next one
begins; of what is no commit nothing is held. Where commits are is remembered, eight bytes each.
"""

import hashlib
import os
import zlib
from array import array
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from manyhands.networks.rules.archives import DamagedFile

from .log import Commit, co_author, when

COMMIT, OFFSET_DELTA, NAME_DELTA = 1, 6, 7
FIRST, CHUNK = 2**12, 2**16
"""Packed bytes that are read of an object, first and then at a time; and unpacked ones that are held in passing."""
MAX_COMMIT = 2**22
"""Bytes of a commit: its message is in it. A longer one is left out."""
MAX_LINE, MAX_HEADING = 2**13, 2**26
"""Bytes of a line of a bundle's heading, and of all of it: its branches and tags."""
MAX_CHAIN = 4_096
"""Changes of changes that are followed; git makes no more."""
MAX_UNNAMED = 100_000
"""Changes of an object that is known by name alone, of which some may be commits."""
_DELTA_DAMAGE = (ValueError, IndexError)


def begins_bundle(head: bytes) -> bool:
    return head.startswith((b"# v2 git bundle\n", b"# v3 git bundle\n"))


class _Object(NamedTuple):
    """An object of a pack: where what is packed begins, and what it is a change of."""

    kind: int
    size: int  # bytes, unpacked
    packed: int
    base: int  # where that is; 0 where it is known by name
    name: bytes


class Bundle:
    """A bundle of any size. `partial`: it builds on history that is not in it. `whole`: it does not break off.

    Raises DamagedFile for what is no bundle.
    """

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self.sha, self.name_size = hashlib.sha1, 20
        self.partial, self.whole = False, True
        self.commits = array("Q")  # where each is
        self.named: dict[int, int] = {}  # where the base is of a commit that knows it by name
        self.done = 0  # bytes
        self.file = path.open("rb")
        try:
            self._heading()
        except DamagedFile:
            self.close()
            raise
        self._index()

    def read(self) -> Iterator[Commit]:
        """All commits, in the order of the pack: mostly the newest first. `line` counts them.

        One that can't be read has no hash.
        """
        for number, start in enumerate(self.commits, 1):
            self.done = start
            try:
                content = self._content(start)
                yield _commit(number, self._hash(content), content)
            except DamagedFile:
                yield Commit(number, "")
        self.done = self.size

    def first(self) -> Commit | None:
        """The oldest commit without parents, with which `git log --reverse` begins; else any."""
        first: Commit | None = None
        for commit in self.read():
            if first is None or (not commit.parents, -_time(commit)) > (not first.parents, -_time(first)):
                first = commit if commit.hash else first
        return first

    def close(self) -> None:
        self.file.close()

    def _heading(self) -> None:
        if not begins_bundle(self.file.readline(MAX_LINE)):
            raise DamagedFile
        while (line := self.file.readline(MAX_LINE)) != b"\n":
            if not line.endswith(b"\n") or self.file.tell() > MAX_HEADING:
                raise DamagedFile
            if line.startswith(b"@object-format=sha256"):
                self.sha, self.name_size = hashlib.sha256, 32
            self.partial = self.partial or line.startswith(b"-")
        head = self.file.read(12)
        if head[:4] != b"PACK" or head[4:8] not in (b"\0\0\0\2", b"\0\0\0\3"):
            raise DamagedFile
        self.count, self.begin = int.from_bytes(head[8:12], "big"), self.file.tell()

    def _index(self) -> None:
        """Finds the commits. A pack that breaks off is read as far as it goes."""
        known: set[int] = set()  # commits: a change of one is one
        unnamed: dict[bytes, list[int]] = {}
        start, found = self.begin, 0
        try:
            for _ in range(self.count):
                what = self._object(start)
                end = self._end(what.packed)
                if what.kind == COMMIT or (what.kind == OFFSET_DELTA and what.base in known):
                    known.add(start)
                    self.commits.append(start)
                elif what.kind == NAME_DELTA and found < MAX_UNNAMED:
                    unnamed.setdefault(what.name, []).append(start)
                    found += 1
                start = end
        except DamagedFile:
            self.whole = False
        at = 0
        while unnamed and at < len(self.commits):  # which grows meanwhile
            try:
                name = bytes.fromhex(self._hash(self._content(self.commits[at])))
            except DamagedFile:
                name = b""
            for change in unnamed.pop(name, ()):
                self.named[change] = self.commits[at]
                self.commits.append(change)
            at += 1

    def _object(self, start: int) -> _Object:
        """Reads what stands before an object: its kind and size, seven bits a byte, and its base."""
        head = os.pread(self.file.fileno(), 64, start)
        try:
            kind, size, at, shift = head[0] >> 4 & 7, head[0] & 15, 1, 4
            while head[at - 1] & 0x80:
                size |= (head[at] & 0x7F) << shift
                at, shift = at + 1, shift + 7
            base, name = 0, b""
            if kind == OFFSET_DELTA:
                back = head[at] & 0x7F
                while head[at] & 0x80:
                    at += 1
                    back = (back + 1 << 7) | head[at] & 0x7F
                at, base = at + 1, start - back
            elif kind == NAME_DELTA:
                name, at = head[at : at + self.name_size], at + self.name_size
        except IndexError:
            raise DamagedFile from None
        if kind in (0, 5) or (kind == OFFSET_DELTA and not self.begin <= base < start):
            raise DamagedFile
        return _Object(kind, size, start + at, base, name)

    def _unpacked(self, packed: int) -> Iterator[tuple[bytes, int]]:
        """An object's bytes, CHUNK at a time, each with where what is packed has been read up to."""
        unpacker, at, size = zlib.decompressobj(), packed, FIRST
        data = b""
        while not unpacker.eof:
            if not data:
                data = os.pread(self.file.fileno(), size, at)
                at, size = at + len(data), CHUNK
                if not data:
                    raise DamagedFile
            try:
                content = unpacker.decompress(data, CHUNK)
            except zlib.error:
                raise DamagedFile from None
            data = unpacker.unconsumed_tail
            yield content, at - len(unpacker.unused_data)

    def _end(self, packed: int) -> int:
        """Where the next object begins."""
        return deque(self._unpacked(packed), maxlen=1)[0][1]

    def _whole(self, what: _Object) -> bytes:
        if what.size > MAX_COMMIT:
            raise DamagedFile
        content = b"".join(part for part, _end in self._unpacked(what.packed))
        if len(content) != what.size:
            raise DamagedFile
        return content

    def _content(self, start: int) -> bytes:
        """A commit, put together of what it is a change of."""
        changes: list[bytes] = []
        what = self._object(start)
        while what.kind != COMMIT:
            if len(changes) >= MAX_CHAIN:
                raise DamagedFile
            changes.append(self._whole(what))
            start = what.base or self.named.get(start, 0)
            if not start:
                raise DamagedFile
            what = self._object(start)
        content = self._whole(what)
        for change in reversed(changes):
            content = _changed(content, change)
        return content

    def _hash(self, content: bytes) -> str:
        return self.sha(b"commit %d\0" % len(content) + content).hexdigest()


def _changed(content: bytes, change: bytes) -> bytes:
    from dulwich.errors import ApplyDeltaError  # a process starts without it
    from dulwich.pack import apply_delta

    if _sizes(change) > MAX_COMMIT:
        raise DamagedFile
    try:
        return b"".join(apply_delta(content, change))
    except (ApplyDeltaError, *_DELTA_DAMAGE):
        raise DamagedFile from None


def _sizes(change: bytes) -> int:
    """The larger of the two sizes with which a change begins: what it is made of, and what it makes."""
    largest = size = shift = found = 0
    for byte in change[:40]:
        size |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            largest, size, shift, found = max(largest, size), 0, 0, found + 1
            if found == 2:
                return largest
    raise DamagedFile


def _commit(number: int, hash_: str, content: bytes) -> Commit:
    """As a log would write it. Of the message, who helped."""
    heading, _, message = content.partition(b"\n\n")
    commit = Commit(number, hash_, parents=0)
    encoding = "utf-8"
    people: dict[bytes, bytes] = {}
    for line in heading.split(b"\n"):
        name, _, value = line.partition(b" ")
        if name == b"parent":
            commit.parents = (commit.parents or 0) + 1
        elif name in (b"author", b"committer"):
            people.setdefault(name, value)
        elif name == b"encoding":
            encoding = value.decode("ascii", "replace")
    author, _, commit.authored = _text(people.get(b"author", b""), encoding).rpartition("> ")
    commit.author = author and f"{author}>"
    commit.committed = _text(people.get(b"committer", b""), encoding).rpartition("> ")[2]
    if b"o-authored-by" in message or b"O-AUTHORED-BY" in message:
        lines = _text(message, encoding).splitlines()
        commit.co_authors = [helper for line in lines if (helper := co_author(line))][:50]
    return commit


def _text(content: bytes, encoding: str) -> str:
    for each in ("utf-8", encoding):
        try:
            return content.decode(each)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _time(commit: Commit) -> float:
    return when(commit.committed) or 0.0
