"""The words that other rooms share with discussions."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
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


UNDO = timedelta(minutes=30)
"""How long somebody can bring a message back that they deleted; then its text goes."""

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


class PracticeState(StrEnum):
    """How far a practice space is; `rules.practice` says what can follow what."""

    ASKED = "asked"  # the buddy has not answered yet
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"  # by the newcomer, before an answer
    ENDED = "ended"  # by either; what was written can still be read by both


class Author(NamedTuple):
    """Who wrote something, as others see them. `organisation` is named where it isn't the reader's own.

    `home` is the organisation whose people can open their profile: None of those who show none.
    """

    id: UUID | None  # None: erased
    name: str
    is_pseudonym: bool = False
    organisation: str = ""
    home: UUID | None = None


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


class SoughtMessages(NamedTuple):
    """Which of the messages that hold the words are wanted. Empty means all."""

    group: UUID | None = None
    first: bool = False  # only those that begin a conversation
    since: date | None = None
    until: date | None = None
    newest: bool = False  # first; else those that fit best


class SoughtGroups(NamedTuple):
    """Which groups a list shows, and in what order. Empty means all."""

    text: str = ""  # in the name, or in what it is for
    access: str = ""
    show: str = ""  # "mine" or "archived"
    sort: str = "name"  # one of GROUP_SORTS, with "-" before it the other way round


GROUP_SORTS = ("name", "members", "threads", "last")


class MemberRow(NamedTuple):
    """A line of the list of a group's members."""

    id: UUID  # of the membership
    persona: UUID
    name: str
    is_pseudonym: bool
    organisation: str  # "" but in a group of several organisations
    standing: str
    since: datetime


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
    last_post: UUID


class PostRow(NamedTuple):
    """A message as a page shows it. What was deleted or hidden has no `html`."""

    id: UUID
    thread: UUID
    author: Author
    created: datetime
    edited: datetime | None
    deleted: bool
    hidden: bool
    html: str
    reply_to: UUID | None
    is_first: bool
    helped: bool
    reactions: dict[str, int]  # by ReactionKind
    title: str = ""  # of its thread; these three where messages of several threads stand together
    group: UUID | None = None
    group_name: str = ""


class Slice(NamedTuple):
    """A page of rows, and where the next and the one before begin: None where there is none."""

    rows: list[Any]
    older: UUID | None = None  # rows below this id follow
    newer: UUID | None = None  # rows above this id come before


class PreviewState(StrEnum):
    """How far the preview of a link is."""

    WAITING = "waiting"
    READY = "ready"
    NOTHING = "nothing"  # the page says nothing of itself, or doesn't want to be read by machines
    FAILED = "failed"


class Measure(StrEnum):
    """What a moderator can decide about a message."""

    HIDE = "hide"  # others don't see it; its author does, can put it right and ask for another look
    REMOVE = "remove"  # nobody sees it any more; the text goes when nobody appeals
    WARN = "warn"  # it stays; its author is told
    LOCK = "lock"  # the thread takes no new messages


class ReportReason(StrEnum):
    """Why somebody asks the moderators to look at a message."""

    UNKIND = "unkind"
    PRIVATE = "private"  # tells something about somebody that isn't theirs to tell
    UNLAWFUL = "unlawful"
    ADVERT = "advert"
    OTHER = "other"


class AttachmentRow(NamedTuple):
    """A file with a post, as a page shows it. `kind` is a rules.files.Kind."""

    id: UUID
    name: str
    kind: str
    size: int
    width: int | None
    height: int | None
    alt: str


class PreviewRow(NamedTuple):
    """What a page that somebody linked to says of itself."""

    url: str
    title: str
    description: str
    site: str


class Extras(NamedTuple):
    """What is kept beside a post, for one reader."""

    attachments: tuple[AttachmentRow, ...] = ()
    previews: tuple[PreviewRow, ...] = ()
    saved: bool = False
    decision: UUID | None = None  # the moderators' decision by which it is hidden; told to its author alone
    restorable: bool = False  # deleted by the reader, who can still bring it back


class DraftRow(NamedTuple):
    """A line of the list of what somebody is writing. `kind` is "ask", "thread" or "post"; `about` that one's id."""

    place: str
    kind: str
    about: UUID | None
    title: str
    begins: str
    at: datetime


class VersionRow(NamedTuple):
    """What a message said, and what changed since the version before. `pieces` are rules.text_changes.Piece."""

    number: int
    at: datetime
    title: str
    renamed: str  # the title before, where it changed
    source: str
    pieces: list[Any]


class ReportedRow(NamedTuple):
    """A message that waits for a moderator. `reasons` are pairs of ReportReason and the reporter's own words."""

    post: Any  # a models.Post with persona, thread and group
    since: datetime
    reasons: list[tuple[str, str]]
