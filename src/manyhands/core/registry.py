"""What every room owes, registered by the room itself, so that nobody below has to import it.

A room appends in its `AppConfig.ready`. Each duty is one list of callables; whoever carries the duty out (the page
"my data", the nightly clean-up, `manyhands check`) calls them all in that order.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class Person(NamedTuple):
    """Whose data a duty is about. `actors` are the keys that stand for them in the ledger."""

    organisation: UUID
    person: UUID
    actors: frozenset[int]


class Health(NamedTuple):
    """One thing that was looked at. `sentence` says what is wrong and what to do, or that all is well."""

    name: str
    well: bool
    sentence: str


class Page(NamedTuple):
    """A page of the navigation. Lower `place` comes first; `view` is its URL's name, reversed with the organisation."""

    place: int
    view: str
    label: Any  # lazily translated
    verb: Any  # a people.types.Verb: who may open it


class Letter(NamedTuple):
    """An e-mail to one address. `key` makes it one: asked for again, it is not sent again."""

    organisation: UUID
    to: str
    key: str
    subject: str
    text: str
    kind: str  # "invitation", "security" …
    by: UUID


class LostLetter(NamedTuple):
    """A letter that came back, or could not be sent however often it was tried."""

    organisation: UUID
    key: str
    reason: str  # what the other mail server said


class Joined(NamedTuple):
    """Somebody who has just joined an organisation, as others see them."""

    organisation: UUID
    persona: UUID
    actor: int
    at: datetime


class FirstStep(NamedTuple):
    """One small thing that somebody can do now. Lower `place` comes first."""

    place: int
    text: str  # a sentence: "Somebody asks: …"
    button: str  # what the button says: "Answer"
    path: str


ExportPerson = Callable[[Person], dict[str, Any]]  # JSON-able, by heading; nothing about anybody else
ErasePerson = Callable[[Person], None]  # inside the eraser's transaction
Retention = Callable[[], int]  # deletes what is past its time; returns how many
CheckHealth = Callable[[], Iterable[Health]]
Demonstration = Callable[[], UUID]  # makes the demonstration council where it is missing; returns its id
WriteLetter = Callable[[Letter], Any]  # queues it, in the caller's transaction
LetterLost = Callable[[LostLetter], None]  # in a transaction of its own
JoinedHere = Callable[[Joined], None]  # in the transaction in which they join
FirstSteps = Callable[[Any], Iterable[FirstStep]]  # of a people.models.Person; none once they have done such a thing

# The duties.
export_person: list[ExportPerson] = []
erase_person: list[ErasePerson] = []
retention: list[Retention] = []
health: list[CheckHealth] = []
demonstration: list[Demonstration] = []

# What rooms below ask of those above.
letter: list[WriteLetter] = []  # one: who queues mail
letter_lost: list[LetterLost] = []  # called by who sends it
joined: list[JoinedHere] = []
first_steps: list[FirstSteps] = []

# Not a duty: the pages that lead into the room.
navigation: list[Page] = []
