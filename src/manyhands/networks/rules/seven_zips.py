"""Opens a .7z, without trusting it: see `archives`.

py7zr reads its list of contents. What is packed is unpacked here as it is asked for, since py7zr holds all that is
packed in memory when little is asked for at a time. Several files may be packed as one (a "folder", in 7z's words), so
that they are cheap to read in their order and dear in any other.
"""

import bz2
import io
import lzma
import os
import re
import zlib
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from manyhands.networks.errors import UnreadableExport

from .archives import JUNK, MAX_TOTAL, MAX_WHOLE, OUTSIDE, RATIO_FROM, DamagedFile
from .words import N_

MAGIC = b"7z\xbc\xaf\x27\x1c"
MAX_RATIO = 4000
"""Unpacked by packed size. A page's revisions repeat it: 800 of a page of 140 KB came to 2,200; a bomb, to 7,000."""
MAX_DICTIONARY = 2**29
"""Bytes that unpacking may take; twice what 7-Zip takes when it packs best."""
PACKED = 2**16
"""Packed bytes that are read at a time."""
SKIPPED = 2**20
"""Bytes that are unpacked at a time to be passed over."""

NOT_A_7Z = N_("This .7z file is damaged, or only part of one. Upload the file as it was downloaded.")
ENCRYPTED = N_("This .7z file is protected by a password. Make it again without one, then upload it.")
METHOD = N_(
    "This .7z file is packed in a way that can’t be read here. Pack it again with 7-Zip’s own settings (LZMA2), or as "
    ".gz, then upload it."
)
BOMB = N_(
    "This .7z file unpacks to far more than an export of its size can hold, so it was not opened. "
    "Download the export again."
)

_COPY, _LZMA2, _LZMA, _BZIP2, _AES = b"\0", b"\x21", b"\x03\x01\x01", b"\x04\x02\x02", b"\x06\xf1\x07\x01"
_X86 = b"\x03\x03\x01\x03"  # turns addresses in programs; put before LZMA2 by some programs whatever is packed


class _Decoder(Protocol):
    """What `bz2` and `lzma` offer."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...


class _Copy:
    """What is not packed at all, in the shape of the others."""

    eof = False

    def __init__(self) -> None:
        self.rest = b""

    @property
    def needs_input(self) -> bool:
        return not self.rest

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        data = self.rest + data
        self.rest = data[max_length:]
        return data[:max_length]


class _Folder(NamedTuple):
    """Files that are packed as one: where, how, and how much they are."""

    start: int
    packed: int  # bytes
    method: bytes
    properties: bytes
    turned: bool  # _X86


class _Entry(NamedTuple):
    folder: int
    at: int  # bytes into the folder, unpacked
    size: int
    crc: int | None


class SevenZip:
    """The files of a .7z, in its own order."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._folders: list[_Folder] = []
        self._entries: dict[str, _Entry] = {}
        self._stream: _Unpacking | None = None
        try:
            fault = self._read_contents()
        except Exception:  # damage shows itself in many ways, which py7zr does not name
            fault = NOT_A_7Z
        fault = fault or self._check(path.stat().st_size)
        if fault:  # outside the except, so that no traceback carries what was read
            self.close()
            raise UnreadableExport(fault)
        self.sizes = {name: entry.size for name, entry in self._entries.items() if not JUNK.search(name)}

    def _read_contents(self) -> str:
        """Reads the list of contents. Returns why the file can't be taken, "" where it can."""
        import py7zr  # a process starts without it

        try:
            archive = py7zr.SevenZipFile(self._file)
        except py7zr.PasswordRequired:
            return ENCRYPTED
        streams = getattr(archive.header, "main_streams", None)
        if streams is None:
            return NOT_A_7Z
        packed = streams.packinfo
        numbers: dict[int, int] = {}
        for number, folder in enumerate(streams.unpackinfo.folders):
            how = {coder["method"]: coder["properties"] or b"" for coder in folder.coders}
            if _AES in how:
                return ENCRYPTED
            turned = how.pop(_X86, None) is not None
            if len(how) != 1 or len(folder.coders) != 1 + turned:
                return METHOD
            ((method, properties),) = how.items()
            start = archive.afterheader + packed.packpos + packed.packpositions[number]
            self._folders.append(_Folder(start, packed.packsizes[number], method, properties, turned))
            if _decoder(self._folders[-1]) is None:
                return METHOD
            numbers[id(folder)] = number
        ends = [0] * len(self._folders)
        for file in archive.files:
            if file.is_symlink or file.is_junction:
                return OUTSIDE
            if file.folder is None or file.is_directory:
                continue
            number = numbers[id(file.folder)]
            name = str(file.filename).replace("\\", "/")
            self._entries[name] = _Entry(number, ends[number], file.uncompressed, file.crc32)
            ends[number] += file.uncompressed
        return ""

    def _check(self, length: int) -> str:
        total = sum(entry.size for entry in self._entries.values())
        if total > MAX_TOTAL or (total > RATIO_FROM and total > MAX_RATIO * length):
            return BOMB
        outside = re.compile(r"/|[A-Za-z]:/|(.*/)?\.\.(/|$)", re.DOTALL)
        return OUTSIDE if any(map(outside.match, self._entries)) else ""

    def read(self, name: str) -> bytes:
        if self.sizes[name] > MAX_WHOLE:
            raise DamagedFile
        try:
            return self.open(name).read()
        except (OSError, EOFError, lzma.LZMAError):
            raise DamagedFile from None

    def open(self, name: str) -> io.BufferedReader:
        """A file as a stream; reading on raises EOFError, OSError or LZMAError where it is damaged."""
        return io.BufferedReader(_Part(self, self._entries[name]), PACKED)

    def unpacking(self, folder: int, at: int) -> "_Unpacking":
        """What goes on with a folder's bytes from `at`: where the last reader stopped, or else from its beginning."""
        stream = self._stream
        if stream is None or stream.number != folder or stream.at > at:
            self._stream = stream = _Unpacking(self._file.fileno(), folder, self._folders[folder])
        while stream.at < at:
            stream.read(min(SKIPPED, at - stream.at))
        return stream

    def close(self) -> None:
        self._stream = None
        self._file.close()


