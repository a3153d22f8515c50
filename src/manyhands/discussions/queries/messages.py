"""Messages: of one thread, and the newest of all that somebody follows."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from ..models import Follow, Post, PostTag, Reaction, Read, Thread
from ..types import Following, PostRow, Slice
from .newest import MOST_SOURCES, cut
from .prepared import Prepared, union
from .threads import author_of, organisations_for
from .visible import readable_ids, visible_posts

if TYPE_CHECKING:
    from manyhands.people.models import Person

A_PAGE = 30  # of a timeline
IN_THREAD = 50  # on a page of a thread

_COLUMNS = (
    "id",
    "thread_id",
    "persona_id",
    "persona__name",
    "persona__is_pseudonym",
    "persona__is_quiet",
    "persona__organisation_id",
    "created",
    "edited",
    "deleted",
    "hidden",
    "html",
    "reply_to_id",
    "is_first",
    "helped",
    "reactions",
)
_ORGANISATION = "persona__organisation__name"
_WHERE = ("thread__title", "group_id", "group__name")
_there = Post.objects.filter(deleted__isnull=True, hidden__isnull=True)
_LAST = UUID(int=2**128 - 1)  # no id is higher: a page that begins at the beginning


def _newest(found: QuerySet, by: str = "id") -> QuerySet:
    return found.order_by(f"-{by}").values_list(by, by)[: A_PAGE + 1]


_in_group = Prepared(lambda group, before: _newest(_there.filter(group=group, pk__lt=before)), group=UUID, before=UUID)
_by_persona = Prepared(
    lambda persona, groups, before: _newest(_there.filter(persona=persona, group__among=groups, pk__lt=before)),
    persona=UUID,
    groups=list,
    before=UUID,
)
_in_thread = Prepared(
    lambda thread, groups, before: _newest(_there.filter(thread=thread, group__among=groups, pk__lt=before)),
    thread=UUID,
    groups=list,
    before=UUID,
)
_with_tag = Prepared(
    lambda organisation, tag, groups, before: _newest(
        PostTag.objects.filter(organisation=organisation, tag=tag, group__among=groups, post__lt=before), "post"
    ),
    organisation=UUID,
    tag=str,
    groups=list,
    before=UUID,
)
_with_ids = Prepared(
    lambda ids: (
        _there.filter(pk__among=ids).order_by("-id").values_list(*_COLUMNS, _ORGANISATION, *_WHERE, "group__across")
    ),
    ids=list,
)
_from = Prepared(
    lambda thread, start: (
        Post.objects.filter(thread=thread, pk__gte=start)
        .order_by("id")
        .values_list(*_COLUMNS, _ORGANISATION)[: IN_THREAD + 1]
    ),
    thread=UUID,
    start=UUID,
)
_until = Prepared(
    lambda thread, before: (
        Post.objects.filter(thread=thread, pk__lt=before)
        .order_by("-id")
        .values_list(*_COLUMNS, _ORGANISATION)[: IN_THREAD + 1]
    ),
    thread=UUID,
    before=UUID,
)
_follows = Prepared(
    lambda persona: Follow.objects.filter(persona=persona).order_by("-at", "-id").values_list("kind", "target"),
    persona=UUID,
)
_reactions = Prepared(
    lambda persona, posts: Reaction.objects.filter(persona=persona, post__among=posts).values_list("post_id", "kind"),
    persona=UUID,
    posts=list,
)


def thread_messages(thread: Thread, *, start: UUID | None = None, before: UUID | None = None) -> Slice:
    """A page of a thread's messages, oldest first: from the beginning, from `start` on, or those just `before` one.

    `older` is where the page before this one ends, `newer` where the next begins. One query.
    """
    across = thread.group.across
    if before:
        latest_first = _shown(_until.rows(thread=thread.pk, before=before), across)
        page = latest_first[:IN_THREAD][::-1]
        return Slice(page, page[0].id if len(latest_first) > IN_THREAD else None, before)
    rows = _shown(_from.rows(thread=thread.pk, start=start or UUID(int=0)), across)
    page = rows[:IN_THREAD]
    return Slice(page, page[0].id if start and page and not page[0].is_first else None, _next(rows))


def messages_after(thread: Thread, after: UUID) -> list[PostRow]:
    """What came since a message, oldest first, at most a page: for a browser that catches up."""
    found = Post.objects.filter(thread=thread, pk__gt=after).order_by("id")
    return _rows(found[:IN_THREAD], thread.group.across)


def message(pk: UUID, *, across: bool) -> PostRow | None:
    """One message as a page shows it. Whoever asks has made sure that it may be seen."""
    rows = _rows(Post.objects.filter(pk=pk), across)
    return rows[0] if rows else None


def visible_post(person: "Person", pk: UUID) -> Post | None:
    """A message with its thread and group, or None where it is not there for them."""
    return visible_posts(person).select_related("thread__group", "persona").filter(pk=pk).first()


def is_on_first_page(post: Post) -> bool:
    """Whether a message is among the first of its thread."""
    edge = Post.objects.filter(thread=post.thread_id).order_by("id").values_list("id", flat=True)
    last = next(iter(edge[IN_THREAD - 1 : IN_THREAD]), None)
    return last is None or post.pk <= last


def timeline(person: "Person", persona: UUID, *, before: UUID | None = None) -> Slice:
    """What the groups, people, tags and threads that a persona follows brought, newest first; nothing is ranked."""
    readable, before = readable_ids(person), before or _LAST
    own = set(readable)
    parts = []
    for kind, target in follows_of(persona)[:MOST_SOURCES]:
        if kind == Following.GROUP and UUID(target) in own:
            parts.append(_in_group.part(group=UUID(target), before=before))
        elif kind == Following.PERSON:
            parts.append(_by_persona.part(persona=UUID(target), groups=readable, before=before))
        elif kind == Following.THREAD:
            parts.append(_in_thread.part(thread=UUID(target), groups=readable, before=before))
        elif kind == Following.TAG:
            parts += _tagged(person, target, before)
    return _feed(parts, before)


def messages_by(person: "Person", persona: UUID, *, before: UUID | None = None) -> Slice:
    """What somebody wrote, as far as one may read it, newest first."""
    before = before or _LAST
    return _feed([_by_persona.part(persona=persona, groups=readable_ids(person), before=before)], before)


def messages_tagged(person: "Person", tag: str, *, before: UUID | None = None) -> Slice:
    """The messages with a hashtag that one may read, newest first."""
    before = before or _LAST
    return _feed(_tagged(person, tag, before), before)


def follows_of(persona: UUID) -> list[list[str]]:
    """What a persona follows: kinds and targets, the latest first."""
    return _follows.rows(persona=persona)


def own_reactions(persona: UUID, posts: list[UUID]) -> dict[UUID, set[str]]:
    """With what somebody reacted to these messages."""
    found: dict[UUID, set[str]] = {}
    for post, kind in _reactions.rows(persona=persona, posts=posts):
        found.setdefault(post, set()).add(kind)
    return found


def last_read(persona: UUID, thread: UUID) -> UUID | None:
    """The newest message that was there when somebody last looked at a thread."""
    return (
        Read.objects.filter(persona=persona, thread=thread).order_by("-day").values_list("last_post", flat=True).first()
    )


def _tagged(person: "Person", tag: str, before: UUID) -> list[tuple[str, list[Any]]]:
    readable = readable_ids(person)
    return [
        _with_tag.part(organisation=each, tag=tag, groups=readable, before=before) for each in organisations_for(person)
    ]


def _feed(parts: list[tuple[str, list[Any]]], before: UUID) -> Slice:
    ids = union(parts, A_PAGE + 1)
    rows = [_row(*row) for row in _with_ids.rows(ids=ids)] if ids else []
    return cut(rows, A_PAGE, None if before == _LAST else before, attrgetter("id"))


def _rows(found: QuerySet[Post], across: bool) -> list[PostRow]:
    return _shown(found.values_list(*_COLUMNS, _ORGANISATION), across)


def _shown(rows: Iterable[Sequence[Any]], across: bool) -> list[PostRow]:
    """Messages of one thread; where they come from is named in a group of several organisations."""
    return [_row(*row, across=across) for row in rows]


def _row(
    pk,
    thread,
    persona,
    name,
    pseudonym,
    quiet,
    home,
    created,
    edited,
    deleted,
    hidden,
    html,
    reply_to,
    first,
    helped,
    reactions,
    organisation="",
    title="",
    group=None,
    group_name="",
    across=True,
) -> PostRow:
    gone = deleted is not None or hidden is not None
    return PostRow(
        pk,
        thread,
        author_of(persona, name, pseudonym, organisation if across else "", None if quiet else home),
        created,
        edited,
        deleted is not None,
        hidden is not None,
        "" if gone else html,
        reply_to,
        first,
        helped is not None,
        {} if gone else reactions,
        title,
        group,
        group_name,
    )


def _next(rows: list[PostRow]) -> UUID | None:
    return rows[IN_THREAD].id if len(rows) > IN_THREAD else None
