"""Repositories as Bluesky's own server makes them, and ones built block by block, of people that do not exist."""

import hashlib
from collections.abc import Iterable
from typing import Any

import libipld

from tests.networks.exports import CANARY, PAYLOADS
from tests.peers.bluesky import Account, Server

CAPTURED = PAYLOADS / "bluesky" / "council.car"
"""What `fill` wrote, as a real server (@atproto/dev-env 0.6.7) gave it out on 21 November 2026."""

DID = "did:plc:councilcouncilcouncilcou"
BOB = "did:plc:bobbobbobbobbobbobbobbob"
WHEN = "2024-01-15T10:00:00.250Z"


def fill(server: Server, own: Account, other: Account) -> dict[str, dict[str, str]]:
    """Writes one record of each kind, and a hundred posts so that the tree has storeys. Returns where each is."""
    post = "app.bsky.feed.post"
    theirs = server.create(other, post, {"text": CANARY, "createdAt": WHEN})
    server.create(own, "app.bsky.actor.profile", {"displayName": "Example Council", "description": CANARY}, rkey="self")
    text = f"{CANARY} @bob.test #Rivers"
    facets = [
        {
            "index": {"byteStart": len(CANARY) + 1, "byteEnd": len(CANARY) + 10},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": other.did}],
        },
        {
            "index": {"byteStart": len(CANARY) + 11, "byteEnd": len(text)},
            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Rivers"}],
        },
    ]
    first = server.create(own, post, {"text": text, "createdAt": WHEN, "facets": facets, "tags": ["trees", "rivers"]})
    to_first = {"root": first, "parent": first}
    to_theirs = {"root": theirs, "parent": theirs}
    made = {
        "theirs": theirs,
        "first": first,
        "reply": server.create(own, post, {"text": CANARY, "createdAt": WHEN, "reply": to_first}),
        "answer": server.create(own, post, {"text": CANARY, "createdAt": WHEN, "reply": to_theirs}),
        "repost": server.create(own, "app.bsky.feed.repost", {"subject": theirs, "createdAt": WHEN}),
        "like": server.create(own, "app.bsky.feed.like", {"subject": theirs, "createdAt": WHEN}),
        "follow": server.create(own, "app.bsky.graph.follow", {"subject": other.did, "createdAt": WHEN}),
        "block": server.create(own, "app.bsky.graph.block", {"subject": other.did, "createdAt": WHEN}),
        "future": server.create(own, post, {"text": CANARY, "createdAt": "2999-01-01T00:00:00.000Z"}),
    }
    for number in range(100):
        server.create(own, post, {"text": f"{CANARY} {number}", "createdAt": WHEN})
    return made


def link(data: bytes) -> bytes:
    return b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()


def number(value: int) -> bytes:
    """As the format writes lengths: seven bits a byte, lowest first."""
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(found) + bytes([value])


class Blocks:
    """Blocks by their links, to be written as a CAR file."""

    def __init__(self) -> None:
        self.data: dict[bytes, bytes] = {}

    def add(self, value: Any) -> bytes:
        data = libipld.encode_dag_cbor(value)
        self.data[link(data)] = data
        return link(data)

    def tree(self, entries: list[tuple[str, bytes]]) -> bytes:
        """A tree with three keys a node, of as many storeys as that takes."""
        if len(entries) <= 3:
            return self.node(None, [(key, value, None) for key, value in entries])
        size = -(-len(entries) // 4)
        parts = [entries[at : at + size] for at in range(0, len(entries), size)]
        below = self.tree(parts[0])
        return self.node(below, [(*part[0], self.tree(part[1:]) if part[1:] else None) for part in parts[1:]])

    def node(self, left: bytes | None, entries: Iterable[tuple[str, bytes, bytes | None]]) -> bytes:
        shaped, before = [], b""
        for key, value, tree in entries:
            data = key.encode()
            shared = next(
                (at for at, (one, other) in enumerate(zip(before, data, strict=False)) if one != other),
                min(len(before), len(data)),
            )
            shaped.append({"p": shared, "k": data[shared:], "v": value, "t": tree})
            before = data
        return self.add({"l": left, "e": shaped})

    def car(self, tree: bytes, **more: Any) -> bytes:
        commit = self.add({"did": DID, "version": 3, "data": tree, "rev": "3l", "prev": None, "sig": b"x"} | more)
        header = libipld.encode_dag_cbor({"roots": [commit], "version": 1})
        blocks = (number(36 + len(data)) + name + data for name, data in reversed(self.data.items()))
        return number(len(header)) + header + b"".join(blocks)


def post(**more: Any) -> dict:
    return {"$type": "app.bsky.feed.post", "text": CANARY, "createdAt": WHEN} | more


def key(at: int, collection: str = "app.bsky.feed.post") -> str:
    return f"{collection}/3l{at:011d}"


def car(records: dict[str, Any]) -> bytes:
    blocks = Blocks()
    return blocks.car(blocks.tree([(name, blocks.add(value)) for name, value in sorted(records.items())]))
