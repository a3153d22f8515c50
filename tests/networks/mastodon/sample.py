"""An account's archive as Mastodon 4 makes it, of people that do not exist."""

import json
from typing import Any

from tests.networks.exports import CANARY

HOST = "https://social.example"
OWN = f"{HOST}/users/council"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{OWN}/followers"
BOB = "https://elsewhere.example/users/bob"

LISTED = {"to": [PUBLIC], "cc": [FOLLOWERS]}
UNLISTED = {"to": [FOLLOWERS], "cc": [PUBLIC]}
TO_FOLLOWERS = {"to": [FOLLOWERS], "cc": []}
DIRECT = {"to": [BOB], "cc": []}


def post(number: int, when: str = "2024-01-15T10:00:00Z", audience: dict = LISTED, **more: Any) -> dict:
    note = f"{OWN}/statuses/{number}"
    shape = {"id": note, "type": "Note", "summary": None, "inReplyTo": None, "published": when, "attributedTo": OWN}
    shape |= {"content": f"<p>{CANARY} &amp; went.</p>", "attachment": [], "tag": []} | audience | more
    return {"id": f"{note}/activity", "type": "Create", "actor": OWN, "published": when, "object": shape} | audience


def boost(number: int, thing: Any, when: str = "2024-01-16T10:00:00Z", **more: Any) -> dict:
    audience = {"to": [PUBLIC], "cc": [BOB, FOLLOWERS]}
    shape = {"id": f"{OWN}/statuses/{number}/activity", "type": "Announce", "actor": OWN, "published": when}
    return shape | {"object": thing} | audience | more


def mention(who: str = BOB, name: str = "@bob@elsewhere.example") -> dict:
    return {"type": "Mention", "href": who, "name": name}


def hashtag(name: str) -> dict:
    return {"type": "Hashtag", "href": f"{HOST}/tags/{name}", "name": f"#{name}"}


ITEMS = [
    post(1, tag=[hashtag("Rivers"), hashtag("rivers"), mention()]),
    post(2, audience=UNLISTED, inReplyTo=f"{OWN}/statuses/1", tag=[mention(OWN, "@council")]),
    post(3, audience=TO_FOLLOWERS),
    post(4, audience=DIRECT, tag=[mention()]),
    boost(5, f"{HOST}/users/alice/statuses/77", cc=[f"{HOST}/users/alice", FOLLOWERS]),
    boost(6, f"{OWN}/statuses/1", cc=[FOLLOWERS]),
    boost(7, f"{OWN}/statuses/3", to=[FOLLOWERS], cc=[]),
    post(8, type="Question", updated="2024-02-01T09:00:00Z", oneOf=[{"type": "Note", "name": CANARY}]),
    post(9, audience=DIRECT, name=CANARY, content=None),
    post(10, when="2024-03-01T00:00:00.250Z", inReplyTo="https://elsewhere.example/users/bob/statuses/9"),
]

ACTOR = {"@context": [], "id": OWN, "type": "Person", "preferredUsername": "council", "name": "Example Council"}
ACTOR |= {
    "summary": f"<p>{CANARY}</p>",
    "outbox": "outbox.json",
    "likes": "likes.json",
    "published": "2020-01-01T00:00:00Z",
}


def outbox(items: list, indent: int | None = None) -> bytes:
    """`totalItems` says less than there is, as on many real servers."""
    head = {"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection"}
    return json.dumps(head | {"totalItems": 2, "orderedItems": items}, indent=indent).encode()


def files(items: list | None = None, **more: bytes) -> dict[str, bytes]:
    likes = [f"https://elsewhere.example/users/bob/statuses/{number}" for number in range(3)]
    return {
        "media_attachments/files/1.jpg": b"\xff\xd8" + b"x" * 1000,
        "outbox.json": outbox(ITEMS if items is None else items),
        "likes.json": outbox(likes),
        "bookmarks.json": outbox([f"https://secret.example/{CANARY}"]),
        "actor.json": json.dumps(ACTOR).encode(),
    } | {name.replace("_json", ".json"): data for name, data in more.items()}
