"""The words that other rooms share with people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import numpy as np


class Kind(StrEnum):
    """What sort of hand a person is. Corporate accounts and bots are not people and are counted apart."""

    STAFF = "staff"
    COUNCILLOR = "councillor"
    PEER = "peer"
    RESIDENT = "resident"
    CORPORATE = "corporate"
    BOT = "bot"
    UNKNOWN = "unknown"


HANDS = (Kind.STAFF, Kind.COUNCILLOR, Kind.PEER, Kind.RESIDENT, Kind.UNKNOWN)
"""The kinds that are people: the only ones that participation counts."""


class Role(StrEnum):
    """What a grant lets its holder do; see `people.rules.grants`."""

    MEMBER = "member"
    COUNCILLOR = "councillor"
    EDITOR = "editor"  # drafts for the organisation's accounts
    APPROVER = "approver"  # lets drafts go out
    SENIOR_CHAMPION = "senior_champion"  # a senior officer who stands behind it
    DIGITAL_LEAD = "digital_lead"
    DATA_PROTECTION = "data_protection"
    NAMED_OFFICER = "named_officer"  # the only one who may learn who is behind a pseudonym
    ADMINISTRATOR = "administrator"


class LawfulBasis(StrEnum):
    """The bases of UK GDPR article 6(1) that reading staff's activity can rest on. Consent can't be: staff can't
    freely refuse their employer."""

    PUBLIC_TASK = "public_task"  # 6(1)(e)
    LEGITIMATE_INTERESTS = "legitimate_interests"  # 6(1)(f); not for a public authority's own tasks


class MatchState(StrEnum):
    """What was decided about two people who may be one; `people.rules.decisions` says what can follow what."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"  # they are one person now
    REFUSED = "refused"  # two people: never suggested again
    UNDONE = "undone"  # were one, and were parted: never suggested again


class Verb(StrEnum):
    """What a page, a search, a feed or the API asks leave for; `people.rules.grants` says which role has it."""

    SEE = "see"  # the organisation's pages, with figures that are safe for everyone, and one's own data
    SEE_EXACT = "see_exact"  # a figure about fewer than five people, after stating a purpose
    BRING_IN = "bring_in"  # activity: upload, preview, cancel
    KEEP_REGISTER = "keep_register"  # the organisation's accounts and places
    SEE_HANDS = "see_hands"  # who can post from an account, by name
    SEE_PEOPLE = "see_people"  # the list of people
    KEEP_PEOPLE = "keep_people"  # kinds, services, merges
    ERASE_PERSON = "erase_person"
    RECORD_PURPOSE = "record_purpose"  # before the first file
    SEE_AUDIT = "see_audit"
    SEE_OUTBOX = "see_outbox"
    KEEP_GRANTS = "keep_grants"
    KEEP_ORGANISATION = "keep_organisation"
    TAKE_PART = "take_part"  # ask, answer, react, follow, join groups
    KEEP_GROUPS = "keep_groups"  # make groups, and change those of others
    MODERATE = "moderate"  # decide on what was reported
    INVITE = "invite"  # colleagues and peers, as members
    RECORD_HELP = "record_help"  # who trained or helped whom
    KEEP_DIGEST = "keep_digest"  # when it goes out, and what it opens with
    REVEAL = "reveal"  # who is behind a pseudonym, under the published rule, with notice to the person


View = TypeVar("View", bound=Callable[..., Any])


UNDER_PSEUDONYM = frozenset({Verb.SEE, Verb.TAKE_PART})
"""All that anybody may do while they act under a pseudonym, whatever their roles: few have the others, which would tell
who it is."""


def needs(verb: Verb, *, by_name: bool = False) -> Callable[[View], View]:
    """Marks a view under /<organisation>/ with the verb that its reader must have in that organisation.

    The tenancy middleware reads the mark. A view without one answers to nobody: forgetting it can't open a page.
    Inside, `request.organisation`, `request.person` and `request.persona` are set; the argument stays the slug.
    `by_name`: what is done there is about the person (their data, their consent), so `request.persona` is their
    professional one whomever they act as; else the record would have a pseudonym beside the person.
    """

    def mark(view: View) -> View:
        view.needs, view.by_name = verb, by_name  # type: ignore[attr-defined]  # a function has no fields of its own
        return view

    return mark


class Contact(NamedTuple):
    """Where to reach somebody who signs in."""

    person: UUID
    organisation: UUID
    slug: str  # of the organisation
    zone: str
    name: str
    email: str
    own_language: str
    organisation_language: str
    organisation_name: str

    @property
    def language(self) -> str:
        """The language to write to them in."""
        return self.own_language or self.organisation_language or "en"


