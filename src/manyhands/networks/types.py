"""What a network's export says, in our words. Adapters make these; nothing here knows Django.

Adapters yield `Batch` after `Batch`, in the order of the file, holding a bounded number of acts, so that memory does
not grow with the file. No field ever carries the text of a message.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec

HUB = "hub"
"""The hub itself, as the network of its own places; it is in no registry, because nothing of it is imported."""


class Account(msgspec.Struct, frozen=True):
    """An account in the source: who has access."""

    external_id: str
    handle: str = ""
    name: str = ""
    email: str = ""
    kind: str = "unknown"  # a people.types.Kind, guessed from the source
    service: str = ""  # the department's name, where the source says it
    is_member: bool = True  # False for one that is mentioned but not listed


class Place(msgspec.Struct, frozen=True):
    """A channel, group, page or social account in the source."""

    external_id: str
    name: str
    kind: str = "group"
    closed: bool = False  # archived: nobody is expected there
    members: tuple[str, ...] | None = None  # external ids of accounts, or None where the source does not say


class Act(NamedTuple):
    """One activity in the source's own ids."""

    source_id: str  # unique in the source, and the same in every export of it
    actor: str  # external id
    type: str  # ledger.types.ActivityType
    contributing: bool
    place: str | None  # external id
    object_type: str  # "Note", "Person", "Group" …
    object: str | None  # source id of the object's Create, or "place/" and a place's id; None: this act's own
    in_reply_to: str | None  # source id
    published: float  # seconds since 1970, UTC; microseconds are kept
    length: int | None = None
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()  # external ids


class Rejected(msgspec.Struct, frozen=True):
    """A record that could not be read: where, and why in one plain sentence. Never what it said."""

    file: str
    line: int  # 1-based line, or record number where the file has no lines; 0 for the whole file
    reason: str


class Skipped(msgspec.Struct, frozen=True):
    """Records that were read and rightly not kept, such as a bot's notice: how many, and why."""

    reason: str
    count: int


class Usage(msgspec.Struct, frozen=True):
    """Totals of one account in a period that a report gives without dates: never made into activities."""

    external_id: str
    posted: int
    read: int  # how much; 1 for whoever was active at all, where the report says no more (Teams)
    liked: int
    last_activity: str = ""  # "2026-10-31", or "" for never
    days: int = 0  # length of the report's period
    report_date: str = ""
    entered: int = 0  # topics opened, where the report says so
    seconds_read: int = 0  # time spent reading, likewise


class Batch(msgspec.Struct):
    """A stretch of an export. `file` is being read, `done` of `Export.size` bytes have been."""

    file: str = ""
    done: int = 0
    accounts: list[Account] = []
    places: list[Place] = []
    acts: list[Act] = []
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    usage: list[Usage] = []


class PlacePreview(msgspec.Struct, frozen=True):
    """A place as it is offered for leaving out, before anything in it is read."""

    external_id: str
    name: str
    count: int  # messages, or files where messages can't be counted unread
    members: int | None
    leave_out: bool  # proposed: union, wellbeing and political groups
    reason: str = ""  # why proposed


class Preview(msgspec.Struct, frozen=True):
    workspace: str  # the source's own name or id
    accounts: int | None
    places: tuple[PlacePreview, ...]
    counted: str  # what PlacePreview.count counts: "messages" or "day files"
    notes: tuple[str, ...] = ()  # what this source can't say, in plain sentences


class Export(Protocol):
    """A file of one network's activity, opened. Raises networks.errors.UnreadableExport with a sentence that helps."""

    workspace: str  # the workspace's own id: together with the network's name it names the source
    size: int  # what Batch.done counts towards: bytes to be read

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None: ...
    def preview(self) -> Preview: ...
    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]: ...
    def close(self) -> None: ...


