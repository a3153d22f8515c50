"""What a row of a table becomes."""

from datetime import tzinfo
from typing import Any, NamedTuple

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.csvs import column_name
from manyhands.networks.rules.tables.cells import key, words
from manyhands.networks.rules.texts import handles, hashtags
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place

from .fields import KINDS, TYPES

BAD_ACTOR = N_("This line does not say who did it, or at such length that it can’t be a name, so it was left out.")
BAD_DATE = N_("This line’s date is missing, not a date, before 1990, or in the future, so it was left out.")
BAD_PLACE = N_("This line’s place is longer than a name can be, so it was left out.")
BAD_TYPE = N_("This line’s kind of act is not one that is known (post, reply, edit, share, like, join, leave, read …).")
BAD_NUMBER = N_("This line’s number is longer than a number can be, so it was left out.")

MAX_NAME = 150
"""Characters of a name, an address or a number."""

NOWHERE = "table"
"""The place of all acts where no column says any."""


class Record(NamedTuple):
    """A row's cells by what they mean; None where no column does."""

    actor: Any
    date: Any
    place: Any
    type: Any
    name: Any
    email: Any
    service: Any
    kind: Any
    id: Any
    in_reply_to: Any
    text: Any


def account(record: Record) -> Account:
    """Whoever acts is listed by the table, and so a member; who only reads can't be known from it."""
    actor, email = words(record.actor), words(record.email)
    email = email or (actor if "@" in actor and " " not in actor else "")
    return Account(
        external_id=key(record.actor),
        handle="" if actor == email else actor,
        name=words(record.name)[:MAX_NAME] or ("" if actor == email else actor),
        email=email[:MAX_NAME],
        kind=KINDS.get(column_name(words(record.kind)), "unknown"),
        service=words(record.service)[:MAX_NAME],
    )


def place(record: Record) -> Place:
    return Place(key(record.place) or NOWHERE, words(record.place) or "Table")


def why_bad(record: Record) -> str:
    """Why a row can't be kept; "" where it can, but for its date."""
    if not 0 < len(key(record.actor)) <= MAX_NAME or "\n" in words(record.actor):
        return BAD_ACTOR
    if len(key(record.place)) > MAX_NAME:
        return BAD_PLACE
    if len(words(record.id)) > MAX_NAME or len(words(record.in_reply_to)) > MAX_NAME:
        return BAD_NUMBER
    if record.type not in (None, "") and column_name(words(record.type)) not in TYPES:
        return BAD_TYPE
    return ""


def act(record: Record, source_id: str, published: float) -> Act:
    """A row as an act; one without a type is a contribution."""
    kind, contributing = TYPES.get(column_name(words(record.type)), (T.CREATE, True))
    text = record.text if record.text is None or isinstance(record.text, str) else words(record.text)
    about = f"row/{words(record.in_reply_to)}" if words(record.in_reply_to) else None
    creates = kind in (T.CREATE, T.ANNOUNCE)
    return Act(
        source_id=source_id,
        actor=key(record.actor),
        type=kind,
        contributing=contributing,
        place=key(record.place) or NOWHERE,
        object_type="Group" if kind in (T.JOIN, T.LEAVE) else "Note",
        object=None if creates else about,
        in_reply_to=about if creates else None,
        published=published,
        length=len(text) if text is not None else None,
        hashtags=hashtags(text) if text else (),
        mentions=handles(text) if text else (),
    )


def when(record: Record, zone: tzinfo, american: bool, end: float) -> float | None:
    """The date in seconds since 1970; None for none that is believed."""
    published = seconds(record.date, zone=zone, month_first=american)
    return published if believed(published, end) else None
