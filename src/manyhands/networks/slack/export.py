"""A Slack export, opened: who and where from its lists, acts from its day files.

Private channels, group messages and direct messages (`groups.json`, `mpims.json`, `dms.json`) are never read: only
folders of channels that `channels.json` lists are.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import compress, repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import Archive, DamagedFile, open_archive
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.times import EARLIEST, latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Batch, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .mapping import Channel, Message, User
from .records import DAMAGED, Stretch, stretches, to_text

NO_USERS = N_(
    "This is not a whole Slack export: it has no users.json, which says who is a member. "
    "Upload the ZIP as Slack made it, with all its files."
)
NO_CHANNELS = N_(
    "This is not a whole Slack export: it has no channels.json, which says which channels are public. "
    "Upload the ZIP as Slack made it, with all its files."
)
BAD_LIST = N_("The list of users or channels in this Slack export is damaged. Download the export again.")
NO_MESSAGES = N_(
    "This Slack export holds no messages: no channel has a day’s file. When you export, choose a period with messages."
)
UNREAD = N_("Files of private channels and direct messages, or of channels that are not listed: never read.")
LEFT_OUT = N_("Files of channels that you chose to leave out: not read.")
NOT_DAYS = N_("Files other than a day’s messages, such as canvases: not read.")

NOTES = (
    N_("Counts here are days with messages: the messages themselves have not been read yet."),
    N_("Only public channels are read. An export does not say who read what, nor when somebody reacted."),
)

BATCH = 10_000
"""Acts in a batch, about."""

MAX_TIME = 24
"""Characters of a time, which is part of ids."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json", re.ASCII)
_Row = TypeVar("_Row")
_act = partial(tuple.__new__, Act)


class DayFile(NamedTuple):
    day: str
    channel: str
    name: str


