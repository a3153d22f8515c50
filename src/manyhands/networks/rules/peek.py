"""Looks at a file without reading it, so that networks can say whether it is theirs."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, cast

from manyhands.networks.errors import UnreadableExport

from .archives import DAMAGE, Archive, DamagedFile, Folder, inner_zip, open_zip
from .seven_zips import MAGIC, SevenZip
from .tables import sheets

HEAD = 64 * 2**10
"""Bytes of a file that are looked at."""
NAMES = 20_000
"""Files of an archive that are looked at."""
TAR = 2**30
"""Bytes of a tar, unpacked, that are looked through for names: it has no list of them."""
MAX_DEPTH = 3
"""ZIPs inside ZIPs that are looked into."""

_BROKEN = (*DAMAGE, DamagedFile, UnreadableExport)


class FilePeek:
    """One look: `networks.types.Peek`. Whatever is damaged shows nothing."""

    def __init__(self, path: Path, name: str = "", archive: Archive | None = None) -> None:
        self.path, self.archive = path, archive
        self.name = (name or path.name).lower()

    @cached_property
    def names(self) -> frozenset[str]:
        names = islice(self.archive.sizes, NAMES) if self.archive else _tarred(self.path, self.head)
        return frozenset(name.lower() for name in names)

    @cached_property
    def head(self) -> bytes:
        if not self.archive:
            with suppress(*_BROKEN), unpacked(self.path) as stream:
                return stream.read(HEAD)
        return b""

    @cached_property
    def headings(self) -> frozenset[str]:
        if not self.archive:
            return sheets.headings(self.path, self.head)
        return sheets.headings(self.path, b"PK") if self._is_workbook() else frozenset()

    def start(self, name: str) -> bytes:
        found = [each for each in self.names if f"/{each}".endswith(f"/{name.lower()}")]
        if not found or not self.archive:
            return b""
        nearest = min(found, key=lambda each: (each.count("/"), each))
        real = next(each for each in self.archive.sizes if each.lower() == nearest)
        with suppress(*_BROKEN), self.archive.open(real) as stream, unpacking(stream) as content:
            return content.read(HEAD)
        return b""

    def holds(self, *names: str) -> bool:
        first, *others = names
        folders = [each[: len(each) - len(first)] for each in self.names if f"/{each}".endswith(f"/{first}")]
        return any(all(folder + other in self.names for other in others) for folder in folders)

    def _is_workbook(self) -> bool:
        is_zip = self.path.is_file() and not isinstance(self.archive, SevenZip)
        return is_zip and not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}.isdisjoint(self.names)


@contextmanager
def peeks(path: Path, name: str = "") -> Iterator[Iterator[FilePeek]]:
    """Looks at a file or folder that somebody calls `name`; after it, at a ZIP inside it, where that is the only one.

    Raises UnreadableExport for a ZIP that can't be opened, or is a bomb.
    """
    opened: list[Archive] = []

    def looks() -> Iterator[FilePeek]:
        archive = _archive(path)
        for _ in range(MAX_DEPTH + 1):
            if archive:
                opened.append(archive)
            yield FilePeek(path, name, archive)
            archive = archive and inner_zip(archive, path.parent)
            if archive is None:
                return

    try:
        yield looks()
    finally:
        for archive in opened:
            archive.close()


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """A file as a stream, unpacked where it is packed by itself. Raises any of archives.DAMAGE."""
    with path.open("rb") as file, unpacking(file) as stream:
        yield stream


@contextmanager
def unpacking(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The same of a stream that is at its beginning."""
    start = cast(io.BufferedReader, file).peek(6)[:6]
    if start[:2] == b"\x1f\x8b":
        with gzip.open(file) as stream:
            yield cast(IO[bytes], stream)
    elif start[:3] == b"BZh":
        with bz2.open(file) as stream:
            yield cast(IO[bytes], stream)
    elif start == b"\xfd7zXZ\0":
        with lzma.open(file) as stream:
            yield cast(IO[bytes], stream)
    else:
        yield file


def _archive(path: Path) -> Archive | None:
    if path.is_dir():
        return Folder(path)
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
    if start == MAGIC:
        return SevenZip(path)
    return open_zip(path.open("rb")) if start[:2] == b"PK" else None


def _tarred(path: Path, head: bytes) -> list[str]:
    """The names of a tar's files."""
    names: list[str] = []
    if head[257:262] == b"ustar":
        with (
            suppress(*_BROKEN, tarfile.TarError),
            unpacked(path) as stream,
            tarfile.open(fileobj=stream, mode="r|") as tar,
        ):
            for member in islice(tar, NAMES):
                if member.offset > TAR:
                    break
                if member.isfile():
                    names.append(member.name.removeprefix("./"))
    return names
