"""One file as a stream of bytes: as it lies, packed by itself (.gz, .bz2, .xz), or inside a ZIP or folder.

What it is is told by its first bytes, since an upload has lost its name. Memory does not grow with the file.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Protocol

from manyhands.networks.errors import UnreadableExport

from .archives import DAMAGE, EMPTY, RATIO_FROM, DamagedFile, open_archive
from .words import N_

CHUNK = 2**18
"""Bytes, unpacked, that are given at a time."""
MAX_RATIO = 1000
"""Unpacked by packed size. A wiki's history repeats itself, so it is more than for other archives."""

SEVEN_ZIP = N_(
    "This file was packed by 7-Zip, which can’t be read here. Unpack it, then send the file inside; if that is too "
    "large, pack it as .gz or .bz2."
)
BOMB = N_(
    "This file unpacks to far more than an export of its size can hold, so it was not read. Download the export again."
)
SEVERAL = N_("This ZIP holds more than one such file. Send them one after the other.")


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


class PackedFile:
    """`size` counts the bytes of the file as it lies, `done` those that were read. Can be read again from its start."""

    def __init__(self, path: Path, *, inside: str, missing: str, several: bool = False) -> None:
        """`inside` is the pattern of the file's name in a ZIP, where `several` may be; `missing` is said if none is."""
        self.path, self.done = path, 0
        self.archive = None
        self.names = [""]  # of the files in a ZIP
        start = b"" if path.is_dir() else _start(path)
        if start.startswith(b"7z\xbc\xaf"):
            raise UnreadableExport(SEVEN_ZIP)
        self.unpacker = next((make for magic, make in _UNPACKERS if start.startswith(magic)), None)
        if path.is_dir() or start.startswith(b"PK"):
            self.archive = open_archive(path, markers=[inside], missing=missing)
            names = [name for name in self.archive.sizes if Path(name.lower()).match(inside)]
            if len(names) > 1 and not several:
                self.archive.close()
                raise UnreadableExport(SEVERAL)
            self.names = sorted(names)
            self.size = sum(self.archive.sizes[name] for name in names)
        else:
            self.size = path.stat().st_size

    def chunks(self, name: str = "") -> Iterator[bytes]:
        """The bytes of the file (the first, or that of `names`), unpacked, about CHUNK at a time.

        Raises DamagedFile after what could be unpacked.
        """
        name = name or self.names[0]
        before = self.names[: self.names.index(name)]
        self.done = sum(self.archive.sizes[each] for each in before) if self.archive else 0
        with self.archive.open(name) if self.archive else self.path.open("rb") as file:
            if self.unpacker is None:
                while chunk := self._read(file, CHUNK):
                    yield chunk
            else:
                yield from self._unpacked(file)

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

    def _unpacked(self, file: IO[bytes]) -> Iterator[bytes]:
        """Packed files put one after the other are one, as their makers say."""
        assert self.unpacker is not None
        unpacker = self.unpacker()
        data, total = self._read(file, CHUNK // 4), 0
        while True:
            try:
                chunk = unpacker.decompress(data, CHUNK)
            except DAMAGE:
                raise DamagedFile from None
            total += len(chunk)
            if total > RATIO_FROM and total > MAX_RATIO * self.done:
                raise UnreadableExport(BOMB)
            if chunk:
                yield chunk
            data = b""
            if unpacker.eof:
                data = unpacker.unused_data.lstrip(b"\0") or self._read(file, CHUNK // 4).lstrip(b"\0")
                if not data:
                    return
                unpacker = self.unpacker()
            elif unpacker.needs_input:
                data = self._read(file, CHUNK // 4)
                if not data:
                    raise DamagedFile


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableExport(EMPTY)
    return start