class ServiceNode(NamedTuple):
    """A service area in its tree. `depth` is 0 at the top; nodes are listed parents first, by name among siblings."""

    id: str  # hex
    name: str
    parent: str | None  # hex
    depth: int

    @property
    def uuid(self) -> UUID:
        return UUID(self.id)


@dataclass(frozen=True, eq=False)
class WhoIsWho:
    """Everybody of one organisation, as arrays. A person is a number: their place in `people` and `kinds`.

    `actors`, `actor_person`, `actor_source` and `actor_is_member` run beside each other, sorted by actor; so do the
    `membership_*`. A membership holds from `since` up to but not including `until`.
    """

    organisation: UUID
    revision: int
    people: list[str]  # hex ids
    kinds: np.ndarray  # str, a Kind each
    actors: np.ndarray  # int64
    actor_person: np.ndarray  # int32
    actor_source: np.ndarray  # str, the hex id of the source
    actor_is_member: np.ndarray  # bool
    membership_person: np.ndarray  # int32
    membership_service: np.ndarray  # int32, place in `services`
    membership_since: np.ndarray  # datetime64[D]
    membership_until: np.ndarray  # datetime64[D]
    services: list[ServiceNode]

    def number_of(self, person: UUID) -> int | None:
        """A person's number, or None for somebody of another organisation."""
        try:
            return self.people.index(person.hex)
        except ValueError:
            return None


class Sought(NamedTuple):
    """Which people a list shows, and in what order. Empty means all."""

    text: str = ""  # in name or e-mail address
    kind: str = ""
    service: str = ""  # hex id; those of the services below it too
    sort: str = "name"  # one of SORTS, with "-" before it the other way round


SORTS = ("name", "email", "kind", "service")


class PersonRow(NamedTuple):
    """A line of the list of people. Services are those of today."""

    id: UUID
    name: str
    email: str
    kind: str
    signs_in: bool
    services: str


class SoughtMatches(NamedTuple):
    """Which pairs of people a list shows, and in what order."""

    text: str = ""  # in either's name or e-mail address
    state: str = MatchState.SUGGESTED  # any but accepted: those are in the list of merges
    least: str = ""  # "very" or "likely": no weaker ones
    sort: str = "-score"


MATCH_SORTS = ("score", "name")


class MatchSide(NamedTuple):
    """One of the two people of a pair."""

    id: UUID
    name: str
    email: str
    signs_in: bool
    handles: str
    services: str


class MatchRow(NamedTuple):
    """A line of the list of people who may be one. `score` is a probability."""

    id: UUID
    one: MatchSide
    other: MatchSide
    score: float | None
    reasons: list[str]
    state: str


class MergeRow(NamedTuple):
    """A line of the list of those brought together. `blocked`: another merge has to be undone first."""

    id: UUID
    person: UUID
    name: str
    gone_name: str
    by: str
    at: datetime
    blocked: bool


SHOWABLE = ("photo", "pronouns", "knows", "wants", "whereabouts", "languages", "service", "email")
"""What of a profile its owner may show to others or keep. No word of these is part of another."""


class Card(NamedTuple):
    """What others see of a persona: only what its owner shows, everything else is empty."""

    id: UUID  # of the persona
    name: str
    is_pseudonym: bool = False
    has_left: bool = False
    photo: str = ""  # changes with the picture; empty where there is none
    pronouns: str = ""
    knows: str = ""
    wants: str = ""
    whereabouts: str = ""
    languages: str = ""
    service: str = ""
    email: str = ""


class SoughtCards(NamedTuple):
    """Whom the directory shows. Empty means all."""

    text: str = ""  # in the name or what is said
    field: str = ""  # "name", "knows" or "wants": only there
    service: str = ""  # hex id; those of the services below it too


class InvitationState(StrEnum):
    """How far an invitation is."""

    ASKED = "asked"  # with somebody else's link, for one of their own: waits for a yes
    WAITING = "waiting"
    LOST = "lost"  # the letter came back
    EXPIRED = "expired"
    JOINED = "joined"
    TAKEN_BACK = "taken_back"


class InvitationRow(NamedTuple):
    """A line of the list of invitations."""

    id: UUID
    name: str
    email: str
    service: str
    kind: str
    state: InvitationState
    made: datetime
    sent: datetime | None
    letters: int
    joined: datetime | None
    lost: str


class PurposeRecord(NamedTuple):
    """What was written down before the first real file."""

    purpose: str
    lawful_basis: str
    data_protection_contact: str
    staff_told: date
    recorded: date
