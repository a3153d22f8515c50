"""Questions about participation beyond the overview, each answered for one reader from an organisation's facts."""

from collections.abc import Callable
from uuid import UUID

from ...rules.guarded import Guard
from ...types import Facts, Section, Topic
from .answers import answers
from .between import between
from .coming_in import coming_in
from .sharing import own_sharing, sharing

TOPICS: dict[str, Callable[[Facts, Guard], Topic]] = {
    "who-comes-in": coming_in,
    "sharing-the-load": sharing,
    "answers": answers,
    "between-services": between,
}
"""By the last part of its page's address, in the order of the pages."""

OWN: dict[str, Callable[[Facts, UUID], Section | None]] = {
    "sharing-the-load": own_sharing,
}
"""What a topic says to a person about themselves alone."""


def topic(facts: Facts, key: str, *, exactly: bool) -> Topic:
    """A topic's answer for one reader. Raises KeyError where there is no such topic."""
    return TOPICS[key](facts, Guard(exactly))


def own_part(facts: Facts, key: str, person: UUID) -> Section | None:
    """What a topic says to a person for their own eyes; None where it has nothing to say to them."""
    return OWN[key](facts, person) if key in OWN else None
