"""Opens a ZIP that somebody uploaded, or a folder, without trusting it.

Nothing is ever unpacked under a name from the archive. A ZIP inside a ZIP is copied to a file without a name, which
vanishes with the process however that ends.
"""

import lzma
import os
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, Protocol

from zlib_ng import zlib_ng

from manyhands.networks.errors import UnreadableExport

from .words import N_

MAX_RATIO = 200
"""Unpacked by packed size that nobody's words reach (JSON 5 to 60, CSV 3 to 10; a bomb comes near 1,032)."""
RATIO_FROM = 16 * 2**20
"""Bytes below which the ratio does no harm."""
MAX_TOTAL = 2**40
"""Bytes, unpacked: a hundred times the largest export heard of."""
MAX_DIRECTORY = 2**29
"""Bytes of the ZIP's list of contents, about five million files; it is held in memory."""
MAX_WHOLE = 2**28
"""Bytes of a file that is read whole."""
MAX_DEPTH = 3
"""ZIPs inside ZIPs that are opened."""

NOT_A_ZIP = N_("This is not a ZIP file, or only part of one. Upload the file as it was downloaded, without opening it.")
EMPTY = N_("This file is empty. Download the export again, then upload it.")
BOMB = N_(
    "This ZIP unpacks to far more than an export of its size can hold, so it was not opened. Download the export again."
)
OUTSIDE = N_(
    "This ZIP holds names or links that point outside it, so it was not opened. "
    "Upload the file as it was downloaded, or make the ZIP again from the plain files."
)
ENCRYPTED = N_("This ZIP is protected by a password. Make it again without one, then upload it.")
TOO_DEEP = N_("This ZIP holds ZIPs inside ZIPs. Upload the innermost one.")
SEVEN_ZIP = N_(
    "This file was packed by 7-Zip, which is read for wikis and mailing lists only. Unpack it, pack the files as ZIP, "
    "then upload that."
)
DAMAGED = N_("This ZIP is damaged. Download the export again, then upload it.")

JUNK = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
READABLE = (".json", ".js", ".csv", ".xml", ".zip")


_NOT_DEFLATE: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # whose types say it is an instance
DAMAGE = (
    zipfile.BadZipFile, zlib.error, _NOT_DEFLATE, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    RuntimeError,
)  # fmt: skip
"""What unpacking raises; RuntimeError is a password's, or a method of compression that is not known."""


class DamagedFile(Exception):
    """One file in an archive can't be unpacked; the others may be."""


class Archive(Protocol):
    """Files by name, with `/` between folders, below one root."""

    sizes: dict[str, int]  # bytes, unpacked

    def read(self, name: str) -> bytes:
        """A whole file. Raises DamagedFile."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A file as a stream. Raises DamagedFile; reading on may raise any of DAMAGE."""
        ...

    def close(self) -> None: ...


class Zip:
    """A ZIP file. Small files are read by `read`, several times as fast as `zipfile` does it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.length = file.seek(0, os.SEEK_END)
        if not self.length:
            raise UnreadableExport(EMPTY)
        file.seek(0)
        if file.read(4) == b"7z\xbc\xaf":
            raise UnreadableExport(SEVEN_ZIP)
        _check_directory(file, self.length)
        try:
            self.zip = zipfile.ZipFile(file)
        except DAMAGE:
            opened = False
        else:
            opened = True
        if not opened:  # outside the except, so that no traceback carries what was read
            raise UnreadableExport(NOT_A_ZIP)
        self.infos = {_name(info): info for info in self.zip.infolist() if info.filename and not info.is_dir()}
        _check_contents(self.infos, self.length)
        self.sizes = {name: info.file_size for name, info in self.infos.items() if not JUNK.search(name)}

    def read(self, name: str) -> bytes:
        info = self.infos[name]
        if max(info.file_size, info.compress_size) > MAX_WHOLE or info.header_offset < 0:
            raise DamagedFile
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            with self.open(name) as stream:
                try:
                    return stream.read()
                except DAMAGE:
                    raise DamagedFile from None
        self.file.seek(info.header_offset)
        # The local header's extra field may be longer than the directory's, so a second read may be needed.
        head = self.file.read(30 + len(info.filename) * 4 + 64 + info.compress_size)
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise DamagedFile
        start = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        data = head[start : start + info.compress_size]
        if len(data) < info.compress_size:
            self.file.seek(info.header_offset + start)
            data = self.file.read(info.compress_size)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            try:
                data = zlib_ng.decompressobj(-15).decompress(data, info.file_size + 1)
            except _NOT_DEFLATE:
                raise DamagedFile from None
        if len(data) != info.file_size or zlib_ng.crc32(data) != info.CRC:
            raise DamagedFile
        return data

    def open(self, name: str) -> IO[bytes]:
        try:
            return self.zip.open(self.infos[name])
        except DAMAGE:
            raise DamagedFile from None

    def close(self) -> None:
        self.zip.close()
        self.file.close()


class Folder:
    """An unpacked export. Links are not followed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sizes = {name: size for name, size in self._walk() if not JUNK.search(name)}

    def _walk(self) -> Iterator[tuple[str, int]]:
        for root, folders, files in os.walk(self.path):
            folders.sort()
            for file in sorted(files):
                path = Path(root, file)
                if not path.is_symlink() and path.is_file():
                    yield path.relative_to(self.path).as_posix(), path.stat().st_size

    def read(self, name: str) -> bytes:
        if self.sizes[name] > MAX_WHOLE:
            raise DamagedFile
        try:
            return (self.path / name).read_bytes()
        except OSError:
            raise DamagedFile from None

    def open(self, name: str) -> IO[bytes]:
        try:
            return (self.path / name).open("rb")
        except OSError:
            raise DamagedFile from None

    def close(self) -> None:
        pass


