"""Slack's shapes, and what they become. Shapes: https://slack.com/help/articles/220556107 and https://api.slack.com/events/message.

What counts as a contribution: a message with no subtype, a file shared, a message "about oneself" (/me), a reply also
sent to the channel, a comment on a file, and what bots write (they are accounts of kind bot, told apart when read).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.texts import hashtags
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place


class Profile(msgspec.Struct):
    email: str | None = None
    real_name: str | None = None
    display_name: str | None = None


class User(msgspec.Struct):
    id: str
    team_id: str | None = None
    name: str | None = None
    real_name: str | None = None
    profile: Profile | None = None
    is_bot: bool | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None
    is_stranger: bool | None = None
    is_primary_owner: bool | None = None


class Channel(msgspec.Struct):
    id: str
    name: str
    created: int | str | None = None
    is_archived: bool | None = None
    is_general: bool | None = None
    is_private: bool | None = None
    members: list[str] | None = None


class Reaction(msgspec.Struct, gc=False):
    name: str
    users: list[str] | None = None


class Edited(msgspec.Struct, gc=False):
    ts: str = ""
    user: str | None = None


class Said(msgspec.Struct, gc=False):
    """A message, or a comment on a file, inside another record."""

    user: str | None = None
    ts: str | None = None


class Message(msgspec.Struct, gc=False):
    """A record of a day file. The text is measured, never kept."""

    ts: str
    type: str | None = "message"
    subtype: str | None = None
    user: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    reactions: list[Reaction] | None = None
    edited: Edited | None = None
    bot_id: str | None = None
    user_team: str | None = None
    comment: Said | None = None
    message: Said | None = None
    previous_message: Said | None = None
    deleted_ts: str | None = None


CONTRIBUTING = frozenset(
    # A thread_broadcast is the thread's reply itself, under its own ts, once.
    [None, "file_share", "me_message", "thread_broadcast", "file_comment", "bot_message", "slackbot_response"]
)

# Acts that are not contributions, by subtype: type, object type.
OTHER_ACTS: dict[str, tuple[T, str]] = {
    "channel_join": (T.JOIN, "Group"),
    "channel_leave": (T.LEAVE, "Group"),
    "channel_archive": (T.UPDATE, "Group"),
    "channel_unarchive": (T.UPDATE, "Group"),
    "channel_topic": (T.UPDATE, "Group"),
    "channel_purpose": (T.UPDATE, "Group"),
    "channel_name": (T.UPDATE, "Group"),
    "channel_posting_permissions": (T.UPDATE, "Group"),
    "pinned_item": (T.ADD, "Note"),
    "unpinned_item": (T.REMOVE, "Note"),
}

NOTICE = N_("Slack’s own notices, such as an app added, a reminder set or a call started.")
NO_AUTHOR = N_("Messages and comments whose author the export does not name.")

BAD_SHAPE = N_("This record is not in Slack’s form, so it was left out.")
BAD_TIME = N_("This record’s time is missing, or before 1990, or in the future, so it was left out.")
BAD_AUTHOR = N_("This record names its author in a form that is not Slack’s, so it was left out.")

ID = re.compile(r"[A-Za-z0-9]{1,40}", re.ASCII)
_EMOJI = re.compile(r"[\w+:'&-]{1,80}")
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,39})(?:\|[^<>]*)?>")
_MARKUP = re.compile(r"<[^<>]*>|&[a-z]+;|&#\d+;")


def account(user: User, team: str) -> Account:
    """Everybody listed is a member, those since deactivated too; guests and people of other workspaces are peers."""
    profile = user.profile or Profile()
    if user.is_bot or user.id == "USLACKBOT":
        kind = "bot"
    elif user.is_restricted or user.is_ultra_restricted or user.is_stranger or (user.team_id or team) != team:
        kind = "peer"
    else:
        kind = "staff"
    return Account(
        external_id=user.id,
        handle=user.name or profile.display_name or "",
        name=profile.real_name or user.real_name or user.name or "",
        email=profile.email or "",
        kind=kind,
    )


def stranger(external_id: str, user_team: str | None, team: str) -> Account:
    """An account that acts or is mentioned, and is not listed."""
    if external_id.startswith("B") or external_id == "USLACKBOT":
        kind = "bot"
    else:
        kind = "peer" if user_team and user_team != team else "unknown"
    return Account(external_id, kind=kind, is_member=False)


def place(channel: Channel) -> Place:
    members = tuple(dict.fromkeys(channel.members)) if channel.members is not None else None
    return Place(channel.id, channel.name, kind="channel", closed=bool(channel.is_archived), members=members)


def workspace(users: Iterable[User], channels: Iterable[Channel]) -> str:
    """The workspace's own id, the same in every export of it: Slackbot's, else the owner's, else the usual one.

    Exports from before users had a team are named by their oldest channel, which an older or newer export has too.
    """
    ours = [user for user in users if user.team_id and not user.is_stranger]
    sure = [user for user in ours if user.id == "USLACKBOT"] or [user for user in ours if user.is_primary_owner]
    teams = Counter(user.team_id for user in sure or ours)
    if teams:
        return min((-count, str(team)) for team, count in teams.items())[1]
    oldest = min(channels, key=lambda channel: (not channel.is_general, str(channel.created or "~"), channel.id))
    return f"with {oldest.id}"


def author(message: Message) -> str | None:
    """Who acted: the person where there is one, though an app may have sent it for them; else the bot."""
    if message.user:
        return message.user
    for said in (message.comment, message.message, message.previous_message):
        if said and said.user:
            return said.user
    return message.bot_id or None


def mentions(text: str) -> tuple[str, ...]:
    """The ids of accounts mentioned, each once, in order."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def tags(text: str) -> tuple[str, ...]:
    """Hashtags of Slack's markup: links to channels and fragments of addresses, all in <…>, are none."""
    return hashtags(_MARKUP.sub(" ", text) if "<" in text or "&" in text else text)


