"""Bluesky's shapes, and what they become.

Shapes: the lexicons app.bsky.* (https://docs.bsky.app/docs/advanced-guides/atproto). Posts and reposts count as
contributions; likes and follows do not. All of a repository is public; direct messages are never in it.
"""

import re
from typing import Any

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place


class Subject(msgspec.Struct):
    """A strong reference to another record."""

    uri: str


class Reply(msgspec.Struct):
    parent: Subject


class Facet(msgspec.Struct):
    features: list[Any] = []


class Post(msgspec.Struct):
    """What is used of a post. The text is measured, never kept."""

    createdAt: str  # as the lexicon writes it
    text: str = ""
    reply: Reply | None = None
    facets: list[Facet] | None = None
    tags: list[str] | None = None


class Reference(msgspec.Struct):
    """A like or a repost."""

    createdAt: str  # as the lexicon writes it
    subject: Subject


class Follow(msgspec.Struct):
    createdAt: str  # as the lexicon writes it
    subject: str


POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
LIKE = "app.bsky.feed.like"
FOLLOW = "app.bsky.graph.follow"
PROFILE = "app.bsky.actor.profile"

COLLECTIONS = frozenset([POST, REPOST, LIKE, FOLLOW])
"""The collections that are read."""

OTHER = N_("Records other than posts, reposts, likes and follows, such as lists, blocks and settings: not read.")

BAD_SHAPE = N_("This record is not in Bluesky’s form, so it was left out.")
BAD_TIME = N_("This record’s time is missing, or before 1990, or in the future, so it was left out.")

DID = re.compile(r"did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,150}", re.ASCII)
_ADDRESS = re.compile(r"at://([A-Za-z0-9._:%-]{1,170})/[A-Za-z0-9./_:~-]{1,120}", re.ASCII)
_MENTION = "app.bsky.richtext.facet#mention"
_TAG = "app.bsky.richtext.facet#tag"


def owner(did: str, name: str) -> Account:
    return Account(did, name=name, kind="corporate")


def place(did: str, name: str) -> Place:
    return Place(did, name or did, kind="account")


def stranger(did: str) -> Account:
    """Somebody who was answered, mentioned, reposted or followed."""
    return Account(did, is_member=False)


def act(did: str, key: str, value: Any, end: float) -> Act | str:
    """A record of one of COLLECTIONS as an act; or why it can't be read."""
    collection = key.partition("/")[0]
    shape = {POST: Post, FOLLOW: Follow}.get(collection, Reference)
    try:
        record: Any = msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return BAD_SHAPE
    published = seconds(record.createdAt)
    if published is None or not believed(published, end):
        return BAD_TIME
    source_id = f"at://{did}/{key}"
    if isinstance(record, Post):
        return _post(did, source_id, record, published)
    if isinstance(record, Follow):
        if not DID.fullmatch(record.subject):
            return BAD_SHAPE
        thing = f"person/{record.subject}"
        return Act(source_id, did, T.FOLLOW, False, did, "Person", thing, None, published, mentions=(record.subject,))
    thing = record.subject.uri
    if not _ADDRESS.fullmatch(thing):
        return BAD_SHAPE
    if collection == LIKE:
        return Act(source_id, did, T.LIKE, False, did, "Note", thing, None, published)
    return Act(source_id, did, T.ANNOUNCE, True, did, "Note", thing, None, published, mentions=_of(thing, did))


def _post(did: str, source_id: str, post: Post, published: float) -> Act:
    parent = post.reply.parent.uri if post.reply else ""
    in_reply_to = parent if _ADDRESS.fullmatch(parent) else None
    named, tags = list(_of(parent, did)), list(post.tags or ())
    for facet in post.facets or ():
        for feature in facet.features:
            if isinstance(feature, dict):
                who, tag = feature.get("did"), feature.get("tag")
                if feature.get("$type") == _MENTION and isinstance(who, str) and DID.fullmatch(who) and who != did:
                    named.append(who)
                elif feature.get("$type") == _TAG and isinstance(tag, str):
                    tags.append(tag)
    hashtags = tuple(dict.fromkeys(tag.lstrip("#＃").lower()[:100] for tag in tags if tag.strip("#＃ ")))
    mentions, length = tuple(dict.fromkeys(named)), len(post.text)
    return Act(source_id, did, T.CREATE, True, did, "Note", None, in_reply_to, published, length, hashtags, mentions)


def _of(address: str, own: str) -> tuple[str, ...]:
    """Whose record an address names, unless it is one's own."""
    found = _ADDRESS.fullmatch(address)
    return (found[1],) if found and DID.fullmatch(found[1]) and found[1] != own else ()
