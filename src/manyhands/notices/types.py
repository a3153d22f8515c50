"""The words that other rooms share with notices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Way(StrEnum):
    """How somebody wants to hear of a kind of thing by e-mail. On screen it is shown in any case."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class LetterState(StrEnum):
    """Where one e-mail is; `rules.states` says what can follow what."""

    QUEUED = "queued"
    SENDING = "sending"  # a worker has it, until its lease is over
    SENT = "sent"  # the mail server has taken it: its answer is kept
    FAILED = "failed"  # refused for good, or given up
    UNKNOWN = "unknown"  # handed over, and no answer came: a person decides, nothing repeats it
    BOUNCED = "bounced"  # taken, and returned later


class IncomingState(StrEnum):
    """What came of a message that arrived by e-mail."""

    TAKEN = "taken"  # a reply, handed to the room it was for
    RETURNED = "returned"  # told us that one of our letters could not be delivered
    REFUSED = "refused"  # not by whom it should be, too long, nothing in it …; `reason` says which


class NewNotice(NamedTuple):
    """What `notify` made: for whom, and whether there was one already."""

    id: UUID
    person: UUID


@dataclass(frozen=True)
class Draft:
    """One e-mail for `write_all`. `key` names it in the organisation: the same key is never written twice."""

    to: str
    key: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    person: UUID | None = None