def reaction_acts(message: Message, channel: str, published: float) -> list[Act]:
    """A Like for each reaction and user. Slack keeps no time of a reaction: it bears the message's."""
    said = f"{channel}/{message.ts}"
    acts = []
    for reaction in message.reactions or ():
        begin = f"{said}/reaction:{_emoji(reaction.name)}/"
        for user in dict.fromkeys(reaction.users or ()):
            acts.append(Act(begin + user, user, T.LIKE, False, channel, "Note", said, None, published))
    return acts


@lru_cache(1_000)
def _emoji(name: str) -> str:
    """A reaction's name; a digest of what can't be one, so that nothing else gets into an id."""
    if _EMOJI.fullmatch(name):
        return name
    return hashlib.blake2b(name.encode(errors="replace"), digest_size=8).hexdigest()


def other_acts(message: Message, user: str, channel: str, published: float) -> list[Act]:
    """What a record that is not a contribution says was done; nothing for a notice."""
    said = f"{channel}/{message.ts}"
    if message.type != "message":
        return []
    if message.subtype in OTHER_ACTS:
        kind, of = OTHER_ACTS[message.subtype]
        thing = f"place/{channel}" if of == "Group" else None
        return [Act(said, user, kind, False, channel, of, thing, None, published)]
    if message.subtype == "tombstone":  # stands in a thread where a message was; when it went is not said
        return [Act(f"{said}/deleted", user, T.DELETE, False, channel, "Note", said, None, published)]
    if message.subtype == "message_deleted" and message.deleted_ts:
        gone = f"{channel}/{message.deleted_ts[:24]}"
        return [Act(f"{gone}/deleted", user, T.DELETE, False, channel, "Note", gone, None, published)]
    if message.subtype == "message_changed" and message.message and message.message.ts:
        changed = f"{channel}/{message.message.ts[:24]}"
        source_id = f"{changed}/edited/{message.ts}"
        return [Act(source_id, user, T.UPDATE, False, channel, "Note", changed, None, published)]
    return []
