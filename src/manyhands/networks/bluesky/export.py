"""A Bluesky account's repository, opened. One repository is one account, which is one place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.filling import Filling
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Batch, PlacePreview, Preview

from . import mapping
from .repository import BREAKS_OFF, MISSING, NOT_A_CAR, Record, Repository

LEFT_OUT = N_("Posts of the account, which you chose to leave out: not read.")

NOTES = (
    N_("Posts, reposts, likes and follows are read, which all are public. Direct messages are not in the file."),
    N_("A repository says what the account did, and not which person did it, nor who answered, liked or reposted."),
    N_("Times are those that the account’s own program wrote. What was deleted is not in the file."),
)

FILE = "repository"
"""Stands where other networks name a file of the archive; the line is the number of the record or block."""


class BlueskyExport:
    """A CAR file. `size` counts its bytes; how many are done follows from how many records are."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.repository = Repository(path)
        self.workspace = self.repository.did
        if not mapping.DID.fullmatch(self.workspace):
            self.close()
            raise UnreadableExport(NOT_A_CAR)
        self.size = self.repository.size
        self.name = self._name()

    def _name(self) -> str:
        """What the account calls itself; its handle stands with the directory, not in the repository."""
        for record in self.repository.records(frozenset([mapping.PROFILE])):
            if record.key == f"{mapping.PROFILE}/self":
                name = record.value.get("displayName") if isinstance(record.value, dict) else ""
                return name if isinstance(name, str) else ""
            if record.key.partition("/")[0] > mapping.PROFILE:
                break
        return ""

    def preview(self) -> Preview:
        """The one account, with its number of posts and reposts, from the names of the records."""
        kinds = (record.key.partition("/")[0] for record in self.repository.records(frozenset()))
        count = sum(kind in (mapping.POST, mapping.REPOST) for kind in kinds)
        reason = why_leave_out(self.name)
        place = PlacePreview(self.workspace, self.name or self.workspace, count, None, bool(reason), reason)
        return Preview(self.workspace, 1, (place,), "messages", NOTES)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """The account and its place first, then its records in the order of their keys. Yields the same each time."""
        filling = Filling()
        filling.begin(FILE)
        filling.tell(mapping.owner(self.workspace, self.name))
        if self.workspace in leave_out:
            filling.skipped[LEFT_OUT] += 1
        else:
            filling.batch.places.append(mapping.place(self.workspace, self.name))
            if self.repository.breaks_off:
                filling.reject(self.repository.breaks_off, BREAKS_OFF)
            for record in self.repository.records(mapping.COLLECTIONS):
                self._take(filling, record)
                if filling.is_full:
                    filling.done = min(self.size, self.size * record.number // max(1, self.repository.blocks))
                    yield filling.full()
        filling.end(self.size)
        yield filling.closing()

    def _take(self, filling: Filling, record: Record) -> None:
        if record.key and record.key.partition("/")[0] not in mapping.COLLECTIONS:
            filling.skipped[mapping.OTHER] += 1
        elif record.value is None:
            filling.reject(record.number, MISSING)
        else:
            found = mapping.act(self.workspace, record.key, record.value, filling.latest)
            if isinstance(found, str):
                filling.reject(record.number, found)
            else:
                for who in found.mentions:
                    filling.tell(mapping.stranger(who))
                filling.add(found)

    def close(self) -> None:
        self.repository.close()