class _Unpacking:
    """The bytes of a folder from its beginning. Memory is that of the method, and of one packed stretch."""

    def __init__(self, file: int, number: int, folder: _Folder) -> None:
        self.file, self.number, self.folder = file, number, folder
        self.at = self.taken = 0  # bytes unpacked, and packed ones read
        decoder = _decoder(folder)
        assert decoder is not None, "it was asked before"
        self.decoder = decoder

    def read(self, size: int) -> bytes:
        """At least one byte, and at most `size`."""
        data = b""
        while not data:
            packed = b""
            if self.decoder.eof:
                raise EOFError
            if self.decoder.needs_input:
                room = min(PACKED, self.folder.packed - self.taken)
                packed = os.pread(self.file, room, self.folder.start + self.taken) if room > 0 else b""
                self.taken += len(packed)
            before = self.decoder.needs_input and not packed
            data = self.decoder.decompress(packed, size)
            if before and not data:
                raise EOFError
        self.at += len(data)
        return data


class _Part(io.RawIOBase):
    """One file of a .7z."""

    def __init__(self, archive: SevenZip, entry: _Entry) -> None:
        self.archive, self.entry = archive, entry
        self.done = self.crc = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.entry.size - self.done)
        if not size:
            return 0
        data = self.archive.unpacking(self.entry.folder, self.entry.at + self.done).read(size)
        buffer[: len(data)] = data
        self.done += len(data)
        self.crc = zlib.crc32(data, self.crc)
        if self.done == self.entry.size and self.entry.crc not in (None, self.crc):
            raise OSError("what was unpacked is not what was packed")
        return len(data)


def _decoder(folder: _Folder) -> _Decoder | None:
    """What unpacks a folder; None for a method that is not known, or takes too much memory."""
    plain = not folder.turned
    if folder.method == _COPY and plain:
        return _Copy()
    if folder.method == _BZIP2 and plain:
        return bz2.BZ2Decompressor()
    if folder.method == _LZMA2 and len(folder.properties) == 1:
        bits = folder.properties[0]
        size = (2 | bits & 1) << (bits // 2 + 11)
        last: dict[str, Any] = {"id": lzma.FILTER_LZMA2}
    elif folder.method == _LZMA and len(folder.properties) == 5 and folder.properties[0] < 225 and plain:
        size = int.from_bytes(folder.properties[1:], "little")
        rest, literal = divmod(folder.properties[0], 9)
        last = {"id": lzma.FILTER_LZMA1, "lc": literal, "lp": rest % 5, "pb": rest // 5}
    else:
        return None
    if size > MAX_DICTIONARY:
        return None
    before = [] if plain else [{"id": lzma.FILTER_X86}]
    return lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=[*before, {**last, "dict_size": max(size, 4096)}])