class SlackExport:
    """A ZIP or unpacked folder. `size` counts the bytes of all day files of public channels, unpacked."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.archive = open_archive(path, markers=["users.json"], missing=NO_USERS)
        try:
            if "channels.json" not in self.archive.sizes:
                raise UnreadableExport(NO_CHANNELS)
            self.users = _list(self.archive, "users.json", User)
            listed = _list(self.archive, "channels.json", Channel)
            self.channels = list({channel.id: channel for channel in listed if not channel.is_private}.values())
            self.days, self.unread, self.not_days = self._sort()
            if not self.days:
                raise UnreadableExport(NO_MESSAGES)
        except UnreadableExport:
            self.archive.close()
            raise
        self.workspace = mapping.workspace(self.users, self.channels)
        self.size = sum(self.archive.sizes[day.name] for day in self.days)

    def _sort(self) -> tuple[list[DayFile], int, int]:
        """Day files of public channels, oldest first, and how many files there are of other folders and kinds."""
        folders = {channel.id: channel.id for channel in self.channels}
        folders |= {channel.name: channel.id for channel in self.channels}
        days, unread, not_days = [], 0, 0
        for name in self.archive.sizes:
            folder, _, file = name.rpartition("/")
            if not folder:
                continue
            channel = folders.get(folder)
            if channel is None:
                unread += 1
            elif _DAY.fullmatch(file):
                days.append(DayFile(file, channel, name))
            else:
                not_days += 1
        return sorted(days), unread, not_days

    def preview(self) -> Preview:
        """Channels with their number of day files, from the ZIP's list of contents: no message is read."""
        counts: dict[str, int] = {}
        for day in self.days:
            counts[day.channel] = counts.get(day.channel, 0) + 1
        places = []
        for channel in sorted(self.channels, key=lambda channel: channel.name):
            reason = why_leave_out(channel.name)
            members = len(channel.members) if channel.members is not None else None
            count = counts.get(channel.id, 0)
            places.append(PlacePreview(channel.id, channel.name, count, members, bool(reason), reason))
        return Preview(self.workspace, len(self.users), tuple(places), "day files", NOTES)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Accounts and places first, then the acts, oldest day first. Can be called again, and yields the same."""
        reader = _Reader(self, leave_out)
        yield reader.opening()
        for day in self.days:
            yield from reader.day(day)
        yield reader.closing()

    def close(self) -> None:
        self.archive.close()


class _Reader:
    """One pass over the day files: the batch being filled, and the accounts already told of."""

    def __init__(self, export: SlackExport, leave_out: frozenset[str]) -> None:
        self.export = export
        self.leave_out = leave_out
        self.team = export.workspace
        self.known = {user.id for user in export.users}
        self.latest = latest()
        self.batch = Batch()
        self.done = self.left_out = self.notices = self.nobodys = 0

    def opening(self) -> Batch:
        accounts = [mapping.account(user, self.team) for user in self.export.users]
        channels = [channel for channel in self.export.channels if channel.id not in self.leave_out]
        places = [mapping.place(channel) for channel in channels]
        for member in {member for place in places for member in place.members or ()} - self.known:
            accounts.append(mapping.stranger(member, None, self.team))
            self.known.add(member)
        return Batch(file="users.json", accounts=accounts, places=places)

    def day(self, day: DayFile) -> Iterator[Batch]:
        """The batches that this day file fills."""
        size = self.export.archive.sizes[day.name]
        if day.channel in self.leave_out:
            self.left_out += 1
            self.done += size
            return
        self.batch.file = day.name
        try:
            for stretch in stretches(self.export.archive, day.name):
                for line, reason in stretch.bad:
                    self.batch.rejected.append(Rejected(day.name, line, reason))
                for start in range(0, len(stretch.messages), BATCH):
                    self.map(day, stretch, start)
                    if len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                        yield self.full()
                        self.batch.file = day.name
        except DamagedFile:
            self.batch.rejected.append(Rejected(day.name, 0, DAMAGED))
        self.done += size

    def full(self) -> Batch:
        full, self.batch = self.batch, Batch()
        full.done = self.done
        return full

    def closing(self) -> Batch:
        counts = {
            UNREAD: self.export.unread,
            LEFT_OUT: self.left_out,
            NOT_DAYS: self.export.not_days,
            mapping.NOTICE: self.notices,
            mapping.NO_AUTHOR: self.nobodys,
        }
        self.batch.skipped += [Skipped(reason, count) for reason, count in counts.items() if count]
        return self.full()

    def map(self, day: DayFile, stretch: Stretch, start: int) -> None:
        """A stretch's messages, from `start` on, into acts: what is plain column by column, which is twice as fast."""
        messages = stretch.messages[start : start + BATCH]
        written = [message.ts for message in messages]
        try:
            published = list(map(float, written))
        except ValueError:
            published = []
        is_sound = published and all(EARLIEST <= when <= self.latest for when in published)
        if not is_sound or max(map(len, written)) > MAX_TIME:
            for index, message in enumerate(messages, start):
                self.one(day, stretch, index, message)
            return
        known, contributing = self.known, mapping.CONTRIBUTING
        is_plain = [
            message.user in known and message.subtype in contributing and message.type == "message"
            for message in messages
        ]
        if not all(is_plain):
            for index, plain in enumerate(is_plain):
                if not plain:
                    self.one(day, stretch, start + index, messages[index])
            messages, published = list(compress(messages, is_plain)), list(compress(published, is_plain))
        self.plain(day.channel, messages, published)

    def plain(self, channel: str, messages: list[Message], published: list[float]) -> None:
        """Contributions of known accounts at possible times."""
        prefix = channel + "/"
        texts = [message.text or "" for message in messages]
        columns = (
            [prefix + message.ts for message in messages],
            [message.user for message in messages],
            repeat(T.CREATE),
            repeat(True),
            repeat(channel),
            repeat("Note"),
            repeat(None),
            [
                prefix + thread
                if (thread := message.thread_ts) and thread != message.ts and len(thread) <= MAX_TIME
                else None
                for message in messages
            ],
            published,
            map(len, texts),
            [mapping.tags(text) if "#" in text else () for text in texts],
            [
                self.mentioned(text) if "<" in text else () for text in texts
            ],  # one sign is found ten times as fast as two
        )
        self.batch.acts += map(_act, zip(*columns, strict=False))
        for message, when in zip(messages, published, strict=True):
            if message.edited:
                self.edited(message, f"{prefix}{message.ts}", message.user or "", channel)
            if message.reactions:
                self.likes(message, channel, when)

    def one(self, day: DayFile, stretch: Stretch, index: int, message: Message) -> None:
        """A message that is not plain: of somebody new, out of time, or no contribution."""
        when = _seconds(message.ts, self.latest)
        if when is None:
            self.reject(day, stretch, index, mapping.BAD_TIME)
            return
        user = message.user or mapping.author(message)
        if user is None:
            self.nobodys += 1
        elif user in self.known or self.meet(user, message, day, stretch, index):
            if message.subtype in mapping.CONTRIBUTING and message.type == "message":
                message.user = user
                self.plain(day.channel, [message], [when])
            else:
                self.other(message, user, day.channel, when)

    def reject(self, day: DayFile, stretch: Stretch, index: int, reason: str) -> None:
        self.batch.rejected.append(Rejected(day.name, stretch.line(index), reason))

    def meet(self, user: str, message: Message, day: DayFile, stretch: Stretch, index: int) -> bool:
        """Tells of an account that is not listed; False where it can't be one."""
        if not mapping.ID.fullmatch(user):
            self.reject(day, stretch, index, mapping.BAD_AUTHOR)
            return False
        self.tell(mapping.stranger(user, message.user_team, self.team))
        return True

    def tell(self, account: Account) -> None:
        self.known.add(account.external_id)
        self.batch.accounts.append(account)

    def mentioned(self, text: str) -> tuple[str, ...]:
        found = mapping.mentions(text) if "<@" in text else ()
        for user in found:
            if user not in self.known:
                self.tell(mapping.stranger(user, None, self.team))
        return found

    def edited(self, message: Message, said: str, user: str, channel: str) -> None:
        edited = message.edited
        if edited and (when := _seconds(edited.ts, self.latest)):
            by = edited.user if edited.user in self.known else user
            source_id = f"{said}/edited/{edited.ts}"
            self.batch.acts.append(Act(source_id, by, T.UPDATE, False, channel, "Note", said, None, when))

    def likes(self, message: Message, channel: str, published: float) -> None:
        for act in mapping.reaction_acts(message, channel, published):
            user = act.actor
            if user not in self.known:
                if not mapping.ID.fullmatch(user):
                    continue
                self.tell(mapping.stranger(user, None, self.team))
            self.batch.acts.append(act)

    def other(self, message: Message, user: str, channel: str, published: float) -> None:
        """Acts that are not contributions: joins, leaves, changes to the channel, deletions."""
        acts = mapping.other_acts(message, user, channel, published)
        self.batch.acts += acts
        self.notices += not acts
        if message.reactions:
            self.likes(message, channel, published)


def _seconds(ts: str, end: float) -> float | None:
    try:
        when = float(ts)
    except ValueError:
        return None
    return when if EARLIEST <= when <= end and len(ts) <= MAX_TIME else None


def _list(archive: Archive, name: str, shape: type[_Row]) -> list[_Row]:
    """A list such as users.json. A row out of form is an error here: without it figures would be wrong."""
    try:
        data = to_text(archive.read(name)).encode(errors="replace")
        return msgspec.json.decode(data, type=list[shape])  # type: ignore[valid-type]  # a type made as it runs
    except (DamagedFile, msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    raise UnreadableExport(BAD_LIST, file=name)
