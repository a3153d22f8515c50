"""Zulip's shapes, which are its database's, and what they become.

Shapes: https://zulip.readthedocs.io/en/stable/production/export-and-import.html and the tables that it names. A
message in a channel counts as a contribution. Topics are threads: a message answers the one it quotes, else the
first of its topic.
"""

import re
from collections.abc import Mapping

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.texts import hashtags
from manyhands.networks.rules.times import believed
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place


class Realm(msgspec.Struct):
    """An organisation on a Zulip server."""

    id: int
    string_id: str | None = None
    uuid: str | None = None


class User(msgspec.Struct):
    id: int
    full_name: str | None = None
    email: str | None = None
    delivery_email: str | None = None
    is_active: bool | None = True
    is_bot: bool | None = False
    is_guest: bool | None = False
    role: int | None = None
    date_joined: float | None = None


class Stream(msgspec.Struct):
    """A channel. One that does not say that it is open to all counts as private."""

    id: int
    name: str
    invite_only: bool
    deactivated: bool | None = False


class Recipient(msgspec.Struct):
    id: int
    type: int
    type_id: int


class Subscription(msgspec.Struct):
    recipient: int
    user_profile: int
    active: bool = True


class Reaction(msgspec.Struct):
    id: int
    message: int
    user_profile: int


class Message(msgspec.Struct, gc=False):
    """What is used of a message. The text is measured, never kept."""

    id: int
    sender: int
    recipient: int
    date_sent: float
    subject: str = ""
    content: str = ""
    last_edit_time: float | None = None


STREAM = 2
"""The type of a recipient that is a channel; 1 is a person, 3 a group of them."""
GUEST = 600

HIDDEN = N_("Messages in private channels and direct messages: never read.")
LEFT_OUT = N_("Messages in channels that you chose to leave out: not read.")

BAD_SHAPE = N_("This record is not in Zulip’s form, so it was left out.")
BAD_TIME = N_("This record’s time is missing, or before 1990, or in the future, so it was left out.")

_MENTION = re.compile(r"@_?\*\*([^*|\n]{1,100})(?:\|(\d{1,15}))?\*\*", re.ASCII)
_QUOTED = re.compile(r"@_\*\*[^*\n]{1,120}\*\* \[[^\]\n]{1,60}\]\([^)\s]{0,500}/near/(\d{1,15})\)", re.ASCII)


def workspace(realm: Realm) -> str:
    """The organisation's own id; exports from before 2022 have none, and are named by their address or number."""
    return realm.uuid or realm.string_id or f"realm {realm.id}"


def account(user: User) -> Account:
    """Somebody with an account; who was deactivated has no access."""
    if user.is_bot:
        kind = "bot"
    else:
        kind = "peer" if user.is_guest or user.role == GUEST else "staff"
    email = user.delivery_email or user.email or ""
    return Account(
        str(user.id),
        name=user.full_name or "",
        email=email,
        kind=kind,
        is_member=bool(user.is_active) and kind != "bot",
    )


def stranger(external_id: str, kind: str = "unknown") -> Account:
    """Somebody who writes, reacts or belongs to a channel, and is not listed; or one of the server's own bots."""
    return Account(external_id, kind=kind, is_member=False)


def joined(user: User, end: float) -> Act | None:
    """When a person got their account."""
    who, when = str(user.id), user.date_joined
    if user.is_bot or when is None or not believed(when, end):
        return None
    return Act(f"user/{who}/joined", who, T.JOIN, False, None, "Organization", None, None, when)


def place(stream: Stream, members: tuple[str, ...]) -> Place:
    return Place(str(stream.id), stream.name, kind="channel", closed=bool(stream.deactivated), members=members)


def quoted(text: str) -> str | None:
    """The number of the message that a text quotes first."""
    found = _QUOTED.search(text) if "/near/" in text else None
    return found[1] if found else None


def mentions(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of those mentioned, each once, in order; `names` gives ids by name. "all" and the like are nobody."""
    if "**" not in text:
        return ()
    found = (number or names.get(name) for name, number in _MENTION.findall(text))
    return tuple(dict.fromkeys(who for who in found if who))


def message_acts(message: Message, place: str, first: str | None, names: Mapping[str, str], end: float) -> list[Act]:
    """A message in a channel, and its last edit; `first` is the first of its topic, where that is another."""
    who, said, text = str(message.sender), f"message/{message.id}", message.content
    to = quoted(text) or first
    reply, named = f"message/{to}" if to else None, mentions(text, names)
    when = message.date_sent
    acts = [Act(said, who, T.CREATE, True, place, "Note", None, reply, when, len(text), hashtags(text), named)]
    edited = message.last_edit_time
    if edited is not None and believed(edited, end):
        acts.append(Act(f"{said}/edited/{edited:.0f}", who, T.UPDATE, False, place, "Note", said, None, edited))
    return acts


def like(reaction: int, who: int, message: Message, place: str) -> Act:
    """A reaction. Zulip's export gives it no time: it bears the message's."""
    thing = f"message/{message.id}"
    return Act(f"reaction/{reaction}", str(who), T.LIKE, False, place, "Note", thing, None, message.date_sent)
