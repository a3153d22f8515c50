"""Search across the hub: each room is asked for what the person may see of it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator

from manyhands.core import clock
from manyhands.core.search import words as search
from manyhands.core.search.index import MOST
from manyhands.discussions import queries as discussions
from manyhands.discussions.types import SoughtMessages
from manyhands.people import queries as people
from manyhands.people.types import SoughtCards

from .types import DAYS, Found, SoughtAnywhere, When

if TYPE_CHECKING:
    from manyhands.people.models import Person

A_PAGE = 20
A_FEW = 3  # groups and people beside messages
SHOWN = ("pronouns", "service", "knows", "wants", "whereabouts", "languages")


class PersonHit(NamedTuple):
    """Somebody who chose to be found; `said` is what they show of themselves and what was looked for is in."""

    id: Any
    name: list[search.Part]
    is_pseudonym: bool
    said: list[list[search.Part]]


class Results(NamedTuple):
    """What was found. `count` is of messages, or of conversations where all is looked for; of each of those one message
    is listed, and `others` says how many more. `more`: there may be older ones, which are not listed."""

    words: tuple[str, ...]
    messages: Page | None
    count: int
    more: bool
    others: dict[UUID, int]
    groups: list[discussions.GroupHit]
    group_count: int
    people: list[PersonHit]
    people_count: int
    people_page: Page | None  # where people alone are looked for

    @property
    def nothing(self) -> bool:
        return not (self.count or self.group_count or self.people_count)


def search_hub(person: "Person", sought: SoughtAnywhere, number: object) -> Results:
    """What somebody looks for among all that they may see; the same number of queries however much there is."""
    words = search.sought(sought.text)
    kind, narrowed = sought.kind, bool(sought.group or sought.when)
    messages, count, more, others = None, 0, False, {}
    if kind in ("", Found.CONVERSATIONS, Found.MESSAGES):
        since, until = _between(sought.when, clock.local_date(clock.now(), person.organisation.zone))
        wanted = SoughtMessages(sought.group, kind == Found.CONVERSATIONS, since, until, sought.newest)
        ids = discussions.find_messages(person, words, wanted)
        more = len(ids) >= MOST
        if not kind:
            others = discussions.by_conversation(ids)
            ids = list(others)
        count = len(ids)
        messages = Paginator(ids, A_PAGE).get_page(number)
        messages.object_list = discussions.message_hits(person, list(messages.object_list), words)
    groups = discussions.find_groups(person, words) if kind == Found.GROUPS or not (kind or narrowed) else []
    hits, people_page = [], None
    if words and (kind == Found.PEOPLE or not (kind or narrowed)):
        cards = SoughtCards(" ".join(sought.text.split()[: search.MOST_SOUGHT]))
        people_page = people.directory_page(person.organisation, cards, number if kind else 1, [])
        hits = [_person_hit(card, words) for card in people_page.object_list]
    return Results(
        words,
        messages,
        count,
        more,
        others,
        groups if kind else groups[:A_FEW],
        len(groups),
        hits if kind else hits[:A_FEW],
        people_page.paginator.count if people_page else 0,
        people_page if kind else None,
    )


def _person_hit(card: Any, words: tuple[str, ...]) -> PersonHit:
    said = [search.marked(getattr(card, name), words) for name in SHOWN if getattr(card, name)]
    found = [parts for parts in said if any(part.found for part in parts)]
    return PersonHit(card.id, search.marked(card.name, words), card.is_pseudonym, found)


def _between(when: str, today: date) -> tuple[date | None, date | None]:
    if not when:
        return None, None
    day = today - timedelta(days=DAYS[When(when)])
    return (None, day - timedelta(days=1)) if when == When.OLDER else (day, None)
