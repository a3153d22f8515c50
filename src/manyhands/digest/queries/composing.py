"""What a digest says: one portion of readers at a time, in the language that is spoken now."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.discussions import queries as discussions
from manyhands.discussions.types import ThreadRow
from manyhands.participation import queries as participation
from manyhands.participation.types import HELD, Selection
from manyhands.people import queries as people

from ..types import Content, Item, Section

if TYPE_CHECKING:
    from manyhands.people.models import Organisation

MOST_NEW, MOST_QUESTIONS, MOST_PEOPLE = 7, 3, 5


def compose(
    organisation: "Organisation", readers: Mapping[UUID, frozenset[UUID]], since: datetime, until: datetime
) -> dict[UUID, Content]:
    """What there is for each reader (a person, with their personas), in a constant number of queries.

    A reader for whom there is nothing new has no sections: nobody is written to for the figure alone.
    """
    news = discussions.news(
        organisation=organisation.pk, readers=readers, since=since, until=until, most=max(MOST_NEW, MOST_QUESTIONS)
    )
    item = _lines(organisation.slug)
    hands, newcomers = _hands(organisation), _newcomers(organisation, since, until)
    timeline, unanswered = (_path(f"discussions:{view}", organisation.slug) for view in ("timeline", "unanswered"))
    found = {}
    for person, own in readers.items():
        new = news[person]
        threads, questions = new.threads[:MOST_NEW], new.questions[:MOST_QUESTIONS]
        sections = (
            Section("new", tuple(map(item, threads)), new.all_threads - len(threads), timeline),
            Section("unanswered", tuple(map(item, questions)), new.all_questions - len(questions), unanswered),
            _people([(persona, item) for persona, item in newcomers if persona not in own], organisation.slug),
        )
        found[person] = Content(tuple(section for section in sections if section.items), hands)
    return found


def _lines(slug: str) -> Callable[[ThreadRow], Item]:
    """A function that makes a thread's line: each once, for hundreds of readers."""
    made: dict[UUID, Item] = {}

    def line(row: ThreadRow) -> Item:
        if row.id not in made:
            made[row.id] = Item(row.title, _path("discussions:thread", slug, row.id), _about(row))
        return made[row.id]

    return line


def _about(row: ThreadRow) -> str:
    """Who began it and where, and what came of it so far."""
    author = row.author.name or _("somebody who has left")
    if not row.answers:
        return _("{author} in {group}").format(author=author, group=row.group_name)
    return ngettext(
        "{author} in {group}, {number} answer", "{author} in {group}, {number} answers", row.answers
    ).format(author=author, group=row.group_name, number=row.answers)


def _newcomers(organisation: "Organisation", since: datetime, until: datetime) -> list[tuple[UUID, Item]]:
    return [
        (new.persona, Item(new.name, _path("people:profile", organisation.slug, new.persona), new.knows))
        for new in people.newcomers(organisation.pk, since, until)
    ]


def _people(found: list[tuple[UUID, Item]], slug: str) -> Section:
    items = tuple(item for _persona, item in found[:MOST_PEOPLE])
    return Section("people", items, max(0, len(found) - MOST_PEOPLE), _path("people:directory", slug))


def _hands(organisation: "Organisation") -> str:
    """How many hands there are, as everybody may see it; "" where there is nothing to say yet."""
    facts = participation.facts(organisation.pk)
    shown = participation.overview(facts, Selection())
    return participation.sentences(shown)[0] if shown.contributors and shown.contributors != HELD else ""


def _path(view: str, slug: str, *args: UUID) -> str:
    """A view's address within the organisation, so that it outlives a new name."""
    return reverse(view, args=[slug, *args]).removeprefix(f"/{slug}/")
