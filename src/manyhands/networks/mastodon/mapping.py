"""Mastodon's shapes, which are Activity Streams 2.0, and what they become.

Shapes: https://docs.joinmastodon.org/spec/activitypub/ and https://www.w3.org/TR/activitypub/#outbox. A post and a
boost count as contributions. Only what is addressed to everyone, listed or not, is read.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.markup import plain
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place


class Actor(msgspec.Struct):
    """What is used of actor.json."""

    id: str
    type: str = "Person"
    preferredUsername: str = ""  # as the standard writes it
    name: str | None = None
    suspended: bool | None = None


class Item(msgspec.Struct):
    """What is used of an activity in outbox.json."""

    id: str
    type: str
    object: Any
    actor: Any = None
    published: str | None = None
    to: Any = None
    cc: Any = None


class Note(msgspec.Struct):
    """What is used of a post. The text is measured, never kept."""

    id: str
    type: str = "Note"
    published: str | None = None
    updated: str | None = None
    inReplyTo: Any = None  # as the standard writes it
    content: str | None = None
    name: str | None = None
    to: Any = None
    cc: Any = None
    tag: Any = None


PUBLIC = frozenset(["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"])

HIDDEN = N_("Posts to followers only, to those mentioned only, and votes: never read.")
OTHER = N_("Activities other than posts and boosts: not read.")
LIKES = N_("Favourites: the archive does not say when, so they are counted and not read.")

BAD_SHAPE = N_("This record is not in Mastodon’s form, so it was left out.")
BAD_TIME = N_("This record’s time is missing, or before 1990, or in the future, so it was left out.")
BAD_AUTHOR = N_("This record is by somebody other than the account that the archive is of, so it was left out.")

LONGEST = 200
"""Characters of an address that can be an account's or a post's id."""

_ADDRESS = re.compile(r"https?://[^\s<>\"\\\x00-\x20\x7f]+")
_POSTS = frozenset(["Note", "Question", "Article", "Page", "Event", "Video", "Audio", "Image"])
_BOTS = frozenset(["Service", "Application"])


def address(thing: Any) -> str | None:
    """The address that names a thing, whether it stands for it or in it; None where there is none."""
    found = thing.get("id") if isinstance(thing, dict) else thing
    return found if isinstance(found, str) and len(found) <= LONGEST and _ADDRESS.fullmatch(found) else None


def addresses(things: Any) -> list[str]:
    """One or many, as the standard allows."""
    many = things if isinstance(things, list) else [things]
    return [thing for thing in many if isinstance(thing, str)]


def is_public(*audiences: Any) -> bool:
    return any(PUBLIC.intersection(addresses(audience)) for audience in audiences)


def handle(actor: Actor) -> str:
    """The name that others write: "council@social.example"."""
    return f"{actor.preferredUsername}@{urlsplit(actor.id).hostname or ''}".strip("@")


def owner(actor: Actor) -> Account:
    """The account itself: an organisation's, or a bot where it says so of itself."""
    kind = "bot" if actor.type in _BOTS else "corporate"
    return Account(actor.id, handle=handle(actor), name=actor.name or actor.preferredUsername, kind=kind)


def place(actor: Actor) -> Place:
    return Place(actor.id, handle(actor) or actor.id, kind="account", closed=bool(actor.suspended))


def tags(note: Note) -> tuple[tuple[str, ...], list[Account]]:
    """Hashtags, lower case and without their sign, and who is mentioned; each once, in order."""
    hashtags: list[str] = []
    mentioned: list[Account] = []
    for tag in note.tag if isinstance(note.tag, list) else [note.tag]:
        if not isinstance(tag, dict) or not isinstance(tag.get("name"), str):
            continue
        if tag.get("type") == "Hashtag":
            hashtags.append(tag["name"].lstrip("#").lower()[:100])
        elif tag.get("type") == "Mention" and (who := address(tag.get("href"))):
            mentioned.append(stranger(who, tag["name"]))
    return tuple(dict.fromkeys(filter(None, hashtags))), list({who.external_id: who for who in mentioned}.values())


def stranger(external_id: str, name: str = "") -> Account:
    """Somebody who was mentioned or boosted."""
    return Account(external_id, handle=name.lstrip("@"), is_member=False)


def boosted(item: Item, own: str) -> list[Account]:
    """Whose post was boosted: a boost is addressed to them too, beside everyone and the account's followers."""
    named = [who for audience in (item.to, item.cc) for who in map(address, addresses(audience)) if who]
    others = [who for who in dict.fromkeys(named) if who not in PUBLIC and who != own and not _is_followers(who)]
    return [stranger(who) for who in others]


def _is_followers(collection: str) -> bool:
    return collection.endswith("/followers")


def boost(item: Item, own: str, end: float) -> Act | str:
    """A boost as an act; or why it can't be read. Its object is an address, or, of one's own post, the post."""
    published = seconds(item.published)
    thing = address(item.object)
    if thing is None or address(item.id) is None:
        return BAD_SHAPE
    if published is None or not believed(published, end):
        return BAD_TIME
    named = ids(boosted(item, own), own)
    return Act(item.id, own, T.ANNOUNCE, True, own, "Note", thing, None, published, mentions=named)


def post(item: Item, own: str, end: float) -> tuple[list[Act], list[Account]] | str | None:
    """A post as acts, with the accounts it mentions; or why it can't be read; None where it is not for everyone."""
    try:
        note = msgspec.convert(item.object, Note)
    except msgspec.ValidationError:
        note = None
    if note is None or address(note.id) is None:
        return BAD_SHAPE
    if note.type not in _POSTS or (note.name and note.content is None) or not is_public(note.to, note.cc):
        return None  # a vote in a poll is a note with a name and no content
    published = seconds(note.published or item.published)
    if published is None or not believed(published, end):
        return BAD_TIME
    hashtags, mentioned = tags(note)
    to, length = address(note.inReplyTo), len(plain(note.content or ""))
    named = ids(mentioned, own)
    acts = [Act(note.id, own, T.CREATE, True, own, "Note", None, to, published, length, hashtags, named)]
    updated = seconds(note.updated)
    if updated is not None and updated > published and believed(updated, end):
        acts.append(Act(f"{note.id}/edited/{updated:.0f}", own, T.UPDATE, False, own, "Note", note.id, None, updated))
    return acts, mentioned


def ids(accounts: Iterable[Account], own: str) -> tuple[str, ...]:
    return tuple(account.external_id for account in accounts if account.external_id != own)
