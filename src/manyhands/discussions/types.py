"""The words that other rooms share with discussions."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Access(StrEnum):
    """Who a group is for. In every case only for people of its organisation, and of those that it is shared with."""

    OPEN = "open"  # everybody reads and writes
    CLOSED = "closed"  # everybody sees that it is there; members read and write
    PRIVATE = "private"  # to others it is not there at all


class Standing(StrEnum):
    """What somebody is in a group."""

    ASKED = "asked"  # to join; not a member yet
    MEMBER = "member"
    KEEPER = "keeper"  # a member who also lets people in, and changes the group


BELONGS = (Standing.MEMBER, Standing.KEEPER)


class Following(StrEnum):
    """What can be followed."""

    GROUP = "group"
    PERSON = "person"  # a persona
    TAG = "tag"
    THREAD = "thread"


class ReactionKind(StrEnum):
    """What somebody can say to a message without a word; each is a Like in the ledger."""

    THANKS = "thanks"
    USEFUL = "useful"
    SAME = "same"  # the same question, or the same experience
    WELL_DONE = "well_done"


class Author(NamedTuple):
    """Who wrote something, as others see them. `organisation` is named where it isn't the reader's own."""

    id: UUID | None  # None: erased
    name: str
    is_pseudonym: bool = False
    organisation: str = ""


class GroupRow(NamedTuple):
    """A line of the list of groups."""

    id: UUID
    name: str
    purpose: str
    access: str
    organisation: str  # "" for the reader's own
    across: bool  # shared with other organisations
    members: int
    threads: int
    last_at: datetime | None
    archived: bool
    standing: str  # a Standing, or "" for none


class ThreadRow(NamedTuple):
    """A line of a list of threads."""

    id: UUID
    title: str
    group: UUID
    group_name: str
    author: Author
    created: datetime
    last_at: datetime
    posts: int
    answers: int
    is_question: bool
    helped: bool
    hashtags: list[str]


class PostRow(NamedTuple):
    """A message as a page shows it. What was deleted or hidden has no `html`."""

    id: UUID
    thread: UUID
    title: str  # of its thread
    group: UUID
    group_name: str
    author: Author
    created: datetime
    edited: datetime | None
    deleted: datetime | None
    hidden: bool
    html: str
    reply_to: UUID | None
    is_first: bool
    helped: bool
    reactions: dict[str, int]  # by ReactionKind
