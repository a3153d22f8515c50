"""Files as streams of bytes: one as it lies, packed by itself (.gz, .bz2, .xz), or those inside a ZIP, .7z or folder.

What it is is told by its first bytes, since an upload has lost its name. Memory does not grow with the file.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, Protocol

from manyhands.networks.errors import UnreadableExport

from .archives import DAMAGE, EMPTY, RATIO_FROM, Archive, DamagedFile, open_archive, rooted
from .seven_zips import MAGIC, SevenZip
from .words import N_

CHUNK = 2**18
"""Bytes, unpacked, that are given at a time."""
MAX_RATIO = 4000
"""Unpacked by packed size. A wiki's history repeats itself: see `seven_zips`."""
ENDINGS = ("", ".gz", ".bz2", ".xz")
"""Of files that are packed by themselves, in a ZIP too."""

BOMB = N_(
    "This file unpacks to far more than an export of its size can hold, so it was not read. Download the export again."
)


class _Unpacker(Protocol):
    """What `bz2` and `lzma` offer."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...


class _Gzip:
    """`zlib` in the shape of the other two."""

    def __init__(self) -> None:
        self.zlib = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self.zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self.zlib.unused_data

    @property
    def needs_input(self) -> bool:
        return not self.zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        return self.zlib.decompress(self.zlib.unconsumed_tail + data, max_length)


_UNPACKERS: tuple[tuple[bytes, Callable[[], _Unpacker]], ...] = (
    (b"\x1f\x8b", _Gzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", lzma.LZMADecompressor),
)


class Named:
    """What files may be called, packed by themselves or not: patterns in lower case, in which * stands for anything."""

    def __init__(self, *patterns: str) -> None:
        self.patterns = [pattern + end for pattern in patterns for end in ENDINGS]

    def fits(self, name: str) -> bool:
        """Whether a file is called so, in whatever folder it lies."""
        last = name.lower().rpartition("/")[2]
        return any(fnmatchcase(last, pattern) for pattern in self.patterns)


class PackedFiles:
    """`names` are those of the files: in their archive, or "" for one that lies by itself.

    `size` counts the bytes of the file as it lies, or of an archive's files, `done` those that were read. Can be read
    again from the start.
    """

    def __init__(self, path: Path, *, inside: Named, missing: str, anywhere: bool = False) -> None:
        """`inside` says what the files are called in an archive; `missing` is said if there is none.

        `anywhere`: they may lie in several folders.
        """
        patterns = inside.patterns
        self.path, self.done = path, 0
        self.archive: Archive | None = None
        self.names = [""]
        start = b"" if path.is_dir() else _start(path)
        if start.startswith(MAGIC):
            self.archive = _rooted(SevenZip(path), patterns, missing, anywhere)
        elif path.is_dir() or start.startswith(b"PK"):
            self.archive = open_archive(path, markers=patterns, missing=missing, anywhere=anywhere)
        if self.archive:
            self.names = [name for name in self.archive.sizes if inside.fits(name)]
            if not start.startswith(MAGIC):  # whose own order is the one to read it in
                self.names.sort()
            self.size = sum(self.archive.sizes[name] for name in self.names)
        else:
            self.size = path.stat().st_size

    def begin(self, name: str) -> bytes:
        """The first bytes of a file, unpacked: up to CHUNK, or none where it is damaged."""
        try:
            return next(self.chunks(name), b"")
        except DamagedFile:
            return b""

    def chunks(self, name: str = "") -> Iterator[bytes]:
        """The bytes of the file (the first, or that of `names`), unpacked, about CHUNK at a time.

        Raises DamagedFile after what could be unpacked.
        """
        name = name or self.names[0]
        before = self.names[: self.names.index(name)]
        began = self.done = sum(self.archive.sizes[each] for each in before) if self.archive else 0
        with self.archive.open(name) if self.archive else self.path.open("rb") as file:
            data = self._read(file, CHUNK // 4)
            make = next((make for magic, make in _UNPACKERS if data.startswith(magic)), None)
            if make:
                yield from self._unpacked(file, data, make, began)
            while data and not make:
                yield data
                data = self._read(file, CHUNK)

    def close(self) -> None:
        if self.archive:
            self.archive.close()

    def _read(self, file: IO[bytes], size: int) -> bytes:
        try:
            data = file.read(size)
        except DAMAGE:
            raise DamagedFile from None
        self.done += len(data)
        return data

    def _unpacked(self, file: IO[bytes], data: bytes, make: Callable[[], _Unpacker], began: int) -> Iterator[bytes]:
        """Packed files put one after the other are one, as their makers say."""
        unpacker, total = make(), 0
        while True:
            try:
                chunk = unpacker.decompress(data, CHUNK)
            except DAMAGE:
                raise DamagedFile from None
            total += len(chunk)
            if total > RATIO_FROM and total > MAX_RATIO * (self.done - began):
                raise UnreadableExport(BOMB)
            if chunk:
                yield chunk
            data = b""
            if unpacker.eof:
                data = unpacker.unused_data.lstrip(b"\0") or self._read(file, CHUNK // 4).lstrip(b"\0")
                if not data:
                    return
                unpacker = make()
            elif unpacker.needs_input:
                data = self._read(file, CHUNK // 4)
                if not data:
                    raise DamagedFile


def _rooted(archive: Archive, patterns: Sequence[str], missing: str, anywhere: bool) -> Archive:
    try:
        return rooted(archive, patterns, missing, anywhere=anywhere)
    except UnreadableExport:
        archive.close()
        raise


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableExport(EMPTY)
    return start
