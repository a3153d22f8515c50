"""A Zulip organisation's export, opened: `realm.json` says who and where, `messages-000001.json` and on hold messages.

Only channels that are open to everybody in the organisation are read. Private channels and direct messages stand in
the same files: they are told by whom they went to, counted, and never read.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.filling import Filling
from manyhands.networks.rules.json_values import Value
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.tars import open_packed
from manyhands.networks.rules.times import believed, latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Batch, PlacePreview, Preview

from . import mapping
from .mapping import Message, Stream
from .realm import FILE, RealmFile

NO_REALM = N_(
    "This is not a whole Zulip export: it has no realm.json, which says who and where. "
    "Upload the file as Zulip made it, with all its files."
)
NO_MESSAGES = N_(
    "This Zulip export holds no messages: it has no messages-000001.json. "
    "Upload the file as Zulip made it, with all its files."
)

NOTES = (
    N_("Only channels that everybody in the organisation can join are read. Direct messages never are."),
    N_("A reaction has no time of its own in an export: it bears the message’s. Who reads is not known."),
    N_("A message answers the one that it quotes, or else the first one of its topic."),
)

_MESSAGES = re.compile(r"messages-\d{6,9}\.json", re.ASCII)


class ZulipExport:
    """A tar, ZIP or folder. `size` counts the bytes of the files of messages, unpacked."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.archive = open_packed(path, markers=[FILE], missing=NO_REALM, suffixes=(".json",))
        try:
            self.files = sorted(name for name in self.archive.sizes if _MESSAGES.fullmatch(name))
            if not self.files:
                raise UnreadableExport(NO_MESSAGES)
            self.realm = RealmFile(self.archive)
        except UnreadableExport:
            self.close()
            raise
        assert self.realm.realm is not None, "RealmFile has seen to that"
        self.workspace = mapping.workspace(self.realm.realm)
        self.public = self.realm.public()
        self.size = sum(self.archive.sizes[name] for name in self.files)

    def preview(self) -> Preview:
        """Open channels with their number of messages; of private ones nothing is counted."""
        members = self.realm.members()
        counts: Counter[int] = Counter()
        for name in self.files:
            for key, _, value in Filling().values(self.archive, name):
                if key == "zerver_message" and isinstance(value, dict) and isinstance(value.get("recipient"), int):
                    counts[value["recipient"]] += 1
        places = []
        for recipient, stream in sorted(self.public.items(), key=lambda item: (item[1].name, item[0])):
            reason = why_leave_out(stream.name)
            belong = len(members.get(recipient, ()))
            places.append(PlacePreview(str(stream.id), stream.name, counts[recipient], belong, bool(reason), reason))
        return Preview(self.workspace, len(self.realm.users), tuple(places), "messages", NOTES)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """People and channels first, then the messages with their reactions. Yields the same each time."""
        reader = _Reader(self, leave_out)
        yield from reader.opening()
        for name in self.files:
            yield from reader.messages(name)
        yield reader.filling.closing()

    def close(self) -> None:
        self.archive.close()


class _Reader:
    """One pass over the messages. Holds a number for each topic, nothing that grows with the messages."""

    def __init__(self, export: ZulipExport, leave_out: frozenset[str]) -> None:
        self.export, self.leave_out = export, leave_out
        self.filling = Filling()
        self.firsts: dict[int, str] = {}  # the first message of each topic, by a hash of it
        users = export.realm.users.values()
        called = Counter(user.full_name for user in users)  # a name that several bear is nobody's
        self.names = {user.full_name: str(user.id) for user in users if user.full_name and called[user.full_name] == 1}

    def opening(self) -> Iterator[Batch]:
        export, filling = self.export, self.filling
        filling.begin(FILE)
        filling.batch.rejected += export.realm.rejected
        end = latest()
        for user in export.realm.users.values():
            filling.tell(mapping.account(user))
            if act := mapping.joined(user, end):
                filling.add(act)
        for bot in export.realm.bots:
            filling.tell(mapping.stranger(bot, "bot"))
        members = export.realm.members()
        for recipient, stream in export.public.items():
            if str(stream.id) not in self.leave_out:
                place = mapping.place(stream, members.get(recipient, ()))
                for member in place.members or ():
                    filling.tell(mapping.stranger(member))
                filling.batch.places.append(place)
        yield filling.full()

    def messages(self, name: str) -> Iterator[Batch]:
        filling = self.filling
        for value in filling.values(self.export.archive, name):
            if value.key == "zerver_message":
                self._message(value)
                if filling.is_full:
                    yield filling.full()

    def _message(self, value: Value) -> None:
        filling = self.filling
        try:
            message = msgspec.convert(value.value, Message)
        except msgspec.ValidationError:
            filling.reject(value.line, mapping.BAD_SHAPE)
            return
        stream = self.export.public.get(message.recipient)
        if stream is None:
            filling.skipped[mapping.HIDDEN] += 1
        elif str(stream.id) in self.leave_out:
            filling.skipped[mapping.LEFT_OUT] += 1
        elif not believed(message.date_sent, filling.latest):
            filling.reject(value.line, mapping.BAD_TIME)
        else:
            self._take(message, stream)

    def _take(self, message: Message, stream: Stream) -> None:
        filling, place = self.filling, str(stream.id)
        number = str(message.id)
        first = self.firsts.setdefault(hash((stream.id, message.subject.lower())), number)
        acts = mapping.message_acts(message, place, first if first != number else None, self.names, filling.latest)
        acts += [mapping.like(like, who, message, place) for like, who in self.export.realm.reactions(message.id)]
        for act in acts:
            for who in (act.actor, *act.mentions):
                if who not in filling.known:
                    filling.tell(mapping.stranger(who))
        filling.batch.acts += acts
