"""Lists of threads."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from manyhands.people import queries as people

from ..models import Group, Thread
from ..types import Author, Slice, ThreadRow
from .newest import MOST_SOURCES, cut
from .prepared import Prepared, union
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
    "persona__is_quiet",
    "persona__organisation_id",
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


_LAST = UUID(int=2**128 - 1)


def _page(found: QuerySet[Thread]) -> QuerySet:
    return found.order_by("-last_post").values_list(*_COLUMNS)[: A_PAGE + 1]


_of_group = Prepared(
    lambda group, before: _page(_there.filter(group=group, last_post__lt=before)), group=UUID, before=UUID
)
_questions_of_group = Prepared(
    lambda group, before: _page(_there.filter(group=group, is_question=True, last_post__lt=before)),
    group=UUID,
    before=UUID,
)
_latest = Prepared(
    lambda organisation, groups, before: (
        _there.filter(organisation=organisation, group__among=groups, last_post__lt=before)
        .order_by("-last_post")
        .values_list("last_post", "id")[: A_PAGE + 1]
    ),
    organisation=UUID,
    groups=list,
    before=UUID,
)
_waiting_in = Prepared(
    lambda group, before: (
        _waiting.filter(group=group, pk__lt=before).order_by("-id").values_list("id", "id")[: A_PAGE + 1]
    ),
    group=UUID,
    before=UUID,
)
_with_ids = Prepared(
    lambda ids: Thread.objects.filter(pk__among=ids).order_by("-last_post").values_list(*_COLUMNS), ids=list
)


def group_threads(group: Group, *, questions: bool = False, before: UUID | None = None) -> Slice:
    """A page of a group's threads, the one with the latest message first."""
    asked = _questions_of_group if questions else _of_group
    rows = [_row(*row) for row in asked.rows(group=group.pk, before=before or _LAST)]
    return cut(rows, A_PAGE, before, attrgetter("last_post"))


def all_threads(person: "Person", *, before: UUID | None = None) -> Slice:
    """A page of all threads that somebody may read, the one with the latest message first."""
    readable = readable_ids(person)
    parts = [
        _latest.part(organisation=each, groups=readable, before=before or _LAST) for each in organisations_for(person)
    ]
    return cut(_listed(union(parts, A_PAGE + 1)), A_PAGE, before, attrgetter("last_post"))


def unanswered(person: "Person", *, group: UUID | None = None, before: UUID | None = None) -> Slice:
    """A page of the questions that nobody has answered yet, newest first: in one group, or all that one may read."""
    groups = [each for each in readable_ids(person) if group in (None, each)][:MOST_SOURCES]
    ids = union([_waiting_in.part(group=each, before=before or _LAST) for each in groups], A_PAGE + 1)
    rows = sorted(_listed(ids), key=attrgetter("id"), reverse=True)
    return cut(rows, A_PAGE, before, attrgetter("id"))


def threads_with_ids(person: "Person", ids: Iterable[UUID]) -> list[ThreadRow]:
    """Those of the threads that somebody may read, that with the latest message first: for search, digest and home."""
    return rows_of(visible_threads(person).filter(pk__among=list(ids)).order_by("-last_post"))


def organisations_for(person: "Person") -> list[UUID]:
    """The organisations whose groups somebody can reach: their own, and those that share one with it."""
    return [person.organisation_id, *sorted(set(people.shared_things(person).values()))]


def _listed(ids: list[UUID]) -> list[ThreadRow]:
    return [_row(*row) for row in _with_ids.rows(ids=ids)] if ids else []


def rows_of(found: QuerySet[Thread]) -> list[ThreadRow]:
    """Threads as lines of a list, in the order of the query."""
    return [_row(*row) for row in found.values_list(*_COLUMNS)]


def _row(pk, title, group, group_name, persona, name, pseudonym, quiet, home, organisation, across, *rest) -> ThreadRow:
    created, last_at, posts, answers, is_question, helped, hashtags, last_post = rest
    author = author_of(persona, name, pseudonym, organisation if across else "", None if quiet else home)
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


def author_of(
    persona: UUID | None,
    name: str | None,
    pseudonym: bool | None,
    organisation: str | None,
    home: UUID | None = None,
) -> Author:
    """Whoever wrote something; nobody's name once they were erased."""
    return Author(persona, name or "", bool(pseudonym), organisation or "", home)
