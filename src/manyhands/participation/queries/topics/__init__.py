"""Questions about participation beyond the overview, each answered for one reader from an organisation's facts."""

from collections.abc import Callable

from ...rules.guarded import Guard
from ...types import Facts, Topic
from .between import between

TOPICS: dict[str, Callable[[Facts, Guard], Topic]] = {
    "between-services": between,
}
"""By the last part of its page's address, in the order of the pages."""


def topic(facts: Facts, key: str, *, exactly: bool) -> Topic:
    """A topic's answer for one reader. Raises KeyError where there is no such topic."""
    return TOPICS[key](facts, Guard(exactly))
