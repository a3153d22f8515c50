"""What is asked of the hub as a whole."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Found(StrEnum):
    """The kinds of thing that a search finds."""

    CONVERSATIONS = "conversations"
    MESSAGES = "messages"
    GROUPS = "groups"
    PEOPLE = "people"


class When(StrEnum):
    """How long ago something was said."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OLDER = "older"


DAYS = {When.WEEK: 7, When.MONTH: 31, When.YEAR: 366, When.OLDER: 366}


class SoughtAnywhere(NamedTuple):
    """What somebody looks for, and where. Empty means everywhere."""

    text: str = ""
    kind: str = ""  # a Found
    group: UUID | None = None
    when: str = ""  # a When
    newest: bool = False  # first; else what fits best
