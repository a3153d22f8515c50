"""realm.json: who there is, which channels are open to all, who belongs to them, and who reacted to what."""

from array import array
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
import numpy as np

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import Archive, DamagedFile
from manyhands.networks.rules.json_values import BrokenJson, values
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Rejected

from .mapping import BAD_SHAPE, STREAM, Reaction, Realm, Recipient, Stream, Subscription, User

FILE = "realm.json"

BAD_LIST = N_("The file realm.json in this Zulip export is damaged or breaks off. Make the export again.")

_Row = TypeVar("_Row")


class RealmFile:
    """What is kept of realm.json: grows with people, channels, memberships and reactions (24 bytes each)."""

    def __init__(self, archive: Archive) -> None:
        self.realm: Realm | None = None
        self.users: dict[int, User] = {}
        self.bots: list[str] = []
        self.streams: dict[int, Stream] = {}
        self.rejected: list[Rejected] = []
        self._of_stream: dict[int, int] = {}  # a channel's number by its recipient's
        self._subscribed, self._reacted = array("q"), array("q")
        try:
            self._read(archive)
            broken = self.realm is None
        except (BrokenJson, DamagedFile):
            broken = True
        if broken:  # outside the except, so that no traceback carries what was read
            raise UnreadableExport(BAD_LIST, file=FILE)
        self._reactions = np.array(self._reacted, dtype=np.int64).reshape(-1, 3)
        self._reactions = self._reactions[np.lexsort(self._reactions.T[::-1])]
        self._of_message = np.ascontiguousarray(self._reactions[:, 0])

    def _read(self, archive: Archive) -> None:
        with archive.open(FILE) as stream:
            for key, line, value in values(stream):
                if key in _TABLES and not self._take(key, value):
                    self.rejected.append(Rejected(FILE, line, BAD_SHAPE))

    def _take(self, table: str, value: Any) -> bool:
        """Keeps a row; False where it is out of form."""
        row = _convert(value, _TABLES[table])
        if isinstance(row, Realm):
            self.realm = self.realm or row
        elif isinstance(row, Stream):
            self.streams[row.id] = row
        elif isinstance(row, Recipient):
            if row.type == STREAM:
                self._of_stream[row.id] = row.type_id
        elif isinstance(row, Subscription):
            if row.active:
                self._subscribed.extend((row.recipient, row.user_profile))
        elif isinstance(row, Reaction):
            self._reacted.extend((row.message, row.id, row.user_profile))
        elif isinstance(row, User):
            if table == "zerver_userprofile_crossrealm":
                self.bots.append(str(row.id))
            else:
                if table == "zerver_userprofile_mirrordummy":  # somebody of another system, who never signed in
                    row.is_active = False
                self.users[row.id] = row
        return row is not None

    def public(self) -> dict[int, Stream]:
        """The channels that are open to all, by the number that messages give as their recipient."""
        found = {recipient: self.streams.get(number) for recipient, number in self._of_stream.items()}
        return {recipient: stream for recipient, stream in found.items() if stream and not stream.invite_only}

    def members(self) -> dict[int, tuple[str, ...]]:
        """Who belongs to each channel, by the number of its recipient."""
        found: dict[int, dict[str, None]] = {}
        pairs = iter(self._subscribed)
        for recipient, user in zip(pairs, pairs, strict=True):
            found.setdefault(recipient, {})[str(user)] = None
        return {recipient: tuple(sorted(users, key=int)) for recipient, users in found.items()}

    def reactions(self, message: int) -> Iterator[tuple[int, int]]:
        """The reactions to a message, as (number, who), by number."""
        start, stop = np.searchsorted(self._of_message, (message, message + 1))
        for _, number, who in self._reactions[start:stop].tolist():
            yield number, who


_TABLES: dict[str, type[msgspec.Struct]] = {
    "zerver_realm": Realm,
    "zerver_userprofile": User,
    "zerver_userprofile_mirrordummy": User,
    "zerver_userprofile_crossrealm": User,
    "zerver_stream": Stream,
    "zerver_recipient": Recipient,
    "zerver_subscription": Subscription,
    "zerver_reaction": Reaction,
}


def _convert(value: Any, shape: type[_Row]) -> _Row | None:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return None