class Peek(Protocol):
    """What a file looks like at a glance, whatever its size; `rules.peek` takes it. A damaged file shows nothing."""

    name: str  # what somebody calls the file, lower case

    @property
    def names(self) -> frozenset[str]:
        """The first 20,000 files in an archive or folder, lower case, with "/" between folders; none for one file."""
        ...

    @property
    def head(self) -> bytes:
        """The first 64 KB of one file, unpacked where it is packed by itself (.gz, .bz2, .xz)."""
        ...

    @property
    def headings(self) -> frozenset[str]:
        """A table's columns, as `rules.csvs.column_name` writes them; none where it is no table."""
        ...

    def start(self, name: str) -> bytes:
        """The first 64 KB of a file in a ZIP or folder, by its name in lower case, in whatever folder it lies.

        Unpacked where it is packed by itself."""
        ...

    def holds(self, *names: str) -> bool:
        """Whether the archive holds files of all these names side by side, in whatever folder."""
        ...


class Network(NamedTuple):
    """A network as the registry lists it."""

    name: str  # "slack"
    title: str  # "Slack"
    suffixes: tuple[str, ...]  # ".zip"
    open: type[Export]
    recognises: Callable[[Peek], bool] | None = None  # whether a file is one of its exports; quick, and never raises
    takes_rest: bool = False  # is asked only when no other network knows the file
    matches_columns: bool = False  # its exports have a `table` (rules.tables.matching) whose columns may be asked for
    common: bool = False  # what most councils have: offered first


class ImportRow(NamedTuple):
    """An import as its pages show it."""

    id: UUID
    network: str
    state: str
    filename: str
    size: int
    done: int
    reading: str
    read: int
    added: int
    counts: dict[str, int]
    skipped: dict[str, int]
    rejected: int
    message: str
    cancel_requested: bool
    created: datetime
    started: datetime | None
    ended: datetime | None


class ImportLine(NamedTuple):
    """An import in the list of them: what a line shows, and no more to fetch."""

    id: UUID
    network: str
    state: str
    filename: str
    created: datetime
    read: int
    added: int
    rejected: int


class NetworksState(NamedTuple):
    """How far an organisation is with bringing activity in."""

    has_activity: bool
    in_register: int  # lines of the register
    latest: ImportLine | None


class FieldToMatch(NamedTuple):
    """Something that a column of a table can mean."""

    name: str
    title: str
    needed: bool


class TablePreview(NamedTuple):
    """A table before anything in it is read: its columns, its first rows shortened, and what its columns may mean."""

    columns: tuple[str, ...]
    sample: list[list[str]]
    proposed: dict[str, str]  # field to column
    fields: tuple[FieldToMatch, ...]


class UsageRow(NamedTuple):
    """What a report on use says of a network: how many had access, read, liked and posted in `days` days."""

    network: str
    report_date: date
    days: int
    accounts: int
    readers: int
    likers: int
    posters: int
    entered: int  # topics opened, by all together; 0 where the report does not say
    seconds_read: int  # time spent reading, likewise


FEW = "few"
"""Stands where a number is about one to four people and is not for this reader."""


class SoughtPlaces(NamedTuple):
    """Which lines of the register a list shows, and in what order. Empty means all, those that need hands first."""

    network: str = ""
    service: str = ""  # hex id; those of the services below it too
    needs: bool = False  # only those that would gain from another pair of hands
    sort: str = ""  # one of REGISTER_SORTS, with "-" before it the other way round


REGISTER_SORTS = ("name", "network", "service", "hands", "used")


class RegisterRow(NamedTuple):
    """A line of the register as one reader may see it."""

    id: UUID
    network: str
    name: str
    address: str
    service: str
    purpose: str
    hands: int | str | None  # how many people can post; FEW; None where nobody has said
    needs_more_hands: bool
    hand_names: tuple[str, ...]  # none for who may not see them
    recovery_holder: str  # "" for who may not see names
    last_used: date | None
    audience: str


class RegisterSummary(NamedTuple):
    """The register in three numbers, and the networks in it."""

    total: int
    needing: int  # would gain from another pair of hands
    unknown: int  # nobody has said how many can post
    networks: list[str]


class AccountHands(NamedTuple):
    """How many hands there are for an account or place, from the register."""

    id: UUID
    name: str
    network: str  # its title
    hands: int | str | None  # as in RegisterRow
    needs_more_hands: bool
