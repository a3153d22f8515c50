"""The words that other rooms share with the digest."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

KIND = "digest.weekly"
"""The kind of notice that the digest is: whoever wants none says so there."""


class Item(NamedTuple):
    """A line of a digest, which leads somewhere. `path` is within the organisation: "discussions/threads/…"."""

    text: str
    path: str
    detail: str = ""


class Section(NamedTuple):
    """What a digest says of one thing."""

    key: str  # "new", "unanswered", "people"
    items: tuple[Item, ...]
    more: int = 0  # of the same, beyond those listed
    path: str = ""  # where all of it is


class Content(NamedTuple):
    """One person's digest, in their language: what is sent, and what the web copy shows."""

    sections: tuple[Section, ...]
    hands: str = ""  # one sentence on how many hands there are

    def as_json(self) -> dict[str, Any]:
        return {"hands": self.hands, "sections": [section._asdict() for section in self.sections]}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Content":
        sections = (
            Section(**{**section, "items": tuple(Item(*item) for item in section["items"])})
            for section in kept["sections"]
        )
        return cls(tuple(sections), kept["hands"])


class Reader(NamedTuple):
    """Whom a digest is for."""

    person: UUID
    personas: frozenset[UUID]


class IssueRow(NamedTuple):
    """A line of the list of digests that went out."""

    id: UUID
    since: datetime
    until: datetime
    done: datetime | None
    copies: int
