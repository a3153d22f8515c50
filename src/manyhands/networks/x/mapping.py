"""The shapes of an X (Twitter) archive, and what they become.

Shapes: the README.txt in each archive, and https://docs.x.com/x-api/enterprise-gnip-2.0/fundamentals/data-dictionary.
A post and a repost count as contributions. Ids are numbers that hold the time, in milliseconds, above their lowest 22
bits (https://docs.x.com/resources/fundamentals/x-ids), since November 2010.
"""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.markup import plain
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place


class Owner(msgspec.Struct):
    """What is used of account.js; the e-mail address is not."""

    accountId: str  # as X writes it
    username: str = ""
    accountDisplayName: str = ""  # as X writes it
    createdAt: str = ""  # as X writes it


class Named(msgspec.Struct):
    """Somebody mentioned."""

    id_str: str | None = None
    screen_name: str | None = None
    name: str | None = None


class Tag(msgspec.Struct):
    text: str = ""


class Entities(msgspec.Struct):
    hashtags: list[Tag] | None = None
    user_mentions: list[Named] | None = None


class First(msgspec.Struct):
    """Which post an edited one was at first."""

    initialTweetId: str | None = None  # as X writes it


class Edit(msgspec.Struct):
    edit: First | None = None


class Tweet(msgspec.Struct):
    """What is used of a post. The text is measured, never kept."""

    id_str: str | None = None
    id: str | int | None = None
    created_at: str | None = None
    full_text: str | None = None
    text: str | None = None  # in archives before 2019
    in_reply_to_status_id_str: str | None = None
    in_reply_to_user_id_str: str | None = None
    in_reply_to_screen_name: str | None = None
    entities: Entities | None = None
    edit_info: Edit | None = None
    deleted_at: str | None = None


class Like(msgspec.Struct):
    tweetId: str  # as X writes it


BAD_SHAPE = N_("This record is not in X’s form, so it was left out.")
BAD_TIME = N_("This record’s time is missing, or before 1990, or in the future, so it was left out.")
UNDATED = N_("Likes of posts from before November 2010, whose time is not known: not read.")

ID = re.compile(r"\d{1,20}", re.ASCII)
_WRITTEN = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) \+0000 (\d{4})", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_REPOST = re.compile(r"RT @(\w{1,50}):", re.ASCII)
_EPOCH = 1288834974.657
_HOLDS_TIME = 2**34
"""Ids below it were counted up one by one."""


def when(written: str | None, number: str) -> float | None:
    """A post's time: as it is written ("Wed Oct 10 20:19:24 +0000 2018"), else as its number holds it."""
    found = _WRITTEN.fullmatch(written or "")
    if found and found[1] in _MONTHS:
        day, hour, minute, second, year = map(int, found.groups()[1:])
        try:
            return datetime(
                year, _MONTHS.index(found[1]) + 1, day, hour, minute, min(second, 59), tzinfo=UTC
            ).timestamp()
        except ValueError:
            return None
    return seconds(written) if written else held(number)


def held(number: str) -> float | None:
    """The time that a post's number holds; None for one from before they held it."""
    return (int(number) >> 22) / 1000 + _EPOCH if int(number) >= _HOLDS_TIME else None


def number(tweet: Tweet) -> str | None:
    found = str(tweet.id_str or tweet.id or "")
    return found if ID.fullmatch(found) else None


def owner(account: Owner) -> Account:
    return Account(account.accountId, handle=account.username, name=account.accountDisplayName, kind="corporate")


def place(account: Owner) -> Place:
    return Place(account.accountId, title(account), kind="account")


def title(account: Owner) -> str:
    return f"@{account.username}" if account.username else account.accountId


def post(tweet: Tweet, own: str, end: float) -> tuple[list[Act], list[Account]] | str:
    """A post as acts, with the accounts it names; or why it can't be read."""
    found = number(tweet)
    if found is None:
        return BAD_SHAPE
    published = when(tweet.created_at, found)
    if published is None or not believed(published, end):
        return BAD_TIME
    text = plain(tweet.full_text or tweet.text or "")  # X writes & < > as HTML does
    entities = tweet.entities or Entities()
    named = [who for one in entities.user_mentions or () if (who := stranger(one))]
    if repost := _REPOST.match(text):
        # Its text and marks are the other's; of the mentions, whose it is stays. Which post it was, X does not say.
        named = [who for who in named if who.handle.lower() == repost[1].lower()]
        return [
            Act(f"post/{found}", own, T.ANNOUNCE, True, own, "Note", None, None, published, mentions=ids(named, own))
        ], named
    to = tweet.in_reply_to_user_id_str or ""
    if ID.fullmatch(to) and to not in {who.external_id for who in named}:
        named.insert(0, Account(to, handle=tweet.in_reply_to_screen_name or "", is_member=False))
    hashtags = tuple(dict.fromkeys(tag.text.lower()[:100] for tag in entities.hashtags or () if tag.text))
    replied = tweet.in_reply_to_status_id_str or ""
    in_reply_to = f"post/{replied}" if ID.fullmatch(replied) else None
    first = (tweet.edit_info and tweet.edit_info.edit and tweet.edit_info.edit.initialTweetId) or found
    acts: list[Act] = []
    if first != found and ID.fullmatch(first):  # an edit has a number of its own; the post keeps its first
        edited = f"post/{first}/edited/{found}"
        acts.append(Act(edited, own, T.UPDATE, False, own, "Note", f"post/{first}", None, published))
        published = held(first) or published
        found = first
    source_id, mentions = f"post/{found}", ids(named, own)
    create = Act(
        source_id, own, T.CREATE, True, own, "Note", None, in_reply_to, published, len(text), hashtags, mentions
    )
    return [create, *acts], named


def deletion(tweet: Tweet, own: str, end: float) -> Act | str:
    """A post that was deleted: only that it was, and when."""
    found, gone = number(tweet), seconds(tweet.deleted_at)
    if found is None:
        return BAD_SHAPE
    if gone is None or not believed(gone, end):
        return BAD_TIME
    return Act(f"post/{found}/deleted", own, T.DELETE, False, own, "Note", f"post/{found}", None, gone)


def like(like: Like, own: str, since: float, end: float) -> Act | str | None:
    """A like, dated with the post it likes, but not before the account was; None where that is not known."""
    if not ID.fullmatch(like.tweetId):
        return BAD_SHAPE
    published = held(like.tweetId)
    if published is None:
        return None
    if not believed(published, end):
        return BAD_TIME
    thing = f"post/{like.tweetId}"
    return Act(f"like/{like.tweetId}", own, T.LIKE, False, own, "Note", thing, None, max(published, since))


def stranger(named: Named) -> Account | None:
    """Somebody mentioned; None for an account that is no more, which bears the number -1."""
    if not named.id_str or not ID.fullmatch(named.id_str):
        return None
    return Account(named.id_str, handle=named.screen_name or "", name=named.name or "", is_member=False)


def ids(accounts: list[Account], own: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(account.external_id for account in accounts if account.external_id != own))


def unwrapped(value: Any, name: str) -> Any:
    """A record out of its wrapping, `{"tweet": {…}}`; archives before 2020 have none."""
    return value[name] if isinstance(value, dict) and isinstance(value.get(name), dict) else value
