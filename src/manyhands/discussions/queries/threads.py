"""Lists of threads."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from manyhands.people import queries as people

from ..models import Group, Thread
from ..types import Author, Slice, ThreadRow
from .newest import cut, newest_ids
from .visible import readable_ids, visible_threads

if TYPE_CHECKING:
    from manyhands.people.models import Person

A_PAGE = 30

_COLUMNS = (
    "id",
    "title",
    "group_id",
    "group__name",
    "persona_id",
    "persona__name",
    "persona__is_pseudonym",
    "persona__organisation__name",
    "group__across",
    "created",
    "last_at",
    "posts",
    "answers",
    "is_question",
    "helped",
    "hashtags",
    "last_post",
)
_there = Thread.objects.filter(deleted__isnull=True)
_waiting = _there.filter(is_question=True, answers=0, helped=0)


def group_threads(group: Group, *, questions: bool = False, before: UUID | None = None) -> Slice:
    """A page of a group's threads, the one with the latest message first."""
    found = _there.filter(group=group)
    if questions:
        found = found.filter(is_question=True)
    if before:
        found = found.filter(last_post__lt=before)
    return _by_last_post(found.order_by("-last_post")[: A_PAGE + 1], before)


def all_threads(person: "Person", *, before: UUID | None = None) -> Slice:
    """A page of all threads that somebody may read, the one with the latest message first."""
    readable = readable_ids(person)
    sources = [
        (_there.filter(organisation=each, group__among=readable), "last_post", "id")
        for each in organisations_for(person)
    ]
    ids = newest_ids(sources, A_PAGE + 1, before)
    return _by_last_post(Thread.objects.filter(pk__among=ids).order_by("-last_post"), before)


def unanswered(person: "Person", *, group: UUID | None = None, before: UUID | None = None) -> Slice:
    """A page of the questions that nobody has answered yet, newest first: in one group, or all that one may read."""
    groups = [each for each in readable_ids(person) if group in (None, each)]
    ids = newest_ids([(_waiting.filter(group=each), "id", "id") for each in groups], A_PAGE + 1, before)
    return cut(rows_of(Thread.objects.filter(pk__among=ids).order_by("-id")), A_PAGE, before, attrgetter("id"))


def threads_with_ids(person: "Person", ids: Iterable[UUID]) -> list[ThreadRow]:
    """Those of the threads that somebody may read, that with the latest message first: for search, digest and home."""
    return rows_of(visible_threads(person).filter(pk__among=list(ids)).order_by("-last_post"))


def organisations_for(person: "Person") -> list[UUID]:
    """The organisations whose groups somebody can reach: their own, and those that share one with it."""
    return [person.organisation_id, *sorted(set(people.shared_things(person).values()))]


def _by_last_post(found: QuerySet[Thread], before: UUID | None) -> Slice:
    return cut(rows_of(found), A_PAGE, before, attrgetter("last_post"))


def rows_of(found: QuerySet[Thread]) -> list[ThreadRow]:
    """Threads as lines of a list, in the order of the query."""
    return [_row(*row) for row in found.values_list(*_COLUMNS)]


def _row(pk, title, group, group_name, persona, name, pseudonym, organisation, across, *rest) -> ThreadRow:
    created, last_at, posts, answers, is_question, helped, hashtags, last_post = rest
    author = author_of(persona, name, pseudonym, organisation if across else "")
    return ThreadRow(
        pk,
        title,
        group,
        group_name,
        author,
        created,
        last_at,
        posts,
        answers,
        is_question,
        helped > 0,
        hashtags,
        last_post,
    )


def author_of(persona: UUID | None, name: str | None, pseudonym: bool | None, organisation: str | None) -> Author:
    """Whoever wrote something; nobody's name once they were erased."""
    return Author(persona, name or "", bool(pseudonym), organisation or "")
