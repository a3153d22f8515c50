"""What every room owes, registered by the room itself, so that nobody below has to import it.

A room appends in its `AppConfig.ready`. Each duty is one list of callables; whoever carries the duty out (the page
"my data", the nightly clean-up, `manyhands check`) calls them all in that order.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, Any, NamedTuple
from uuid import UUID


class Person(NamedTuple):
    """Whose data a duty is about. `actors` are the keys that stand for them in the ledger, `personas` what they act as.

    A pseudonym is in both only when the person asks about themselves. When somebody else exports or erases them it is
    in neither: what they did under it must not be told by what appears or goes. A pseudonym that is erased later comes
    by itself, with a `person` that is nobody.
    """

    organisation: UUID
    person: UUID
    actors: frozenset[int]
    personas: frozenset[UUID] = frozenset()
    own: bool = False  # they ask themselves: only then what reached them for a pseudonym (notices, letters) belongs in


class PersonFile(NamedTuple):
    """A file of somebody's, for their own download. `open` gives its bytes; None where it is gone."""

    name: str  # with its folder: "files/minutes.pdf"
    open: Callable[[], IO[bytes] | None]


class Retention(NamedTuple):
    """A kind of record and how long it is kept: a line of docs/data-protection/retention.md, the same in both.

    `forget` deletes what is past its time, in every organisation, and returns how many; None: it is kept as `kept`
    says, without a day. `waiting` says how many of one organisation that would be now; None where it can't be said, or
    would tell too much.
    """

    name: str  # "discussions.drafts"
    what: Any  # lazily translated: "Drafts"
    kept: Any  # lazily translated: "90 days after the last change"
    of: tuple[str, ...]  # models: "discussions.Draft"
    forget: Callable[[], int] | None = None
    waiting: Callable[[UUID], int] | None = None


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
    waiting: Callable[[Any], int] | None = None  # what waits there for a reader (people.models.Person), in one query


class NoticeKind(NamedTuple):
    """A kind of thing that people are told of; its name is its key in `notice_kinds`: "discussions.reply"."""

    label: Any  # lazily translated, as in "When somebody answers you"
    sentence: Callable[[dict[str, Any]], str]  # from the notice's `words`, in the reader's language, without HTML
    way: str = "daily"  # a notices.types.Way: by e-mail at once, daily, weekly or never unless a person chooses
    reply: Callable[[dict[str, Any]], str] | None = None  # where an answer by e-mail goes: "thread/<hex>", or ""
    text: Callable[[dict[str, Any]], str] | None = None  # what an e-mail says below the sentence: what was written
    place: int = 50  # among the choices
    ways: tuple[str, ...] = ()  # the only ones that it can be had; all where empty


class Letter(NamedTuple):
    """An e-mail to one address. `key` makes it one: asked for again, it is not sent again."""

    organisation: UUID
    to: str
    key: str
    subject: str
    text: str
    kind: str  # "invitation", "security" …
    by: UUID
    html: str = ""  # the same words, with the styles on each tag


class Told(NamedTuple):
    """A notice for people (or personas), one for each and `key`; its kind is in `notice_kinds`."""

    organisation: UUID
    people: tuple[UUID, ...]
    kind: str
    key: str
    path: str
    words: dict[str, Any]
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


class Founded(NamedTuple):
    """An organisation that has just been set up with its first person, as others see them."""

    organisation: UUID
    persona: UUID


class FirstStep(NamedTuple):
    """One small thing that somebody can do now. Lower `place` comes first."""

    place: int
    text: str  # a sentence: "Somebody asks: …"
    button: str  # what the button says: "Answer"
    path: str


ExportPerson = Callable[[Person], dict[str, Any]]  # JSON-able, by heading; nothing about anybody else
ErasePerson = Callable[[Person], None]  # inside the eraser's transaction
ExportFiles = Callable[[Person], Iterable[PersonFile]]  # beside `export_person`: what is no text
CheckHealth = Callable[[], Iterable[Health]]
Demonstration = Callable[[], UUID]  # makes the demonstration council where it is missing; returns its id
# Queues them in the caller's transaction; returns, by key, why one will never be sent: its address does not exist.
WriteLetters = Callable[[list[Letter]], dict[str, str]]
Tell = Callable[[Told], Any]  # in the caller's transaction
LetterLost = Callable[[LostLetter], None]  # in a transaction of its own
JoinedHere = Callable[[Joined], None]  # in the transaction in which they join
FoundedHere = Callable[[Founded], None]  # in the transaction of the set-up; again when another is set up so
FirstSteps = Callable[[Any], Iterable[FirstStep]]  # of a people.models.Person; none once they have done such a thing

# The duties.
export_person: list[ExportPerson] = []
erase_person: list[ErasePerson] = []
export_files: list[ExportFiles] = []
retention: list[Retention] = []
health: list[CheckHealth] = []
demonstration: list[Demonstration] = []

# What rooms below ask of those above.
letters: list[WriteLetters] = []  # one: who queues mail
tell: list[Tell] = []  # one: who makes notices
letter_lost: list[LetterLost] = []  # called by who sends it
joined: list[JoinedHere] = []
founded: list[FoundedHere] = []
first_steps: list[FirstSteps] = []

# How the headings of `export_person` are called where people read them: lazily translated, by key.
export_headings: dict[str, Any] = {}

# Not a duty: the pages that lead into the room.
navigation: list[Page] = []
# Pages about somebody that their profile leads to: the view takes a persona beside the organisation.
about_somebody: list[Page] = []

# What rooms offer to notices.
notice_kinds: dict[str, NoticeKind] = {}
# Whether a person (people.Person) may hear what is told of a topic: live_topics["thread"](person, "<hex>").
live_topics: dict[str, Callable[[Any, str], bool]] = {}
# Takes an answer by e-mail, by whom and without what it quotes: mail_replies["thread"](person, "<hex>", text). In one
# transaction with the record that it arrived; a ManyhandsError goes back to its author as a sentence.
mail_replies: dict[str, Callable[[Any, str, str], None]] = {}
