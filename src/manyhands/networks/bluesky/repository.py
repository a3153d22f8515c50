"""An atproto repository in a CAR file: its blocks found by what they hold, its records in the order of their keys.

Formats: https://ipld.io/specs/transport/car/carv1/ and https://atproto.com/specs/repository. A record is named by a
key such as "app.bsky.feed.post/3l…"; a tree of blocks (Merkle search tree) gives each key the digest of its record's
block. The file is mapped, not read whole: memory grows by 16 bytes a block.
"""

import hashlib
import mmap
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import libipld
import numpy as np

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import EMPTY
from manyhands.networks.rules.words import N_

NOT_A_CAR = N_(
    "This is not a Bluesky repository, or only part of one. Upload the .car file as it was downloaded, "
    "without opening it."
)
NEW_VERSION = N_(
    "This Bluesky repository is of a newer form than can be read here. Tell whoever looks after this site."
)

MISSING = N_("A part of this repository is missing or damaged, so what it held was left out. Download it again.")
BREAKS_OFF = N_("The file breaks off or is damaged from this block on, so the rest of it was left out.")

MAX_BLOCK = 2**24
"""Bytes of one block. The protocol allows a record one megabyte."""
MAX_DEPTH = 100
"""Storeys of the tree: the protocol's own allow four times as many keys for each, so twenty hold a billion."""

_DAG_CBOR_SHA256 = b"\x01\x71\x12\x20"
_LINK = len(_DAG_CBOR_SHA256) + 32
_UNREADABLE = object()


class Record(NamedTuple):
    """A record by its key; `value` is None where its block is missing, damaged, or not DAG-CBOR."""

    number: int  # 1-based, in the order of keys
    key: str
    value: Any


class Repository:
    """A CAR file, opened. `breaks_off` is the number of the block where it does, or 0."""

    def __init__(self, path: Path) -> None:
        if path.is_dir() or not path.stat().st_size:
            raise UnreadableExport(NOT_A_CAR if path.is_dir() else EMPTY)
        with path.open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.size = len(self.data)
        self.breaks_off = self._nodes = 0
        try:
            root = self._index()
            commit = self.block(root) if root else None
            self.did, self.tree = self._commit(commit)
        except UnreadableExport:
            self.close()
            raise

    def _commit(self, commit: Any) -> tuple[str, bytes]:
        """Whose repository it is, and the root of its tree."""
        if not isinstance(commit, dict) or not isinstance(commit.get("did"), str):
            raise UnreadableExport(NOT_A_CAR)
        tree = commit.get("data")
        if commit.get("version") not in (2, 3) or not isinstance(tree, bytes):
            raise UnreadableExport(NEW_VERSION)
        return commit["did"], tree

    def _index(self) -> bytes | None:
        """Notes where each block is, by the first eight bytes of its digest. The root's link."""
        length, at = self._number(0)
        header = _decoded(self.data[at : at + length]) if 0 < length <= MAX_BLOCK else None
        roots = header.get("roots") if isinstance(header, dict) and header.get("version") == 1 else None
        if not isinstance(roots, list) or not roots or not isinstance(roots[0], bytes):
            return None
        at += length
        starts, places, count = array("Q"), array("q"), 0
        while at < self.size:
            start = at
            length, begin = self._number(start)
            at = begin + length
            if not _LINK < length <= MAX_BLOCK or at > self.size:
                self.breaks_off = count + 1
                break
            count += 1
            if self.data[begin : begin + 4] == _DAG_CBOR_SHA256:
                starts.append(int.from_bytes(self.data[begin + 4 : begin + 12], "big"))
                places.append(start)
        order = np.argsort(np.array(starts, dtype=np.uint64), kind="stable")
        self._starts = np.array(starts, dtype=np.uint64)[order]
        self._places = np.array(places, dtype=np.int64)[order]
        return roots[0]

    def _number(self, at: int) -> tuple[int, int]:
        """The number that stands at a place, seven bits a byte, lowest first; and where it ends. 0 where none does."""
        value = 0
        for index, byte in enumerate(self.data[at : at + 5]):
            value |= (byte & 0x7F) << 7 * index
            if byte < 0x80:
                return value, at + index + 1
        return 0, at + 1

    def block(self, link: bytes) -> Any:
        """What the block with this link holds; None where it is missing, damaged or not DAG-CBOR."""
        if len(link) != _LINK or not link.startswith(_DAG_CBOR_SHA256):
            return None
        digest = link[-32:]
        first = np.uint64(int.from_bytes(digest[:8], "big"))
        at = int(np.searchsorted(self._starts, first))
        while at < len(self._starts) and self._starts[at] == first:
            length, begin = self._number(int(self._places[at]))
            data = self.data[begin + _LINK : begin + length]
            if hashlib.sha256(data).digest() == digest:
                value = _decoded(data)
                return None if value is _UNREADABLE else value
            at += 1
        return None

    def records(self, collections: frozenset[str] | None = None) -> Iterator[Record]:
        """The records in the order of their keys; of other collections than these only the key, without a value."""
        self._nodes = 0
        last = ""
        for number, (key, link) in enumerate(self._keys(self.tree, 0), 1):
            if link is None or key <= last:  # a tree whose keys don't ascend is no tree, and might have no end
                yield Record(number, "", None)
                continue
            last = key
            wanted = collections is None or key.partition("/")[0] in collections
            yield Record(number, key, self.block(link) if wanted else None)

    def _keys(self, link: bytes, depth: int) -> Iterator[tuple[str, bytes | None]]:
        """The keys below a node of the tree, with the links of their records; ("", None) for a part that is missing."""
        self._nodes += 1
        node = self.block(link) if depth < MAX_DEPTH and self._nodes <= self.blocks else None
        if not isinstance(node, dict) or not isinstance(entries := node.get("e"), list):
            yield "", None
            return
        if isinstance(left := node.get("l"), bytes):
            yield from self._keys(left, depth + 1)
        key = b""
        for entry in entries:
            found = _entry(entry, key)
            if found is None:
                yield "", None
                return
            key, value, tree = found
            yield key.decode("ascii", errors="replace"), value
            if isinstance(tree, bytes):
                yield from self._keys(tree, depth + 1)

    @property
    def blocks(self) -> int:
        return len(self._places)

    def close(self) -> None:
        self.data.close()


def _entry(entry: Any, before: bytes) -> tuple[bytes, bytes, Any] | None:
    """An entry of a node: its key, of which the beginning is shared with the one before; its record; what follows."""
    if not isinstance(entry, dict):
        return None
    shared, rest, value = entry.get("p"), entry.get("k"), entry.get("v")
    if not isinstance(shared, int) or not 0 <= shared <= len(before):
        return None
    if not isinstance(rest, bytes) or not isinstance(value, bytes) or shared + len(rest) > 1024:
        return None
    return before[:shared] + rest, value, entry.get("t")


def _decoded(data: bytes) -> Any:
    try:
        return libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError, OverflowError):
        return _UNREADABLE