class Below:
    """An archive as seen from one of its folders."""

    def __init__(self, archive: Archive, root: str) -> None:
        self.archive, self.root = archive, root
        self.sizes = {name[len(root) :]: size for name, size in archive.sizes.items() if name.startswith(root)}

    def read(self, name: str) -> bytes:
        return self.archive.read(self.root + name)

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.root + name)

    def close(self) -> None:
        self.archive.close()


def open_archive(path: Path, *, markers: Sequence[str], missing: str, anywhere: bool = False) -> Archive:
    """The export in a ZIP or folder, seen from the folder that holds a file of the first of the `markers` to be found.

    Markers are names, in any case, in which * stands for any characters. An export wrapped in folders, or in another
    ZIP, is found. `anywhere`: its files may lie in several folders, and it is seen from its own root. Raises
    UnreadableExport, with the sentence `missing` where there is no such file.
    """
    if path.is_dir():
        return rooted(Folder(path), markers, missing, anywhere=anywhere)
    archive: Archive = open_zip(path.open("rb"))
    try:
        for _ in range(MAX_DEPTH):
            inside = None if _marked(archive, markers) else inner_zip(archive, path.parent)
            if inside is None:
                return rooted(archive, markers, missing, anywhere=anywhere)
            archive.close()
            archive = inside
        raise UnreadableExport(TOO_DEEP)
    except UnreadableExport:
        archive.close()
        raise


def inner_zip(archive: Archive, folder: Path) -> Zip | None:
    """The one ZIP that an archive holds, copied beside the upload; None where it holds none, or several."""
    inner = [name for name in archive.sizes if name.lower().endswith(".zip")]
    return open_zip(_copy(archive, inner[0], folder)) if len(inner) == 1 else None


def open_zip(file: IO[bytes]) -> Zip:
    """A ZIP of a file that is open, which is closed where it can't be had."""
    try:
        return Zip(file)
    except UnreadableExport:
        file.close()
        raise


def _marked(archive: Archive, markers: Sequence[str]) -> str | None:
    """The least deep of the files that the first possible marker fits."""
    for marker in markers:
        found = [name for name in archive.sizes if fnmatchcase(name.lower().rpartition("/")[2], marker)]
        if found:
            return min(found, key=lambda name: (name.count("/"), name))
    return None


def rooted(archive: Archive, markers: Sequence[str], missing: str, *, anywhere: bool = False) -> Archive:
    found = _marked(archive, markers)
    if found is None:
        raise UnreadableExport(missing)
    return archive if anywhere else Below(archive, found[: found.rfind("/") + 1])


def _copy(archive: Archive, name: str, folder: Path) -> IO[bytes]:
    """A file of the archive in a file without a name, beside the upload, where there is room for it."""
    target = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 the archive closes it
    try:
        with archive.open(name) as stream:
            shutil.copyfileobj(stream, target, 2**20)
    except (DamagedFile, *DAMAGE):
        target.close()
    if target.closed:
        raise UnreadableExport(DAMAGED)
    return target


def _name(info: zipfile.ZipInfo) -> str:
    """The file's name; `zipfile` reads names that don't say they are UTF-8 as code page 437, and most are UTF-8."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _check_directory(file: IO[bytes], length: int) -> None:
    """Refuses a list of contents too large for memory, before `zipfile` reads it."""
    file.seek(max(0, length - 65557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise UnreadableExport(NOT_A_ZIP)
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    at64 = tail.rfind(b"PK\x06\x06", 0, at)
    if at64 >= 0 and len(tail) >= at64 + 48:
        size = max(size if size != 0xFFFFFFFF else 0, int.from_bytes(tail[at64 + 40 : at64 + 48], "little"))
    if MAX_DIRECTORY < size <= length:
        raise UnreadableExport(BOMB)
    file.seek(0)


def _check_contents(infos: dict[str, zipfile.ZipInfo], length: int) -> None:
    """Refuses what no real export is: names that leave it, links, passwords, bombs."""
    total = packed = 0
    for name, info in infos.items():
        if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:[\\/]", name) or ".." in re.split(r"[\\/]", name):
            raise UnreadableExport(OUTSIDE)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnreadableExport(OUTSIDE)
        if info.flag_bits & 0x1 and not JUNK.search(name):
            raise UnreadableExport(ENCRYPTED)
        total += info.file_size
        packed += info.compress_size
        much = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size
        if much and name.lower().endswith(READABLE):
            raise UnreadableExport(BOMB)
    if total > MAX_TOTAL or packed > length:  # files that overlap share their bytes: a bomb of the newer sort
        raise UnreadableExport(BOMB)


class OneFile:
    """A file that is no archive, seen as an archive of itself."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.sizes = {name: path.stat().st_size}
        if not self.sizes[name]:
            raise UnreadableExport(EMPTY)

    def read(self, name: str) -> bytes:
        with self.open(name) as stream:
            return stream.read(MAX_WHOLE)

    def open(self, name: str) -> IO[bytes]:
        return self.path.open("rb")

    def close(self) -> None:
        pass
