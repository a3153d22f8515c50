"""What every room owes, registered by the room itself, so that nobody below has to import it.

A room appends in its `AppConfig.ready`. Each duty is one list of callables; whoever carries the duty out (the page
"my data", the nightly clean-up, `manyhands check`) calls them all in that order.
"""

from collections.abc import Callable, Iterable
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


ExportPerson = Callable[[Person], dict[str, Any]]  # JSON-able, by heading; nothing about anybody else
ErasePerson = Callable[[Person], None]  # inside the eraser's transaction
Retention = Callable[[], int]  # deletes what is past its time; returns how many
CheckHealth = Callable[[], Iterable[Health]]
Demonstration = Callable[[], UUID]  # makes the demonstration council where it is missing; returns its id

# The duties.
export_person: list[ExportPerson] = []
erase_person: list[ErasePerson] = []
retention: list[Retention] = []
health: list[CheckHealth] = []
demonstration: list[Demonstration] = []

# Not a duty: the pages that lead into the room.
navigation: list[Page] = []
