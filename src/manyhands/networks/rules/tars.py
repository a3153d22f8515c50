"""Opens a tar, packed or not, without trusting it: see `archives`.

A tar has no list of contents and can't be read from its middle, so the files that are wanted are copied once, one
behind the other, into a file without a name, which vanishes with the process however that ends.
"""

import io
import os
import re
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from manyhands.networks.errors import UnreadableExport

from .archives import (
    DAMAGE,
    EMPTY,
    JUNK,
    MAX_RATIO,
    MAX_TOTAL,
    MAX_WHOLE,
    OUTSIDE,
    RATIO_FROM,
    Archive,
    DamagedFile,
    open_archive,
    rooted,
)
from .words import N_

NOT_A_TAR = N_("This is not a .tar.gz file, or only part of one. Upload the file as it was downloaded.")
BOMB = N_(
    "This file unpacks to far more than an export of its size can hold, so it was not opened. "
    "Download the export again."
)

CHUNK = 2**16
"""Bytes that are copied at a time; where a file breaks off, so many may be lost."""


class Tar:
    """The files of a tar whose names end in one of the `suffixes`. One that breaks off is kept as far as it goes."""

    def __init__(self, path: Path, suffixes: tuple[str, ...]) -> None:
        self.length = path.stat().st_size
        self.sizes: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._copy = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 closed by close()
        fault = ""
        try:
            with path.open("rb") as file:
                self._fill(file, suffixes)
        except (tarfile.TarError, *DAMAGE):
            fault = "" if self.sizes else NOT_A_TAR
        except UnreadableExport as error:
            fault = error.message
        if fault:  # outside the except, so that no traceback carries what was read
            self.close()
            raise UnreadableExport(fault)

    def _fill(self, file: IO[bytes], suffixes: tuple[str, ...]) -> None:
        with tarfile.open(fileobj=file, mode="r|*") as tar:
            for member in tar:
                end = member.offset_data + member.size
                if end > MAX_TOTAL or (end > RATIO_FROM and end > MAX_RATIO * self.length):
                    raise UnreadableExport(BOMB)
                name = member.name.removeprefix("./")
                if name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name):
                    raise UnreadableExport(OUTSIDE)
                if member.isfile() and name.lower().endswith(suffixes) and not JUNK.search(name):
                    self._take(tar, member, name)

    def _take(self, tar: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> None:
        stream = tar.extractfile(member)
        assert stream is not None, "it is a file"
        self._starts[name], self.sizes[name] = self._copy.tell(), 0
        while chunk := stream.read(CHUNK):
            self._copy.write(chunk)
            self.sizes[name] += len(chunk)

    def read(self, name: str) -> bytes:
        if self.sizes[name] > MAX_WHOLE:
            raise DamagedFile
        with self.open(name) as stream:
            return stream.read()

    def open(self, name: str) -> IO[bytes]:
        self._copy.flush()
        return io.BufferedReader(_Part(self._copy.fileno(), self._starts[name], self.sizes[name]))

    def close(self) -> None:
        self._copy.close()


class _Part(io.RawIOBase):
    """A stretch of a file as a file of its own; several may be read at once."""

    def __init__(self, file: int, start: int, size: int) -> None:
        self.file, self.start, self.size, self.at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer will do, and it is given one
        data = os.pread(self.file, max(0, min(len(buffer), self.size - self.at)), self.start + self.at)
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)


def open_packed(path: Path, *, markers: Sequence[str], missing: str, suffixes: tuple[str, ...]) -> Archive:
    """As `archives.open_archive`, of a ZIP, folder or tar; of a tar only files with one of the `suffixes` are kept."""
    if path.is_dir():
        return open_archive(path, markers=markers, missing=missing)
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise UnreadableExport(EMPTY)
    if not start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")) and start[257:262] != b"ustar":
        return open_archive(path, markers=markers, missing=missing)
    tar = Tar(path, suffixes)
    try:
        return rooted(tar, markers, missing)
    except UnreadableExport:
        tar.close()
        raise
