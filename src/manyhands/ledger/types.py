"""The vocabulary of the ledger: W3C Activity Streams 2.0, as far as councils' networks use it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID


class ActivityType(StrEnum):
    """Activity Streams 2.0 activity types (https://www.w3.org/TR/activitystreams-vocabulary/#activity-types)."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    ANNOUNCE = "Announce"
    LIKE = "Like"
    FOLLOW = "Follow"
    JOIN = "Join"
    LEAVE = "Leave"
    READ = "Read"
    ADD = "Add"
    REMOVE = "Remove"
    INVITE = "Invite"
    VIEW = "View"


class Row(NamedTuple):
    """One activity of a source, as it is added to the ledger. Hex ids are UUIDs in 32 digits.

    No field holds what somebody wrote: of a text its length in characters, its hashtags and whom it mentions.
    """

    id: str  # hex: UUIDv5(organisation, source, source_id), see core.ids.ledger_id
    source_id: str  # unique in its source
    actor: int  # a random key; people says who, when read
    type: str  # an ActivityType
    object: str | None  # hex: the id of the object's Create, or of another thing's urn:uuid:; None: its own
    object_type: str  # an Activity Streams object type such as Note, or ""
    place: str | None  # hex
    in_reply_to: str | None  # hex: the object replied to
    published: str  # UTC, "2016-07-16 14:51:00.000002"
    local_date: str  # "2016-07-16", in the organisation's zone
    contributing: bool  # counts as taking part (a message), or not (join, leave, read, like)
    length: int | None  # characters
    hashtags: str | None  # JSON array, lower case, or None
    mentions: str | None  # JSON array of actor keys, or None


class Fields(NamedTuple):
    """What the columns take of some rows of one source: their fields as `Row` names them, each for all rows."""

    id: Sequence[str]
    in_reply_to: Sequence[str | None]
    actor: Sequence[int]
    place: Sequence[str | None]
    type: Sequence[str]
    contributing: Sequence[bool]
    published: Any  # text as in Row, or a NumPy array of datetime64[us]
    local_date: Sequence[str]
    mentions: Sequence[Any]  # JSON as in Row, or lists of actor keys


class Part(NamedTuple):
    """Some of a month's columns, in files of their own."""

    month: int  # 201607
    id: UUID  # names its files
    rows: int
    checksum: int  # the sum of their keys, modulo 2^64
